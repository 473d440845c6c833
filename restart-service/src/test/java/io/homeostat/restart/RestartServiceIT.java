package io.homeostat.restart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.broker.TestBroker;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.service.ServiceMain;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.streams.Ticker;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import io.homeostat.restart.topology.Statuses;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The service as a whole on a real broker: the test ticks, reports and plays the agent. */
@Timeout(180)
@Tag("broker")
class RestartServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    private static TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private static Wire wire;

    @SuppressWarnings("NullAway.Init")
    private static Ticker ticker;

    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        directory = temporary;
        broker = TestBroker.startTemporary(temporary);
        wire = Wire.to(broker.bootstrapServers());
        wire.provision();
        var settings = new StreamsSettings(
                broker.bootstrapServers(), "test", TopicNames.PLAIN, temporary, null, 50, 1, Map.of());
        ticker = new Ticker(settings, List.of(Topics.CLOCK), 500);
        ticker.start();
        wire.send(Topics.PLANE, "plane", "{\"generation\":4,\"reason\":\"test\",\"since\":\"2026-11-25T08:00:00Z\"}");
        wire.send(
                Topics.POLICIES,
                "worker-restart-policy",
                "{\"name\":\"worker-restart-policy\",\"version\":\"v7\",\"actor\":\"t\",\"reason\":\"t\","
                        + "\"policy\":{\"retry_interval_seconds\":0,"
                        + "\"rate_limits\":{\"global_per_minute\":100,\"per_type_per_minute\":100}}}");
    }

    @AfterAll
    static void stop() {
        ticker.close();
        wire.close();
        broker.close();
    }

    private static ApplicationContext service() {
        return ServiceMain.start(
                "restart-service",
                Map.of(
                        "kafka.bootstrap.servers", broker.bootstrapServers(),
                        "homeostat.state-dir", directory.resolve("state").toString(),
                        "micronaut.server.port", -1));
    }

    @Test
    void a_restart_survives_the_service_and_is_done_exactly_once() {
        RestartCommand start;
        try (var _ = service()) {
            report("w-1", WorkerState.FAILED, "a", WorkerStatus.Reason.CRASHED);
            start = await().atMost(PATIENCE)
                    .until(() -> wire.commandsOf("w-1"), all -> !all.isEmpty())
                    .getFirst();
            assertThat(start.action()).isEqualTo(RestartCommand.Action.START);
            assertThat(start.planeGeneration()).isEqualTo(4);
        }

        try (var again = service()) {
            int wrong = (wire.partitionOf("w-1") + 1) % 6;
            wire.sendTo(
                    wrong,
                    Topics.RESTART_RESULTS,
                    "w-1",
                    "{\"commandId\":\"" + start.commandId() + "\",\"status\":\"SUCCEEDED\",\"agent\":\"a\"}");
            report("w-1", WorkerState.ALIVE, start.commandId(), WorkerStatus.Reason.NEW_INCARNATION);

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(wire.restartsOf("w-1"))
                            .extracting(Restart::status)
                            .filteredOn(status -> status != Restart.Status.DEFERRED) // until the log is caught up with
                            .containsExactly(
                                    Restart.Status.SCHEDULED, Restart.Status.COMMANDED, Restart.Status.SUCCEEDED));
            assertThat(wire.commandsOf("w-1")).hasSize(1);
            assertThat(wire.restartsOf("w-1"))
                    .extracting(r -> r.provenance().policy())
                    .allSatisfy(policy -> assertThat(policy)
                            .isNotNull()
                            .satisfies(p -> assertThat(p.version()).isEqualTo("v7")));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(get(again, "/health/readiness")).isEqualTo(200));
            assertThat(text(again, "/prometheus"))
                    .contains("homeostat_restart_decisions_total{reason=\"failed\",status=\"succeeded\"}")
                    .contains("homeostat_restart_open 0.0");
            oneCommandEach();
        }
    }

    @Test
    void a_pause_survives_the_service_and_its_end_lets_exactly_one_restart_go() {
        try (var _ = service()) {
            operator("op-1", "PAUSE", "worker:w-held", wire.partitionOf("worker:w-held"));
        }
        try (var again = service()) {
            report("w-held", WorkerState.ZOMBIE, "a", WorkerStatus.Reason.SILENT);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(wire.restartsOf("w-held"))
                            .extracting(Restart::reason)
                            .contains(Restart.Reason.PAUSED));
            assertThat(wire.commandsOf("w-held")).isEmpty();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(text(again, "/prometheus"))
                            .contains("homeostat_restart_deferred{reason=\"paused\"} 1.0")
                            .contains("homeostat_restart_holds 1.0"));
            operator("op-2", "RESUME", "worker:w-held", (wire.partitionOf("worker:w-held") + 1) % 6);
            var terminate = heldCommand(1);
            assertThat(terminate.action()).isEqualTo(RestartCommand.Action.TERMINATE);
            succeed(terminate);
            var start = heldCommand(2);
            assertThat(start.action()).isEqualTo(RestartCommand.Action.START);
            succeed(start);
            report("w-held", WorkerState.ALIVE, start.commandId(), WorkerStatus.Reason.NEW_INCARNATION);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(wire.restartsOf("w-held"))
                            .last()
                            .satisfies(last -> assertThat(last.status()).isEqualTo(Restart.Status.SUCCEEDED)));
            assertThat(wire.commandsOf("w-held")).hasSize(2);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(text(again, "/prometheus"))
                            .contains("homeostat_restart_deferred{reason=\"paused\"} 0.0")
                            .contains("homeostat_restart_holds 0.0"));
        }
    }

    private static RestartCommand heldCommand(int count) {
        return await().atMost(PATIENCE)
                .until(() -> wire.commandsOf("w-held"), all -> all.size() == count)
                .getLast();
    }

    private static void succeed(RestartCommand command) {
        wire.send(
                Topics.RESTART_RESULTS,
                command.workerId(),
                "{\"commandId\":\"" + command.commandId() + "\",\"status\":\"SUCCEEDED\",\"agent\":\"a\"}");
    }

    private static void operator(String commandId, String type, String subject, int partition) {
        wire.sendTo(
                partition,
                Topics.OPERATOR_COMMANDS,
                subject,
                "{\"commandId\":\"" + commandId + "\",\"type\":\"" + type
                        + "\",\"actor\":\"alice\",\"reason\":\"because\"}");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(wire.answersTo(commandId))
                        .singleElement()
                        .satisfies(answer -> assertThat(answer.decision()).isEqualTo("DONE")));
    }

    /** What the whole path takes is measured in the benchmarks; here only that each is commanded once. */
    private static void oneCommandEach() {
        for (int n = 0; n < 20; n++) {
            var worker = "w-fast-" + n;
            report(worker, WorkerState.FAILED, "a", WorkerStatus.Reason.CRASHED);
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(PATIENCE)
                    .until(() -> !wire.commandsOf(worker).isEmpty());
            assertThat(wire.commandsOf(worker)).hasSize(1);
        }
        LoggerFactory.getLogger(RestartServiceIT.class).warn("report to command in ms: {}", wire.latencies());
    }

    private static void report(String worker, WorkerState state, String incarnation, WorkerStatus.Reason reason) {
        var id = "wst-" + worker + "-" + incarnation + "-" + state;
        wire.send(
                Topics.WORKER_STATUS,
                worker,
                Json.text(Statuses.of(worker, state, incarnation, reason, id, "inc-" + worker)));
    }

    private static int get(ApplicationContext context, String path) {
        return response(context, path).statusCode();
    }

    private static String text(ApplicationContext context, String path) {
        return response(context, path).body();
    }

    private static HttpResponse<String> response(ApplicationContext context, String path) {
        var uri = URI.create(context.getBean(EmbeddedServer.class).getURI() + path);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
