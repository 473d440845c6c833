package io.homeostat.agent.effects.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.domain.Samples;
import io.homeostat.agent.domain.WorkerProcess;
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
import org.jspecify.annotations.Nullable;

/** A worker of an agent, as real processes of this host; none of them outlives the test. */
final class HostProcesses implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(300);

    private final Path home;
    ProcessExecutor executor;

    HostProcesses(Path home) {
        this.home = home;
        this.executor = another();
    }

    /** Another agent of the same home. */
    ProcessExecutor another() {
        return new ProcessExecutor(home, "broker:9092", "", Samples.AGENT);
    }

    /** The next agent of the same home takes the place of this one. */
    ProcessExecutor replace() {
        executor = another();
        return executor;
    }

    WorkerProcess start(String... command) {
        return start("i-1", component(List.of(command), List.of()));
    }

    WorkerProcess start(String incarnation, Component component) {
        return switch (executor.start(order(incarnation, component))) {
            case Spawn.Spawned(var pid, var mark) ->
                new WorkerProcess(incarnation, pid, mark, "sleeper", "dreams", "1.0", "test", false);
            case Spawn.NotSpawned(var problem) -> throw new AssertionError(problem);
        };
    }

    static StartOrder order(String incarnation, Component component) {
        return new StartOrder("w-1", incarnation, component, "1.0");
    }

    static Component component(List<String> start, List<String> stop) {
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

    Stop stop(WorkerProcess process, Duration graceful, boolean force) {
        return executor.stop(new StopOrder("w-1", process, null, graceful, force));
    }

    CompletableFuture<OptionalInt> watch(WorkerProcess process) {
        var ended = new CompletableFuture<OptionalInt>();
        executor.watch(process, ended::complete);
        return ended;
    }

    void awaitOutput(String text) {
        await().atMost(LONG).until(() -> text.equals(output()));
    }

    String output() {
        try {
            var text = readOutput();
            return text == null ? "" : text;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private @Nullable String readOutput() throws IOException {
        var file = home.resolve("output/w-1.log");
        return Files.exists(file) ? Files.readString(file) : null;
    }

    static void signal(String name, long pid) throws Exception {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(pid))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Override
    public void close() {
        for (var worker : List.of("w-1", "w-2")) {
            executor.look(worker, List.of()).running().forEach(s -> executor.sweep(worker, s.incarnation()));
        }
    }
}
