package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.demo.Expectation;
import io.homeostat.cli.view.Described;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A worker is killed or frozen, and a process of the plane is killed in the middle of the heal: nothing is lost, nothing
 * is done twice, and the heal is complete in time.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HealIT {

    private static final List<String> SERVICES = List.of("heartbeat-service", "restart-service", "agent");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final Duration COMPLETE_AFTER_KILL = Duration.ofSeconds(15);
    private static final Duration TOO_MANY = Duration.ofSeconds(3);
    private static final int FREEZE_SECONDS = 12;
    private static final Duration OUTAGE = Duration.ofSeconds(25);

    private PlaneProcesses plane;

    @BeforeAll
    void start() throws IOException {
        // Not a temporary directory: the processes' outputs are what a failed run is understood by.
        var directory = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "plane-");
        plane = new PlaneProcesses(directory, Path.of("src", "test", "resources", "policies"), SERVICES);
    }

    @AfterAll
    void stop() {
        plane.close();
    }

    @Test
    void a_killed_worker_is_restarted_once() throws Exception {
        plane.startWorker("killed");
        int mark = plane.ledger().size();
        plane.fleet().kill(plane.fleet().liveProcess("killed"));
        plane.await(mark, "the heal", LIMIT, "restarts", "killed", "status", "SUCCEEDED");
        judge(mark, Expectation.ofKilled("killed"));
        assertThat(plane.fleet()
                        .processes()
                        .filter(p -> p.info().commandLine().orElse("").contains("killed")))
                .hasSize(1);
    }

    @Test
    void a_frozen_worker_is_terminated_before_its_successor_starts() throws Exception {
        plane.startWorker("frozen");
        int mark = plane.ledger().size();
        var process = plane.fleet().liveProcess("frozen");
        plane.fleet().freeze(process);
        plane.await(mark, "the heal", LIMIT, "restarts", "frozen", "status", "SUCCEEDED");
        judge(mark, Expectation.ofFrozen("frozen"));
        assertThat(process.isAlive()).isFalse();
    }

    @ParameterizedTest(name = "{0} is killed when {1} says {2}")
    @CsvSource({
        "heartbeat-service, restarts, SCHEDULED",
        "restart-service, restarts, SCHEDULED",
        "restart-service, restarts, COMMANDED",
        "agent, restarts, SCHEDULED",
        "agent, restarts, COMMANDED",
        "heartbeat-service, restart-results, SUCCEEDED"
    })
    void a_service_killed_in_the_middle_of_a_heal_loses_and_doubles_nothing(String service, String topic, String status)
            throws Exception {
        var worker = "w-" + service + "-" + topic + "-" + status;
        plane.startWorker(worker);
        int mark = plane.ledger().size();
        plane.fleet().kill(plane.fleet().liveProcess(worker));
        plane.await(mark, "the middle of the heal", LIMIT, topic, worker, "status", status);
        long killed = System.nanoTime();
        plane.service(service).killAndRestart();
        long healed = plane.await(mark, "the heal", LIMIT, "restarts", worker, "status", "SUCCEEDED");
        judge(mark, Expectation.ofKilled(worker));
        assertThat(Duration.ofNanos(healed - killed))
                .as("from kill -9 of %s to the end of the heal", service)
                .isLessThan(COMPLETE_AFTER_KILL);
    }

    @Test
    void an_outage_of_the_deciding_service_costs_no_attempt_and_no_second_command() throws Exception {
        plane.startWorker("outage");
        int mark = plane.ledger().size();
        plane.fleet().kill(plane.fleet().liveProcess("outage"));
        plane.await(mark, "the plan", LIMIT, "restarts", "outage", "status", "SCHEDULED");
        plane.service("restart-service").kill();
        plane.ledger().await(mark, OUTAGE, () -> false, _ -> false); // longer than a command of this plane lives
        plane.service("restart-service").restart();
        plane.await(mark, "the heal", LIMIT, "restarts", "outage", "status", "SUCCEEDED");
        judge(mark, Expectation.ofKilled("outage"));
    }

    @Test
    void a_freeze_of_the_plane_ends_with_no_verdict_on_workers_that_live() throws Exception {
        plane.startWorker("living");
        int mark = plane.ledger().size();
        var pids = new long[] {
            plane.service("heartbeat-service").pid(),
            plane.service("restart-service").pid(),
            plane.service("agent").pid()
        };
        plane.signal("STOP", pids);
        plane.ledger().await(mark, Duration.ofSeconds(FREEZE_SECONDS), () -> false, _ -> false); // the freeze itself
        plane.signal("CONT", pids);
        plane.await(mark, "the plane hears again", LIMIT, "fleet-groups", "partition:0", "state", "NORMAL");
        plane.ledger()
                .await(
                        mark,
                        Duration.ofSeconds(8),
                        () -> false,
                        _ -> false); // longer than any threshold of the policies
        assertThat(plane.ledger().since(mark))
                .filteredOn(record ->
                        record.topic().equals("worker-status") || record.topic().startsWith("restart"))
                .isEmpty();
    }

    @Test
    void liveness_is_true_and_metrics_are_served_by_every_service() {
        for (var module : SERVICES) {
            assertThat(plane.service(module).get("/health/liveness")).as(module).isEqualTo(200);
            assertThat(plane.service(module).get("/prometheus")).as(module).isEqualTo(200);
        }
    }

    private void judge(int mark, Expectation expectation) throws InterruptedException {
        plane.ledger().await(mark, TOO_MANY, () -> false, _ -> false); // time in which a record too many would show
        assertThat(expectation.differences(saidOnce(plane.ledger().since(mark))))
                .isEmpty();
        assertThat(plane.ledger().since(mark))
                .filteredOn(record -> record.topic().equals("dead-letters"))
                .isEmpty();
    }

    /**
     * An agent that is killed between the broker's acknowledgement and its journal says the same once more: same command and
     * status, same failure id. That is what these ids are for; whatever a service writes must be there once.
     */
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
}
