package io.homeostat.agent.effects.process;

import static io.homeostat.agent.effects.process.HostProcesses.SHORT;
import static io.homeostat.agent.effects.process.HostProcesses.component;
import static io.homeostat.agent.effects.process.HostProcesses.order;
import static io.homeostat.agent.effects.process.HostProcesses.signal;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.agent.domain.Samples;
import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.agent.effects.process.WorkerExecutor.Sighting;
import io.homeostat.agent.effects.process.WorkerExecutor.Spawn;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What starts carries the agent's marks: by them it is found again, told apart, and never mistaken. */
@Timeout(60)
@SuppressWarnings("NullAway.Init")
class ProcessIdentityTest {

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
        var process = host.start("sleep", "1000");
        var reused = new WorkerProcess("old", process.pid(), "boot/1", "t", "s", "1", "e", false);

        assertThat(executor.look("w-1", List.of(reused)).running())
                .extracting(Sighting::incarnation)
                .containsExactly(process.incarnation());
        assertThat(host.stop(reused, SHORT, true)).isInstanceOf(Stop.Gone.class);
        assertThat(executor.look("w-1", List.of(process)).running()).hasSize(1);
    }

    @Test
    void another_agent_of_the_same_home_finds_and_watches_it() throws Exception {
        var process = host.start("sh", "-c", "sleep 1000 & wait");
        var second = host.another();

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
        host.start("sleep", "1000");
        var elsewhere =
                new ProcessExecutor(Files.createDirectory(home.resolve("other")), "broker:9092", "", Samples.AGENT);

        assertThat(executor.look("w-2", List.of()).running()).isEmpty();
        assertThat(elsewhere.look("w-1", List.of()).running()).isEmpty();
    }

    @Test
    void where_the_system_cannot_be_searched_it_says_so_and_still_finds_the_known() {
        var process = host.start("sleep", "1000");
        var mark = new HandleTable().mark(process.pid()).orElseThrow();
        var known = new WorkerProcess("i", process.pid(), mark, "t", "s", "1", "e", false);
        var blind = new ProcessExecutor(home, "broker:9092", "", Samples.AGENT, new HandleTable());

        assertThat(blind.look("w-1", List.of(known)).complete()).isFalse();
        assertThat(blind.look("w-1", List.of(known)).running()).hasSize(1);
        assertThat(blind.look("w-1", List.of()).running()).isEmpty();
    }

    @Test
    void a_process_gets_a_short_list_of_variables_and_no_input() {
        var process = host.start("sh", "-c", "env; cat; echo end of input");
        host.watch(process).join();

        var names = host.output()
                .lines()
                .filter(line -> line.contains("="))
                .map(line -> line.substring(0, line.indexOf('=')))
                .toList();
        assertThat(names)
                .contains("COLOUR", "HOMEOSTAT_INCARNATION", "KAFKA_BOOTSTRAP_SERVERS", "PATH")
                .allMatch(name -> ProcessEnvironment.INHERITED.contains(name)
                        || name.startsWith("HOMEOSTAT_")
                        || List.of("COLOUR", "KAFKA_BOOTSTRAP_SERVERS", "PWD", "OLDPWD", "SHLVL", "_")
                                .contains(name));
        assertThat(host.output()).endsWith("end of input\n").contains("HOMEOSTAT_INCARNATION=" + process.incarnation());
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
}
