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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** The plane of {@code docker-compose.yml} under a name and ports of its own, with workers in containers. */
final class ComposedPlane implements AutoCloseable {

    static final String PROJECT = "homeostat-it";
    static final Duration UP_LIMIT = Duration.ofMinutes(3);

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final int KAFKA_PORT = 29492; // unusual, and below those that outgoing connections take
    private static final int FIRST_PORT = 29481;
    private static final String WORKER_LABEL = "io.homeostat.worker-id";
    private static final Duration COMMAND_LIMIT = Duration.ofMinutes(5);

    private final Path directory;
    private final KafkaAccess access = KafkaAccess.to("localhost:" + KAFKA_PORT, "");
    private final Fleet fleet = new Fleet(access, "");
    private Ledger ledger;

    /** @param directory for the output of what is run */
    ComposedPlane(Path directory) {
        this.directory = directory;
    }

    /** Builds the images of what was packaged. */
    void build() {
        compose("build");
        for (var version : List.of("1.0", "2.0")) {
            run("docker", "build", "--quiet", "--target", "demo-worker-" + version, "--tag", image(version), ".");
        }
    }

    /** From nothing to a healthy plane; returns how long it took. */
    Duration up() {
        long start = System.nanoTime();
        compose("up", "--detach", "--wait", "--wait-timeout", String.valueOf(UP_LIMIT.toSeconds()));
        var took = Duration.ofNanos(System.nanoTime() - start);
        ledger = new Ledger(access);
        return took;
    }

    Ledger ledger() {
        return ledger;
    }

    Fleet fleet() {
        return fleet;
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
        fleet.send(
                Topics.COMPONENTS,
                workerId,
                Map.of(
                        "subject", workerId,
                        "agent", "engine",
                        "executor", "docker",
                        "workerType", type,
                        "service", type,
                        "currentVersion", version,
                        "versions", versions,
                        "parameters", Map.of("gracefulSeconds", 5, "container", container)));
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
        return lines(
                run("docker", "ps", "--quiet", "--no-trunc", "--filter", "label=" + WORKER_LABEL + "=" + workerId));
    }

    /** The one container of a worker that runs. */
    String container(String workerId) {
        var all = containers(workerId);
        assertThat(all).as("containers of %s", workerId).hasSize(1);
        return all.getFirst();
    }

    /** The image that a worker's one container runs. */
    String imageOf(String workerId) {
        return run("docker", "inspect", "--format", "{{.Config.Image}}", container(workerId))
                .strip();
    }

    static String image(String version) {
        return "homeostat-demo-worker:" + version;
    }

    /** The container of a service of the compose file. */
    String service(String name) {
        return PROJECT + "-" + name + "-1";
    }

    /** SIGKILL to a container's process past the engine, which takes it for a crash and obeys the restart policy. */
    void crash(String container) {
        var pid = run("docker", "inspect", "--format", "{{.State.Pid}}", container)
                .strip();
        run(
                "docker",
                "run",
                "--rm",
                "--privileged",
                "--user",
                "0:0",
                "--pid",
                "host",
                "--entrypoint",
                "bash",
                "homeostat:0.1.0",
                "-c",
                "kill -9 " + pid);
    }

    /** Waits until a service of the compose file is healthy, in a process that was started after {@code before}. */
    void awaitHealthy(String name, String before) {
        Awaitility.await(name + " is healthy").atMost(Duration.ofMinutes(2)).until(() -> {
            var state = run(
                            "docker",
                            "inspect",
                            "--format",
                            "{{.State.StartedAt}} {{.State.Health.Status}}",
                            service(name))
                    .strip();
            return !state.startsWith(before) && state.endsWith(" healthy");
        });
    }

    /** When the process of a service was started, in the engine's words. */
    String startedAt(String name) {
        return run("docker", "inspect", "--format", "{{.State.StartedAt}}", service(name))
                .strip();
    }

    void disconnect(String name) {
        run("docker", "network", "disconnect", PROJECT + "_default", service(name));
    }

    void connect(String name) {
        run("docker", "network", "connect", "--alias", name, PROJECT + "_default", service(name));
    }

    /** Everything that the engine still has of the plane. */
    List<String> leftovers() {
        var project = "label=com.docker.compose.project=" + PROJECT;
        return Stream.of(
                        lines(run("docker", "ps", "--all", "--quiet", "--filter", project)),
                        lines(run(
                                "docker", "ps", "--all", "--quiet", "--filter", "label=io.homeostat.agent=" + owner())),
                        lines(run("docker", "volume", "ls", "--quiet", "--filter", project)),
                        lines(run("docker", "network", "ls", "--quiet", "--filter", project)))
                .flatMap(List::stream)
                .toList();
    }

    private static String owner() {
        return PROJECT + "//engine";
    }

    /** Ends the plane, then the workers that outlive it, as they should. What the services said stays for whoever wants to know. */
    void down() {
        if (ledger != null) {
            ledger.close();
        }
        var said = compose("logs", "--no-color", "--timestamps");
        if (!said.isBlank()) {
            write(directory.resolve("compose.log"), said);
        }
        compose("stop");
        var workers = lines(run("docker", "ps", "--all", "--quiet", "--filter", "label=io.homeostat.agent=" + owner()));
        if (!workers.isEmpty()) {
            run(Stream.concat(Stream.of("docker", "rm", "--force", "--volumes"), workers.stream())
                    .toArray(String[]::new));
        }
        compose("down", "--volumes", "--remove-orphans");
    }

    @Override
    public void close() {
        down();
    }

    private static void write(Path file, String text) {
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String compose(String... arguments) {
        var command = new ArrayList<>(List.of("docker", "compose", "--project-name", PROJECT));
        command.addAll(List.of(arguments));
        return run(command.toArray(String[]::new));
    }

    /** Runs a command to its end, which must be a good one, and returns what it printed. */
    String run(String... command) {
        try {
            var output = Files.createTempFile(directory, "command", ".out");
            var builder = new ProcessBuilder(command)
                    .directory(ROOT.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().putAll(settings());
            var process = builder.start();
            boolean ended = process.waitFor(COMMAND_LIMIT.toSeconds(), TimeUnit.SECONDS);
            var text = Files.readString(output, StandardCharsets.UTF_8);
            Files.delete(output);
            assertThat(ended).as("%s: %s", String.join(" ", command), text).isTrue();
            assertThat(process.exitValue())
                    .as("%s: %s", String.join(" ", command), text)
                    .isZero();
            return text;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, String> settings() {
        var settings = new LinkedHashMap<String, String>();
        settings.put("KAFKA_PORT", String.valueOf(KAFKA_PORT));
        settings.put("POLICIES", ROOT.resolve("deploy/demo/policies").toString());
        int port = FIRST_PORT;
        for (var name : List.of("HEARTBEAT", "RESTART", "AGENT", "PATTERN", "AUTOFIX", "ROLLBACK")) {
            settings.put(name + "_PORT", String.valueOf(port++));
        }
        return settings;
    }

    private static List<String> lines(String text) {
        return text.lines().filter(line -> !line.isBlank()).toList();
    }
}
