package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.demo.Fleet;
import io.homeostat.cli.demo.Ledger;
import io.homeostat.cli.demo.Trouble;
import io.homeostat.cli.view.Described;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The plane of {@code docker-compose.yml} under a name and ports of its own, with workers in containers. */
final class ComposedPlane implements AutoCloseable {

    static final String PROJECT = "homeostat-it";
    static final String IMAGE = "homeostat:0.1.0";

    /** Where the agent keeps its state; workers may share it. */
    static final String AGENT_VOLUME = "/var/lib/homeostat";

    private static final Duration UP_LIMIT = Duration.ofMinutes(5);
    private static final Duration HEALTHY_LIMIT = Duration.ofMinutes(3);
    private static final int KAFKA_PORT = 29492; // unusual, and below those that outgoing connections take
    private static final int FIRST_PORT = 29481;
    private static final String WORKER_LABEL = "io.homeostat.worker-id";
    private static final String OWNER_LABEL = "io.homeostat.agent=" + PROJECT + "//engine";

    private final Path directory;
    private final Engine engine;
    private final Faults faults;
    private final KafkaAccess access = KafkaAccess.to("localhost:" + KAFKA_PORT, "");
    private final Fleet fleet = new Fleet(access, "");
    private Ledger ledger;

    /** @param directory for the output of what is run */
    ComposedPlane(Path directory) {
        this.directory = directory;
        engine = new Engine(directory, settings());
        faults = new Faults(engine);
    }

    /** Builds the images of what was packaged. */
    void build() {
        compose("build");
        for (var version : List.of("1.0", "2.0")) {
            engine.run(
                    "docker", "build", "--quiet", "--target", "demo-worker-" + version, "--tag", image(version), ".");
        }
    }

    /** From nothing to a healthy plane; returns how long it took. */
    Duration up() {
        long start = System.nanoTime();
        compose("up", "--detach", "--wait", "--wait-timeout", String.valueOf(UP_LIMIT.toSeconds()));
        var took = Duration.ofNanos(System.nanoTime() - start);
        faults.open();
        ledger = new Ledger(access);
        return took;
    }

    Ledger ledger() {
        return ledger;
    }

    Fleet fleet() {
        return fleet;
    }

    Faults faults() {
        return faults;
    }

    /** Declares a worker whose versions are image tags, as an operator or a deploy tool would. */
    void declare(String workerId, String type, String version) {
        var versions = new LinkedHashMap<String, Object>();
        for (var each : List.of("1.0", "2.0")) {
            versions.put(
                    each,
                    Map.of("image", image(each), "environment", Map.of("HOMEOSTAT_HEARTBEAT_INTERVAL_SECONDS", "1")));
        }
        var container = Map.of(
                "network", PROJECT + "_default", "memoryMb", 128, "readOnly", true, "temporary", List.of("/tmp"));
        declare(
                workerId,
                type,
                Map.of(
                        "currentVersion",
                        version,
                        "versions",
                        versions,
                        "parameters",
                        Map.of("gracefulSeconds", 5, "container", container)));
    }

    /** Declares a component of the agent. */
    void declare(String workerId, String type, Map<String, ?> rest) {
        var component = new LinkedHashMap<String, Object>(Map.of(
                "subject", workerId, "agent", "engine", "executor", "docker", "workerType", type, "service", type));
        component.putAll(rest);
        fleet.send(Topics.COMPONENTS, workerId, component);
    }

    /** Waits for a record after {@code mark}. */
    Described await(int mark, String what, Duration limit, String topic, String key, String field, String value)
            throws InterruptedException {
        var record = ledger.await(mark, limit, () -> false, Trouble.record(topic, key, field, value));
        assertThat(record).as("%s; the ledger has %s", what, ledger.since(mark)).isPresent();
        return record.orElseThrow();
    }

    /** Containers of a worker that run. */
    List<String> containers(String workerId) {
        return engine.lines(
                "docker", "ps", "--quiet", "--no-trunc", "--filter", "label=" + WORKER_LABEL + "=" + workerId);
    }

