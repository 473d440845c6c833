package io.homeostat.agent.effects.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.agent.effects.docker.FakeEngine.Fake;
import io.homeostat.agent.effects.process.WorkerExecutor.Spawn;
import io.homeostat.agent.effects.process.WorkerExecutor.StartOrder;
import io.homeostat.agent.effects.process.WorkerExecutor.StopOrder;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Parsed;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A worker of an agent, as containers of an engine that is asked over HTTP. */
final class ContainerHost implements AutoCloseable {

    static final Duration LONG = Duration.ofSeconds(20);
    static final Duration SHORT = Duration.ofMillis(200);

    final FakeEngine engine;
    final DockerExecutor executor;

    ContainerHost() throws IOException {
        engine = new FakeEngine();
        executor = executor("plane-1", "host-1");
    }

    /** Another agent of the same engine. */
    DockerExecutor executor(String scope, String agent) {
        return new DockerExecutor(engine.host(), scope, "kafka:19092", "", agent);
    }

    WorkerProcess start(String incarnation) {
        var spawned = (Spawn.Spawned) executor.start(order(incarnation, "1.0"));
        return new WorkerProcess(incarnation, spawned.pid(), spawned.mark(), "resizer", "images", "1.0", "test", false);
    }

    /** The only container of the worker, running or not. */
    Fake only() {
        var all = engine.of("w/1");
        assertThat(all).hasSize(1);
        return all.getFirst();
    }

    CompletableFuture<OptionalInt> watch(WorkerProcess process) {
        var ended = new CompletableFuture<OptionalInt>();
        executor.watch(process, ended::complete);
        return ended;
    }

    static StartOrder order(String incarnation, String version) {
        return new StartOrder("w/1", incarnation, component(), version);
    }

    static StopOrder order(WorkerProcess process, Duration graceful, boolean force) {
        return new StopOrder("w/1", process, null, graceful, force);
    }

    static StopOrder order(WorkerProcess process, Component.Version how, Duration graceful) {
        return new StopOrder("w/1", process, how, graceful, true);
    }

    private static Component component() {
        var json = """
                {"subject": "w/1", "agent": "host-1", "executor": "docker", "workerType": "resizer", "service": "images",
                 "environment": "test", "currentVersion": "1.0",
                 "versions": {"1.0": {"image": "resizer:1.0", "start": ["run", "--port=1"], "environment": {"COLOUR": "blue"}},
                              "absent": {"image": "absent:1"}},
                 "parameters": {"container": {"network": "plane", "memoryMb": 64}}}
                """;
        return switch (Component.parse("w/1", json.getBytes(StandardCharsets.UTF_8))) {
            case Parsed.Valid<Component>(var component) -> component;
            case Parsed.Rejected<Component> rejected -> throw new AssertionError(rejected.message());
        };
    }

    @Override
    public void close() {
        executor.close();
        engine.close();
    }
}
