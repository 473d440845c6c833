package io.homeostat.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.service.ServiceMain;
import io.homeostat.common.topics.Topics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An agent in this JVM, with its plane; at its end it takes its components with it. */
final class RunningAgent implements AutoCloseable {

    static final String AGENT = "host-1";

    final TestPlane plane;
    final Path data;
    private final ApplicationContext context;

    private RunningAgent(TestPlane plane, Path data) {
        this.plane = plane;
        this.data = data;
        this.context = ServiceMain.start(
                "agent",
                Map.of(
                        "kafka.bootstrap.servers",
                        plane.broker.bootstrapServers(),
                        "homeostat.agent.name",
                        AGENT,
                        "homeostat.agent.data-dir",
                        data.toString(),
                        "homeostat.agent.stop-components-on-exit",
                        true,
                        "micronaut.server.port",
                        -1));
    }

    /** Starts both and waits until the agent is ready. */
    static RunningAgent start(Path directory) throws IOException {
        var plane = TestPlane.start(directory);
        var data = Files.createDirectory(directory.resolve("agent")).toRealPath();
        var agent = new RunningAgent(plane, data);
        await().atMost(TestPlane.PATIENCE)
                .until(() -> agent.get("/health/readiness").statusCode() == 200);
        return agent;
    }

    /** Declares a component and returns the pid of its process. */
    long declare(String workerId) {
        plane.write(Topics.COMPONENTS, workerId, Workers.component(workerId, AGENT, "RUNNING", "sleep", "1000"));
        return await().atMost(TestPlane.PATIENCE)
                .until(() -> Workers.pids(data, workerId), pids -> pids.size() == 1)
                .getFirst();
    }

    void command(String commandId, String action, String workerId, @Nullable String expected, long generation) {
        var now = plane.write(Topics.HEARTBEATS, "~x", "{}");
        plane.write(
                Topics.RESTART_COMMANDS,
                workerId,
                Workers.command(commandId, action, AGENT, workerId, expected, generation, now.plusSeconds(60)));
    }

    void assertRefused(String commandId, String reason) {
        assertThat(plane.outcome(commandId)).satisfies(outcome -> {
            assertThat(outcome.status()).isEqualTo(Status.REFUSED);
            assertThat(outcome.message()).startsWith(reason + ": ");
        });
    }

    HttpResponse<String> get(String path) throws Exception {
        var url = context.getBean(EmbeddedServer.class).getURI() + path;
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    @Override
    public void close() {
        context.close();
        assertThat(ProcessHandle.allProcesses()
                        .filter(h -> Workers.environment(h.pid()).contains("HOMEOSTAT_AGENT_DATA_DIR=" + data)))
                .isEmpty();
        plane.close();
    }
}