    /** The one container of a worker that runs. */
    String container(String workerId) {
        var all = containers(workerId);
        assertThat(all).as("containers of %s", workerId).hasSize(1);
        return all.getFirst();
    }

    /** The image that a worker's one container runs. */
    String imageOf(String workerId) {
        return engine.inspect("{{.Config.Image}}", container(workerId));
    }

    static String image(String version) {
        return "homeostat-demo-worker:" + version;
    }

    /** The container of a service of the compose file. */
    static String service(String name) {
        return PROJECT + "-" + name + "-1";
    }

    /** What a shell in a service's container prints. */
    String within(String name, String script) {
        return engine.run("docker", "exec", service(name), "bash", "-c", script);
    }

    /** Waits until a service of the compose file is healthy, in a process that was started after {@code before}. */
    void awaitHealthy(String name, String before) {
        Awaitility.await(name + " is healthy").atMost(HEALTHY_LIMIT).until(() -> {
            var state = engine.inspect("{{.State.StartedAt}} {{.State.Health.Status}}", service(name));
            return !state.startsWith(before) && state.endsWith(" healthy");
        });
    }

    /** When the process of a service was started, in the engine's words. */
    String startedAt(String name) {
        return engine.inspect("{{.State.StartedAt}}", service(name));
    }

    void disconnect(String name) {
        engine.run("docker", "network", "disconnect", PROJECT + "_default", service(name));
    }

    void connect(String name) {
        engine.run("docker", "network", "connect", "--alias", name, PROJECT + "_default", service(name));
    }

    /** Everything that the engine still has of the plane. */
    List<String> leftovers() {
        var project = "label=com.docker.compose.project=" + PROJECT;
        return Stream.of(
                        engine.lines("docker", "ps", "--all", "--quiet", "--filter", project),
                        engine.lines("docker", "ps", "--all", "--quiet", "--filter", "name=" + PROJECT),
                        workers(),
                        engine.lines("docker", "volume", "ls", "--quiet", "--filter", project),
                        engine.lines("docker", "network", "ls", "--quiet", "--filter", project))
                .flatMap(List::stream)
                .toList();
    }

    private List<String> workers() {
        return engine.lines("docker", "ps", "--all", "--quiet", "--filter", "label=" + OWNER_LABEL);
    }

    /** Ends the plane, then the workers that outlive it, as they should. What all of them said stays for whoever wants to know. */
    void down() {
        if (ledger != null) {
            ledger.close();
            write(
                    "ledger.txt",
                    ledger.since(0).stream().map(Described::toString).toList());
        }
        var said = engine.lines(command("logs", "--no-color", "--timestamps"));
        if (!said.isEmpty()) {
            write("compose.log", said);
        }
        faults.close();
        compose("stop");
        var workers = workers();
        if (!workers.isEmpty()) {
            engine.run(Stream.concat(Stream.of("docker", "rm", "--force", "--volumes"), workers.stream())
                    .toArray(String[]::new));
        }
        compose("down", "--volumes", "--remove-orphans");
    }

    @Override
    public void close() {
        down();
    }

    private void write(String file, List<String> lines) {
        try {
            Files.write(directory.resolve(file), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String compose(String... arguments) {
        return engine.run(command(arguments));
    }

    private static String[] command(String... arguments) {
        var command = new ArrayList<>(List.of("docker", "compose", "--project-name", PROJECT));
        command.addAll(List.of(arguments));
        return command.toArray(String[]::new);
    }

    private static Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("KAFKA_PORT", String.valueOf(KAFKA_PORT));
        settings.put("POLICIES", "./system-tests/src/test/resources/policies-of-containers");
        int port = FIRST_PORT;
        for (var name : List.of("HEARTBEAT", "RESTART", "AGENT", "PATTERN", "AUTOFIX", "ROLLBACK")) {
            settings.put(name + "_PORT", String.valueOf(port++));
        }
        return settings;
    }
}
