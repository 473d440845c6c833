package io.homeostat.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A service as its users run it: {@code java -jar}, settings in the environment, output in a file. */
final class ServiceProcess implements AutoCloseable {

    private static final Duration READY_LIMIT = Duration.ofSeconds(60);

    private final String module;
    private final ProcessBuilder builder;
    private final int port;
    private Process process;

    private ServiceProcess(String module, ProcessBuilder builder, int port) throws IOException {
        this.module = module;
        this.builder = builder;
        this.port = port;
        this.process = builder.start();
    }

    static ServiceProcess start(String module, String bootstrapServers, Path directory, Map<String, String> settings) {
        var jar = Path.of("..", module, "target", module + ".jar")
                .toAbsolutePath()
                .normalize();
        var java = ProcessHandle.current().info().command().orElseThrow();
        var builder = new ProcessBuilder(List.of(
                java,
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString()));
        try {
            int port = freePort();
            builder.environment().put("KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
            builder.environment().put("HOMEOSTAT_HTTP_PORT", String.valueOf(port));
            builder.environment()
                    .put("HOMEOSTAT_STATE_DIR", directory.resolve("state").toString());
            builder.environment().put("HOMEOSTAT_INSTANCE_ID", "one");
            builder.environment().putAll(settings);
            builder.redirectErrorStream(true);
            builder.redirectOutput(ProcessBuilder.Redirect.appendTo(
                    directory.resolve(module + ".out").toFile()));
            return new ServiceProcess(module, builder, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL, and started again at once, as a supervisor would. */
    void killAndRestart() {
        kill();
        restart();
    }

    /** SIGKILL. */
    void kill() {
        try {
            process.destroyForcibly().waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    void restart() {
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long pid() {
        return process.pid();
    }

    void awaitReady() {
        await(module + " is ready")
                .atMost(READY_LIMIT)
                .untilAsserted(() -> assertThat(get("/health/readiness")).isEqualTo(200));
    }

    /** Status of a GET; -1 where nobody answers. */
    int get(String path) {
        try (var client =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .timeout(Duration.ofSeconds(3))
                    .build();
            return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
        } catch (IOException e) {
            return -1;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
