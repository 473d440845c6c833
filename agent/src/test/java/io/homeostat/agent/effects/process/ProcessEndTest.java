package io.homeostat.agent.effects.process;

import static io.homeostat.agent.effects.process.HostProcesses.LONG;
import static io.homeostat.agent.effects.process.HostProcesses.SHORT;
import static io.homeostat.agent.effects.process.HostProcesses.component;
import static io.homeostat.agent.effects.process.HostProcesses.signal;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.agent.effects.process.WorkerExecutor.StopOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process ends when it is asked to, or is killed, with all that it started; and how it ended is known. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class ProcessEndTest {

    @TempDir
    private Path home;

    private HostProcesses host;
    private ProcessExecutor executor;

    @BeforeEach
    void open() {
        host = new HostProcesses(home);
        executor = host.executor;
    }

    @AfterEach
    void endAll() {
        host.close();
    }

    @Test
    void a_process_ends_when_asked_and_its_exit_code_is_known() {
        var process = host.start("sleep", "1000");
        var ended = host.watch(process);

        assertThat(host.stop(process, LONG, false)).isEqualTo(new Stop.Gone(OptionalInt.of(143), "ended when asked"));
        assertThat(ended.join()).isEqualTo(OptionalInt.of(143));
        assertThat(executor.look("w-1", List.of(process)).running()).isEmpty();
    }

    @Test
    void one_that_ignores_the_request_is_killed() {
        var process = host.start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        host.awaitOutput("ready\n");

        assertThat(host.stop(process, SHORT, true)).isEqualTo(new Stop.Gone(OptionalInt.of(137), "killed after 0 s"));
    }

    @Test
    void without_force_it_is_left_running_and_said_so() {
        var process = host.start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        host.awaitOutput("ready\n");

        assertThat(host.stop(process, SHORT, false)).isInstanceOf(Stop.StillThere.class);
        assertThat(executor.look("w-1", List.of(process)).running()).hasSize(1);
    }

    @Test
    void a_stopped_process_cannot_hear_the_request_and_is_killed() throws Exception {
        var process = host.start("sleep", "1000");
        signal("STOP", process.pid());
        var stat = Path.of("/proc/" + process.pid() + "/stat");
        await().atMost(LONG).until(() -> Files.readString(stat).contains(") T "));

        assertThat(host.stop(process, SHORT, true)).isEqualTo(new Stop.Gone(OptionalInt.of(137), "killed after 0 s"));
    }

    @Test
    void children_end_with_it_even_those_that_ignore_the_request() {
        var process = host.start(
                "sh",
                "-c",
                "(trap '' TERM; while :; do sleep 0.05; done) & (sleep 1000 &) ; sleep 1000 & echo ready; wait");
        host.awaitOutput("ready\n");
        var children = ProcessHandle.of(process.pid())
                .orElseThrow()
                .descendants()
                .map(ProcessHandle::pid)
                .toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);

        assertThat(host.stop(process, LONG, true)).isInstanceOf(Stop.Gone.class);
        assertThat(executor.look("w-1", List.of()).running()).isEmpty();
        assertThat(children)
                .allSatisfy(pid -> assertThat(
                                new ProcessTree(table(), home.toString()).carrying("w-1", process.incarnation()))
                        .isEmpty());
    }

    private static ProcessTable table() {
        return ProcFileSystem.find().orElseThrow();
    }

    @Test
    void what_a_dead_process_left_behind_is_swept() throws Exception {
        var process = host.start("sh", "-c", "sleep 1000 & echo ready; wait");
        host.awaitOutput("ready\n");
        signal("KILL", process.pid());
        host.watch(process).join();
        assertThat(executor.look("w-1", List.of()).running()).hasSize(1);

        executor.sweep("w-1", process.incarnation());

        assertThat(executor.look("w-1", List.of()).running()).isEmpty();
    }

    @Test
    void its_own_stop_command_is_preferred() {
        var component = component(
                List.of(
                        "sh",
                        "-c",
                        "trap '' TERM; echo ready; while [ ! -e \"$HOMEOSTAT_AGENT_DATA_DIR/stop\" ]; do"
                                + " sleep 0.05; done; exit 3"),
                List.of("sh", "-c", "echo stopping $HOMEOSTAT_WORKER_ID $HOMEOSTAT_PID; touch '" + home + "/stop'"));
        var process = host.start("i", component);
        host.awaitOutput("ready\n");

        var stop =
                executor.stop(new StopOrder("w-1", process, component.versions().get("1.0"), LONG, true));

        assertThat(stop).isEqualTo(new Stop.Gone(OptionalInt.of(3), "ended when asked"));
        assertThat(host.output()).isEqualTo("ready\nstopping w-1 " + process.pid() + "\n");
    }

    @Test
    void a_stop_command_that_fails_or_is_missing_gives_way_to_the_usual_request() {
        for (var command : List.of(List.of("false"), List.of("/no/such/program"))) {
            var component = component(List.of("sleep", "1000"), command);
            var process = host.start("i-" + command.getFirst().length(), component);

            assertThat(executor.stop(
                            new StopOrder("w-1", process, component.versions().get("1.0"), LONG, false)))
                    .isEqualTo(new Stop.Gone(OptionalInt.of(143), "ended when asked"));
        }
    }

    @Test
    void an_exit_is_reported_with_its_code() {
        assertThat(host.watch(host.start("sh", "-c", "exit 7")).join()).isEqualTo(OptionalInt.of(7));
        var process = host.start("true");
        host.watch(process).join();
        assertThat(executor.exitCode(process)).isEqualTo(OptionalInt.of(0));
    }

    @Test
    void a_closing_agent_leaves_the_process_and_does_not_claim_its_end() {
        var process = host.start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        host.awaitOutput("ready\n");
        executor.close();

        assertThat(host.stop(process, LONG, true)).isEqualTo(new Stop.Abandoned());
        executor = host.replace();
        assertThat(executor.look("w-1", List.of(process)).running()).hasSize(1);
    }
}
