package io.homeostat.agent.effects.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.domain.Samples;
import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.agent.effects.process.WorkerExecutor.Sighting;
import io.homeostat.agent.effects.process.WorkerExecutor.Spawn;
import io.homeostat.agent.effects.process.WorkerExecutor.StartOrder;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.agent.effects.process.WorkerExecutor.StopOrder;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Real processes of this host. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class ProcessExecutorTest {

    private static final Duration LONG = Duration.ofSeconds(20);
    private static final Duration SHORT = Duration.ofMillis(300);

    @TempDir
    private Path home;

    private ProcessExecutor executor;

    @BeforeEach
    void open() {
        executor = another();
    }

    @AfterEach
    void endAll() {
        for (var worker : List.of("w-1", "w-2")) {
            executor.look(worker, List.of()).running().forEach(s -> executor.sweep(worker, s.incarnation()));
        }
    }

    @Test
    void a_process_ends_when_asked_and_its_exit_code_is_known() {
        var process = start("sleep", "1000");
        var ended = watch(process);

        assertThat(stop(process, LONG, false)).isEqualTo(new Stop.Gone(OptionalInt.of(143), "ended when asked"));
        assertThat(ended.join()).isEqualTo(OptionalInt.of(143));
        assertThat(executor.look("w-1", List.of(process)).running()).isEmpty();
    }

    @Test
    void one_that_ignores_the_request_is_killed() {
        var process = start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        awaitOutput("ready\n");

        assertThat(stop(process, SHORT, true)).isEqualTo(new Stop.Gone(OptionalInt.of(137), "killed after 0 s"));
    }

    @Test
    void without_force_it_is_left_running_and_said_so() {
        var process = start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        awaitOutput("ready\n");

        assertThat(stop(process, SHORT, false)).isInstanceOf(Stop.StillThere.class);
        assertThat(executor.look("w-1", List.of(process)).running()).hasSize(1);
    }

    @Test
    void a_stopped_process_cannot_hear_the_request_and_is_killed() throws Exception {
        var process = start("sleep", "1000");
        signal("STOP", process.pid());
        var stat = Path.of("/proc/" + process.pid() + "/stat");
        await().atMost(LONG).until(() -> Files.readString(stat).contains(") T "));

        assertThat(stop(process, SHORT, true)).isEqualTo(new Stop.Gone(OptionalInt.of(137), "killed after 0 s"));
    }

    @Test
    void children_end_with_it_even_those_that_ignore_the_request() {
        var process = start(
                "sh",
                "-c",
                "(trap '' TERM; while :; do sleep 0.05; done) & (sleep 1000 &) ; sleep 1000 & echo ready; wait");
        awaitOutput("ready\n");
        var children = ProcessHandle.of(process.pid())
                .orElseThrow()
                .descendants()
                .map(ProcessHandle::pid)
                .toList();
        assertThat(children).hasSizeGreaterThanOrEqualTo(2);

        assertThat(stop(process, LONG, true)).isInstanceOf(Stop.Gone.class);
        assertThat(executor.look("w-1", List.of()).running()).isEmpty();
        assertThat(children)
                .allSatisfy(pid -> assertThat(
                                new ProcessTree(table(), home.toString()).carrying("w-1", process.incarnation()))
                        .isEmpty());
    }

    @Test
    void what_a_dead_process_left_behind_is_swept() throws Exception {
        var process = start("sh", "-c", "sleep 1000 & echo ready; wait");
        awaitOutput("ready\n");
        signal("KILL", process.pid());
        watch(process).join();
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
        var process = start("i", component);
        awaitOutput("ready\n");

        var stop =
                executor.stop(new StopOrder("w-1", process, component.versions().get("1.0"), LONG, true));

        assertThat(stop).isEqualTo(new Stop.Gone(OptionalInt.of(3), "ended when asked"));
        assertThat(output()).isEqualTo("ready\nstopping w-1 " + process.pid() + "\n");
    }

    @Test
    void a_stop_command_that_fails_or_is_missing_gives_way_to_the_usual_request() {
        for (var command : List.of(List.of("false"), List.of("/no/such/program"))) {
            var component = component(List.of("sleep", "1000"), command);
            var process = start("i-" + command.getFirst().length(), component);

            assertThat(executor.stop(
                            new StopOrder("w-1", process, component.versions().get("1.0"), LONG, false)))
                    .isEqualTo(new Stop.Gone(OptionalInt.of(143), "ended when asked"));
        }
    }

    @Test
    void an_exit_is_reported_with_its_code() {
        assertThat(watch(start("sh", "-c", "exit 7")).join()).isEqualTo(OptionalInt.of(7));
        var process = start("true");
        watch(process).join();
        assertThat(executor.exitCode(process)).isEqualTo(OptionalInt.of(0));
    }

    @Test
    void what_cannot_be_spawned_is_said() {
        var order = order("i", component(List.of("/no/such/program"), List.of()));
        var nul = order("i", component(List.of("echo", "a\0b"), List.of()));

        assertThat(executor.start(order))
                .isInstanceOfSatisfying(
                        Spawn.NotSpawned.class, s -> assertThat(s.problem()).contains("/no/such/program"));
        assertThat(executor.start(nul)).isInstanceOf(Spawn.NotSpawned.class);
    }

    @Test
    void a_pid_that_was_used_again_is_another_process() {
        var process = start("sleep", "1000");
        var reused = new WorkerProcess("old", process.pid(), "boot/1", "t", "s", "1", "e", false);

        assertThat(executor.look("w-1", List.of(reused)).running())
                .extracting(Sighting::incarnation)
                .containsExactly(process.incarnation());
        assertThat(stop(reused, SHORT, true)).isInstanceOf(Stop.Gone.class);
        assertThat(executor.look("w-1", List.of(process)).running()).hasSize(1);
    }

    @Test
    void another_agent_of_the_same_home_finds_and_watches_it() throws Exception {
        var process = start("sh", "-c", "sleep 1000 & wait");
        var second = another();

        var sightings = second.look("w-1", List.of());
        var ended = new CompletableFuture<OptionalInt>();
        second.watch(process, ended::complete);
        signal("KILL", process.pid());

        assertThat(sightings.complete()).isTrue();
        assertThat(sightings.running())
                .containsExactly(new Sighting(process.incarnation(), process.pid(), process.mark(), process.version()));
        assertThat(ended.get(20, TimeUnit.SECONDS)).isEmpty();
    }

    @Test
    void workers_and_homes_are_kept_apart() throws Exception {
        start("sleep", "1000");
        var elsewhere =
                new ProcessExecutor(Files.createDirectory(home.resolve("other")), "broker:9092", "", Samples.AGENT);

        assertThat(executor.look("w-2", List.of()).running()).isEmpty();
        assertThat(elsewhere.look("w-1", List.of()).running()).isEmpty();
    }

    @Test
    void where_the_system_cannot_be_searched_it_says_so_and_still_finds_the_known() {
        var process = start("sleep", "1000");
        var mark = new HandleTable().mark(process.pid()).orElseThrow();
        var known = new WorkerProcess("i", process.pid(), mark, "t", "s", "1", "e", false);
        var blind = new ProcessExecutor(home, "broker:9092", "", Samples.AGENT, new HandleTable());

        assertThat(blind.look("w-1", List.of(known)).complete()).isFalse();
        assertThat(blind.look("w-1", List.of(known)).running()).hasSize(1);
        assertThat(blind.look("w-1", List.of()).running()).isEmpty();
    }

    @Test
    void a_process_gets_a_short_list_of_variables_and_no_input() {
        var process = start("sh", "-c", "env; cat; echo end of input");
        watch(process).join();

        var names = output().lines()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        assertThat(names)
                .contains("COLOUR", "HOMEOSTAT_INCARNATION", "KAFKA_BOOTSTRAP_SERVERS", "PATH")
                .allMatch(name -> ProcessEnvironment.INHERITED.contains(name)
                        || name.startsWith("HOMEOSTAT_")
                        || List.of("COLOUR", "KAFKA_BOOTSTRAP_SERVERS", "PWD", "OLDPWD", "SHLVL", "_")
                                .contains(name));
        assertThat(output()).endsWith("end of input\n").contains("HOMEOSTAT_INCARNATION=" + process.incarnation());
    }

    @Test
    void a_version_cannot_hide_its_process_from_the_agent() {
        var component = Samples.component(Desired.RUNNING, "run");
        var versions = Map.of(
                "1.0",
                new Component.Version(
                        List.of("run"),
                        List.of(),
                        Map.of("HOMEOSTAT_INCARNATION", "mine", "HOMEOSTAT_AGENT_DATA_DIR", "/", "PATH", "/opt"),
                        null));
        var hiding = new Component(
                component.subject(),
                component.agent(),
                component.executor(),
                component.workerType(),
                component.service(),
                component.environment(),
                versions,
                "1.0",
                100,
                List.of(),
                true,
                Desired.RUNNING,
                null,
                null,
                null);

        var variables = new ProcessEnvironment("broker:9092", "p.", Samples.AGENT, "/home")
                .of(order("i", hiding), Map.of("PATH", "/bin", "SECRET", "x"));

        assertThat(variables)
                .containsEntry("HOMEOSTAT_INCARNATION", "i")
                .containsEntry("HOMEOSTAT_AGENT_DATA_DIR", "/home")
                .containsEntry("HOMEOSTAT_TOPICS_PREFIX", "p.")
                .containsEntry("PATH", "/opt")
                .doesNotContainKey("SECRET");
    }

    @Test
    void a_closing_agent_leaves_the_process_and_does_not_claim_its_end() {
        var process = start("sh", "-c", "trap '' TERM; echo ready; while :; do sleep 0.05; done");
        awaitOutput("ready\n");
        executor.close();

        assertThat(stop(process, LONG, true)).isEqualTo(new Stop.Abandoned());
        executor = another();
        assertThat(executor.look("w-1", List.of(process)).running()).hasSize(1);
    }

    private ProcessExecutor another() {
        return new ProcessExecutor(home, "broker:9092", "", Samples.AGENT);
    }

    private static ProcessTable table() {
        return ProcFileSystem.find().orElseThrow();
    }

    private WorkerProcess start(String... command) {
        return start("i-1", component(List.of(command), List.of()));
    }

    private WorkerProcess start(String incarnation, Component component) {
        return switch (executor.start(order(incarnation, component))) {
            case Spawn.Spawned(var pid, var mark) ->
                new WorkerProcess(incarnation, pid, mark, "sleeper", "dreams", "1.0", "test", false);
            case Spawn.NotSpawned(var problem) -> throw new AssertionError(problem);
        };
    }

    private static StartOrder order(String incarnation, Component component) {
        return new StartOrder("w-1", incarnation, component, "1.0");
    }

    private static Component component(List<String> start, List<String> stop) {
        var c = Samples.component(Desired.RUNNING, "run");
        return new Component(
                c.subject(),
                c.agent(),
                c.executor(),
                c.workerType(),
                c.service(),
                c.environment(),
                Map.of("1.0", new Component.Version(start, stop, Map.of("COLOUR", "blue"), null)),
                "1.0",
                100,
                List.of(),
                true,
                Desired.RUNNING,
                null,
                null,
                null);
    }

    private Stop stop(WorkerProcess process, Duration graceful, boolean force) {
        return executor.stop(new StopOrder("w-1", process, null, graceful, force));
    }

    private CompletableFuture<OptionalInt> watch(WorkerProcess process) {
        var ended = new CompletableFuture<OptionalInt>();
        executor.watch(process, ended::complete);
        return ended;
    }

    private void awaitOutput(String text) {
        await().atMost(LONG).until(() -> text.equals(output()));
    }

    private @Nullable String readOutput() throws IOException {
        var file = home.resolve("output/w-1.log");
        return Files.exists(file) ? Files.readString(file) : null;
    }

    private String output() {
        try {
            var text = readOutput();
            return text == null ? "" : text;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }
}
