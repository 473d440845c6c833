package io.homeostat.systemtests;

import io.homeostat.broker.EmbeddedBroker;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.demo.DemoComponent;
import io.homeostat.cli.demo.Fleet;
import io.homeostat.cli.demo.Ledger;
import io.homeostat.cli.demo.Trouble;
import io.homeostat.cli.dev.DevPlane;
import io.homeostat.cli.provision.Provisioner;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.Assertions;

/** A plane whose services are processes of their own, with a fleet of worker processes and a ledger of all it writes. */
final class PlaneProcesses implements AutoCloseable {

    private final EmbeddedBroker broker;
    private final Map<String, ServiceProcess> services = new LinkedHashMap<>();
    private final Ledger ledger;
    private final Fleet fleet;

    /** @param modules services to start, the agent among them */
    PlaneProcesses(Path directory, Path policies, List<String> modules) {
        broker = EmbeddedBroker.startTemporary(directory);
        var access = access();
        new Provisioner(access, Clock.systemUTC()).provision(Optional.of(policies), Optional.empty());
        for (var module : modules) {
            services.put(
                    module,
                    ServiceProcess.start(
                            module,
                            broker.bootstrapServers(),
                            directory,
                            Map.of(
                                    "HOMEOSTAT_AGENT_NAME",
                                    DevPlane.AGENT,
                                    "HOMEOSTAT_AGENT_DATA_DIR",
                                    directory.resolve("agent").toString(),
                                    "HOMEOSTAT_AGENT_STOP_COMPONENTS_ON_EXIT",
                                    "false")));
        }
        services.values().forEach(ServiceProcess::awaitReady);
        ledger = new Ledger(access);
        fleet = new Fleet(
                access,
                Path.of("..", "cli", "target", "cli.jar")
                        .toAbsolutePath()
                        .normalize()
                        .toString());
    }

    KafkaAccess access() {
        return KafkaAccess.to(broker.bootstrapServers(), "");
    }

    Collection<ServiceProcess> services() {
        return services.values();
    }

    ServiceProcess service(String module) {
        return services.get(module);
    }

    Ledger ledger() {
        return ledger;
    }

    Fleet fleet() {
        return fleet;
    }

    /** Starts a worker of the demo and waits until the plane sees it alive. */
    void startWorker(String workerId) throws InterruptedException {
        fleet.declare(DemoComponent.of(workerId, "image-resizer"));
        await(0, "the first beat of " + workerId, Duration.ofSeconds(60), "worker-status", workerId, "state", "ALIVE");
    }

    /** Waits for a record after {@code mark} and returns when it was seen, by {@link System#nanoTime()}. */
    long await(int mark, String what, Duration limit, String topic, String key, String field, String value)
            throws InterruptedException {
        var record = ledger.await(mark, limit, () -> false, Trouble.record(topic, key, field, value));
        Assertions.assertThat(record)
                .as("%s; the ledger has %s", what, ledger.since(mark))
                .isPresent();
        return ledger.arrivedAt(record.orElseThrow());
    }

    void signal(String signal, long... pids) throws IOException, InterruptedException {
        for (long pid : pids) {
            int code = new ProcessBuilder("kill", "-" + signal, String.valueOf(pid))
                    .inheritIO()
                    .start()
                    .waitFor();
            Assertions.assertThat(code).as("kill -%s %s", signal, pid).isZero();
        }
    }

    @Override
    public void close() {
        // The processes of workers are children of an agent that may have been killed: they are found by their name.
        fleet.processes().forEach(ProcessHandle::destroyForcibly);
        services.values().forEach(ServiceProcess::close);
        ledger.close();
        broker.close();
    }
}
