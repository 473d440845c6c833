package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.demo.Expectation;
import io.homeostat.cli.view.Described;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The plane and its workers as containers, with the faults that containers have: nothing is lost, nothing is done twice, nobody
 * who lives is taken for dead, and at the end nothing is left.
 */
@Tag("containers")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ComposeIT {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final Duration TOO_MANY = Duration.ofSeconds(4);
    private static final Duration CUT = Duration.ofMinutes(1);
    private static final Duration LONGER_THAN_ANY_THRESHOLD = Duration.ofSeconds(8);
    private static final List<String> BYSTANDERS = List.of("mailer-1", "mailer-2");

    private ComposedPlane plane;

    @BeforeAll
    void start() throws Exception {
        var directory = Files.createDirectories(Path.of("target", "compose").toAbsolutePath());
        plane = new ComposedPlane(directory);
        plane.down(); // of a run that was killed
        plane.build();
        System.out.println("healthy after " + plane.up().toSeconds() + " s");
        for (var worker : BYSTANDERS) {
            startWorker(worker, "mailer");
        }
    }

    @AfterAll
    void stop() {
        plane.close();
    }

    private void startWorker(String worker, String type) throws InterruptedException {
        plane.declare(worker, type, "1.0");
        plane.await(0, "the first beat of " + worker, LIMIT, "worker-status", worker, "state", "ALIVE");
    }

    @Test
    @Order(1)
    void a_killed_container_of_a_worker_is_replaced_once() throws Exception {
        startWorker("killed", "killed");
        var before = plane.container("killed");
        int mark = plane.ledger().size();
        plane.crash(before);
        plane.await(mark, "the heal", LIMIT, "restarts", "killed", "status", "SUCCEEDED");
        judge(mark, Expectation.ofKilled("killed"));
        assertThat(plane.container("killed")).isNotEqualTo(before);
    }

    @Test
    @Order(2)
    void a_bad_promotion_of_an_image_tag_is_rolled_back_once() throws Exception {
        var workers = List.of("images-1", "images-2");
        for (var worker : workers) {
            startWorker(worker, "images");
        }
        int mark = plane.ledger().size();
        for (var worker : workers) {
            plane.declare(worker, "images", "2.0");
            plane.fleet()
                    .send(
                            Topics.RESTART_REQUESTS,
                            worker,
                            Map.of("workerId", worker, "reason", "deploy 2.0", "requestedBy", "deploy-tool"));
        }
        for (var worker : workers) {
            plane.await(mark, "the deployment", LIMIT, "restarts", worker, "status", "SUCCEEDED");
            assertThat(plane.imageOf(worker)).isEqualTo(ComposedPlane.image("2.0"));
        }
        plane.fleet().send(Topics.PROMOTIONS, "images", promotion());
        plane.await(mark, "the end of the session", LIMIT, "rollbacks", "images", "status", "ROLLED_BACK");
        wait(TOO_MANY);

        for (var worker : workers) {
            assertThat(plane.imageOf(worker)).isEqualTo(ComposedPlane.image("1.0"));
        }
        assertThat(count(mark, "rollback-commands", "images", _ -> true)).isEqualTo(1);
        assertThat(count(mark, "rollbacks", "images", says("status", "COMMANDED")))
                .isEqualTo(1);
        assertThat(count(mark, "failures", "images-1", _ -> true)).isZero();
        bystandersWereLeftAlone(mark);
    }

    private static Map<String, String> promotion() {
        return Map.of(
                "promotionId", "images-2.0",
                "service", "images",
                "version", "2.0",
                "previousVersion", "1.0",
                "actor", "deploy-tool");
    }

    @Test
    @Order(3)
    void a_broker_that_crashes_comes_back_and_nobody_is_taken_for_dead() throws Exception {
        startWorker("broker-victim", "victims-of-brokers");
        int mark = plane.ledger().size();
        var before = plane.startedAt("kafka");
        plane.crash(plane.service("kafka"));
        plane.awaitHealthy("kafka", before);
        wait(LONGER_THAN_ANY_THRESHOLD);
        nobodyWasRestarted(mark);

        int healed = heals("broker-victim");
        judge(healed, Expectation.ofKilled("broker-victim"));
        nobodyWasRestarted(mark);
    }

    @ParameterizedTest(name = "{0} crashes when {1} says {2}")
    @Order(4)
    @CsvSource({
        "heartbeat-service, restarts, SCHEDULED",
        "restart-service, restarts, COMMANDED",
        "agent, restarts, COMMANDED"
    })
    void a_service_that_crashes_in_the_middle_of_a_heal_loses_and_doubles_nothing(
            String service, String topic, String status) throws Exception {
        var worker = "of-" + service;
        startWorker(worker, worker);
        int mark = plane.ledger().size();
        var before = plane.startedAt(service);
        plane.crash(plane.container(worker));
        plane.await(mark, "the middle of the heal", LIMIT, topic, worker, "status", status);
        plane.crash(plane.service(service));
        plane.await(mark, "the heal", LIMIT, "restarts", worker, "status", "SUCCEEDED");
        plane.awaitHealthy(service, before);
        judge(mark, Expectation.ofKilled(worker));
        plane.container(worker);
    }

    @Test
    @Order(5)
    void an_agent_that_is_restarted_in_the_middle_of_a_restart_finishes_it_once() throws Exception {
        startWorker("restarted", "restarted");
        var before = plane.container("restarted");
        int mark = plane.ledger().size();
        plane.fleet()
                .send(
                        Topics.RESTART_REQUESTS,
                        "restarted",
                        Map.of("workerId", "restarted", "reason", "a new setting", "requestedBy", "operator"));
        plane.await(mark, "the middle", LIMIT, "restart-results", "restarted", "status", "ACCEPTED");
        plane.compose("restart", "--timeout", "1", "agent");
        plane.await(mark, "the restart", LIMIT, "restarts", "restarted", "status", "SUCCEEDED");
        plane.awaitHealthy("agent", "never");
        wait(TOO_MANY);

        assertThat(plane.container("restarted")).isNotEqualTo(before);
        assertThat(count(mark, "restart-commands", "restarted", _ -> true)).isEqualTo(1);
        assertThat(count(mark, "restarts", "restarted", says("status", "SUCCEEDED")))
                .isEqualTo(1);
        // Silence while nobody is there to start it may be noted; an end that was commanded is never a crash.
        assertThat(count(mark, "failures", "restarted", says("kind", "CRASH"))).isZero();
        bystandersWereLeftAlone(mark);
    }

    @Test
    @Order(6)
    void a_service_that_is_cut_off_for_a_minute_takes_nobody_for_dead() throws Exception {
        startWorker("cut", "cut");
        int mark = plane.ledger().size();
        plane.disconnect("heartbeat-service");
        wait(CUT);
        plane.connect("heartbeat-service");
        plane.await(mark, "the plane hears again", LIMIT, "fleet-groups", "partition:0", "state", "NORMAL");
        wait(LONGER_THAN_ANY_THRESHOLD);
        nobodyWasRestarted(mark);

        int healed = heals("cut");
        judge(healed, Expectation.ofKilled("cut"));
    }

    @Test
    @Order(7)
    void an_agent_that_is_cut_off_for_a_minute_acts_when_it_is_back_and_once() throws Exception {
        startWorker("orphan", "orphan");
        int mark = plane.ledger().size();
        plane.disconnect("agent");
        var before = plane.container("orphan");
        plane.crash(before);
        wait(CUT);
        assertThat(plane.containers("orphan")).as("nobody else starts it").isEmpty();
        plane.connect("agent");
        plane.await(mark, "the heal", LIMIT, "restarts", "orphan", "status", "SUCCEEDED");
        wait(TOO_MANY);
        assertThat(plane.container("orphan")).isNotEqualTo(before);
        bystandersWereLeftAlone(mark);
    }

    @Test
    @Order(8)
    void down_leaves_nothing() {
        plane.down();
        assertThat(plane.leftovers()).isEmpty();
    }

    /** Kills a worker's container, waits for its heal, and returns the mark before it. */
    private int heals(String worker) throws IOException, InterruptedException {
        int mark = plane.ledger().size();
        plane.crash(plane.container(worker));
        plane.await(mark, "the heal of " + worker, LIMIT, "restarts", worker, "status", "SUCCEEDED");
        return mark;
    }

    private void judge(int mark, Expectation expectation) throws InterruptedException {
        wait(TOO_MANY); // time in which a record too many would show
        assertThat(expectation.differences(saidOnce(plane.ledger().since(mark))))
                .isEmpty();
        assertThat(plane.ledger().since(mark))
                .filteredOn(record -> record.topic().equals("dead-letters"))
                .isEmpty();
        bystandersWereLeftAlone(mark);
    }

    private void bystandersWereLeftAlone(int mark) {
        assertThat(plane.ledger().since(mark))
                .filteredOn(record -> BYSTANDERS.contains(record.key()))
                .filteredOn(record -> record.topic().startsWith("restart")
                        || record.topic().equals("failures")
                        || List.of("ZOMBIE", "FAILED")
                                .contains(record.value().path("state").asText()))
                .isEmpty();
    }

    private void nobodyWasRestarted(int mark) {
        bystandersWereLeftAlone(mark);
        assertThat(plane.ledger().since(mark))
                .filteredOn(record -> record.topic().equals("worker-status"))
                .noneMatch(record -> record.value().path("state").asText().equals("ZOMBIE"));
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

    private void wait(Duration time) throws InterruptedException {
        plane.ledger().await(plane.ledger().size(), time, () -> false, _ -> false);
    }

    private long count(int mark, String topic, String key, Predicate<Described> wanted) {
        return plane.ledger().since(mark).stream()
                .filter(record -> record.topic().equals(topic) && record.key().equals(key))
                .filter(wanted)
                .count();
    }

    private static Predicate<Described> says(String field, String value) {
        return record -> record.value().path(field).asText().equals(value);
    }
}
