package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.demo.Expectation;
import io.homeostat.cli.view.Described;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

/** What the tests of one plane in containers have in common: how its troubles are made, and how its records are judged. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
abstract class PlaneInContainers {

    /** For what takes seconds on a machine of its own. */
    static final Duration LIMIT = Duration.ofMinutes(2);

    /** Time in which a record too many would show. */
    static final Duration TOO_MANY = Duration.ofSeconds(4);

    static final Duration LONGER_THAN_ANY_THRESHOLD = Duration.ofSeconds(8);

    private static final Set<String> TAKEN_FOR_DEAD = Set.of("ZOMBIE", "FAILED");

    /** The plane that all of them share. */
    abstract ComposedPlane plane();

    /** Starts workers, each of a type and service of its own name, and waits until the plane has heard all of them. */
    void startWorkers(String version, List<String> workers) throws InterruptedException {
        for (var worker : workers) {
            plane().declare(worker, worker, version);
        }
        for (var worker : workers) {
            awaitFirstBeat(worker);
        }
    }

    void awaitFirstBeat(String worker) throws InterruptedException {
        plane().await(0, "the first beat of " + worker, LIMIT, "worker-status", worker, "state", "ALIVE");
    }

    int mark() {
        return plane().ledger().size();
    }

    void await(int mark, String what, String topic, String key, String field, String value)
            throws InterruptedException {
        plane().await(mark, what, LIMIT, topic, key, field, value);
    }

    void awaitHeal(int mark, String worker) throws InterruptedException {
        await(mark, "the heal of " + worker, "restarts", worker, "status", "SUCCEEDED");
    }

    void awaitSight(int mark) throws InterruptedException {
        await(mark, "the plane hears again", "fleet-groups", "partition:0", "state", "NORMAL");
    }

    void crashWorker(String worker) {
        plane().faults().crash(plane().container(worker));
    }

    void crashService(String service) {
        plane().faults().crash(ComposedPlane.service(service));
    }

    /** Kills a worker's container and judges its heal. */
    void healsAsEver(String worker) throws IOException, InterruptedException {
        int mark = mark();
        crashWorker(worker);
        awaitHeal(mark, worker);
        judge(mark, Expectation.ofKilled(worker));
    }

    void requestRestart(String worker, String reason, String who) {
        plane().fleet()
                .send(
                        Topics.RESTART_REQUESTS,
                        worker,
                        Map.of("workerId", worker, "reason", reason, "requestedBy", who));
    }

    void promote(String service) {
        plane().fleet()
                .send(
                        Topics.PROMOTIONS,
                        service,
                        Map.of(
                                "promotionId", service + "-2.0",
                                "service", service,
                                "version", "2.0",
                                "previousVersion", "1.0",
                                "actor", "deploy-tool"));
    }

    /** Exactly what is expected since {@code mark}, of nobody else anything, and all of it in order. */
    void judge(int mark, Expectation... expectations) throws InterruptedException {
        wait(TOO_MANY);
        var records = plane().ledger().since(mark);
        var subjects = new HashSet<String>();
        for (var expectation : expectations) {
            assertThat(expectation.differences(saidOnce(records)))
                    .as("records of %s", expectation.subject())
                    .isEmpty();
            subjects.add(expectation.subject());
        }
        othersWereLeftAlone(mark, subjects);
        assertThat(Books.errors(records)).isEmpty();
    }

    /** Nobody but {@code subjects} was taken for dead, reported or restarted. */
    void othersWereLeftAlone(int mark, Set<String> subjects) {
        assertThat(plane().ledger().since(mark))
                .filteredOn(record -> !subjects.contains(record.key()))
                .filteredOn(PlaneInContainers::isTrouble)
                .isEmpty();
    }

    private static boolean isTrouble(Described record) {
        return switch (record.topic()) {
            case "restart-requests", "restarts", "restart-commands", "restart-results" -> true;
            case "worker-status" ->
                TAKEN_FOR_DEAD.contains(record.value().path("state").asText());
            case "failures" -> record.value().path("kind").asText().equals("CRASH");
            default -> false;
        };
    }

    /** An agent that is killed between the broker's acknowledgement and its journal says the same once more, under the same ids. */
    private static List<Described> saidOnce(List<Described> records) {
        var said = new HashSet<String>();
        return records.stream()
                .filter(record -> switch (record.topic()) {
                    case "restart-results" ->
                        said.add(record.value().path("commandId").asText()
                                + record.value().path("status").asText());
                    case "failures" -> said.add(record.value().path("failureId").asText(record.coordinates()));
                    default -> true;
                })
                .toList();
    }

    /** Lets time pass in which something that must not come could come. */
    void wait(Duration time) throws InterruptedException {
        plane().ledger().await(mark(), time, () -> false, _ -> false);
    }

    long count(int mark, String topic, String key, Predicate<Described> wanted) {
        return plane().ledger().since(mark).stream()
                .filter(record -> record.topic().equals(topic) && record.key().equals(key))
                .filter(wanted)
                .count();
    }

    static Predicate<Described> says(String field, String value) {
        return record -> record.value().path(field).asText().equals(value);
    }
}
