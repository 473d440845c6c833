package io.homeostat.autofix;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.broker.TestBroker;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.Json;
import io.homeostat.common.service.ServiceMain;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.streams.Ticker;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The service as a whole on a real broker: the test ticks, tells of patterns and plays the agent. */
@Timeout(240)
class AutofixServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String HOLD = "{\"scope\":\"type:resizer\",\"kind\":\"PAUSE\",\"reason\":\"r\","
            + "\"actor\":\"alice\",\"since\":\"2026-11-25T08:00:00Z\"}";

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
                "auto-fix-policy",
                "{\"name\":\"auto-fix-policy\",\"version\":\"v7\",\"actor\":\"t\",\"reason\":\"t\","
                        + "\"policy\":{\"min_confidence_threshold\":0.7,\"effect_check_minutes\":1}}");
        wire.send(
                Topics.COMPONENTS,
                "type/resizer",
                "{\"subject\":\"type/resizer\",\"agent\":\"agent-1\",\"executor\":\"process\","
                        + "\"workerType\":\"resizer\",\"parameters\":{\"settings\":{\"memory_mb\":512},"
                        + "\"settingsFile\":\"worker.json\"}}");
    }

    @AfterAll
    static void stop() {
        ticker.close();
        wire.close();
        broker.close();
    }

    private static ApplicationContext service() {
        return ServiceMain.start(
                "autofix-service",
                Map.of(
                        "kafka.bootstrap.servers", broker.bootstrapServers(),
                        "homeostat.state-dir", directory.resolve("state").toString(),
                        "micronaut.server.port", -1));
    }

    @Test
    void a_pattern_is_fixed_once_and_what_did_not_help_taken_back_although_the_service_restarts_in_the_middle() {
        FixCommand command;
        try (var _ = service()) {
            pattern(3, "0.33");
            await().atMost(PATIENCE).until(() -> statuses().contains("REFUSED LOW_CONFIDENCE"));
            pattern(6, "0.67");
            await().atMost(PATIENCE).until(() -> wire.fixes().size() == 4);
            assertThat(wire.commands()).isEmpty();
            wire.send(Topics.HOLDS, "type:resizer", HOLD);
            pattern(9, "1.00");
            await().atMost(PATIENCE).until(() -> statuses().contains("DEFERRED HELD"));
            wire.tombstone(Topics.HOLDS, "type:resizer");
            command = await().atMost(PATIENCE)
                    .until(() -> wire.commands(), all -> !all.isEmpty())
                    .getFirst();
            assertThat(command.target()).isEqualTo("type/resizer");
            assertThat(command.planeGeneration()).isEqualTo(4);
            assertThat(Json.text(command.after())).isEqualTo("{\"memory_mb\":768}");
        }

        try (var again = service()) {
            takenBack(command);
            assertThat(statuses())
                    .filteredOn(status -> !status.equals("DEFERRED BLIND")) // until the log is caught up with
                    .containsExactly(
                            "PROPOSED MATCHED",
                            "REFUSED LOW_CONFIDENCE",
                            "PROPOSED MATCHED",
                            "REFUSED LOW_CONFIDENCE",
                            "PROPOSED MATCHED",
                            "DEFERRED HELD",
                            "COMMANDED MATCHED",
                            "APPLIED MATCHED",
                            "INEFFECTIVE MATCHED",
                            "COMMANDED MATCHED",
                            "REVERTED MATCHED");
            assertThat(wire.commands()).hasSize(2);
            assertThat(wire.fixes())
                    .extracting(fix -> fix.provenance().policy())
                    .allSatisfy(policy -> assertThat(policy)
                            .isNotNull()
                            .satisfies(p -> assertThat(p.version()).isEqualTo("v7")));
            await().atMost(PATIENCE)
                    .untilAsserted(
                            () -> assertThat(get(again, "/health/readiness").statusCode())
                                    .isEqualTo(200));
            assertThat(get(again, "/prometheus").body())
                    .contains("homeostat_autofix_decisions_total{reason=\"matched\",status=\"reverted\"}")
                    .contains("homeostat_autofix_open 0.0");
        }
        assertThat(wire.admissionTicks())
                .as("the ticks of every task, without which no silence proves anything")
                .containsExactlyInAnyOrder("~0", "~1", "~2", "~3", "~4", "~5");
    }

    /** The change is made, the worker restarted, and fails again: no check by time is waited for, virtual time has those. */
    private static void takenBack(FixCommand command) {
        int wrong = (wire.partitionOf(command.target()) + 1) % 6;
        wire.sendTo(wrong, Topics.FIX_RESULTS, command.target(), succeeded(command));
        var requestId = await().atMost(PATIENCE)
                .until(() -> wire.restartRequestIds(), ids -> !ids.isEmpty())
                .getFirst();
        wire.send(
                Topics.RESTARTS,
                "w-1",
                "{\"restartId\":\"rst-1\",\"workerId\":\"w-1\",\"workerType\":\"resizer\",\"attempt\":1,"
                        + "\"maxAttempts\":3,\"status\":\"SUCCEEDED\",\"reason\":\"REQUESTED\",\"id\":\"rsr-1\","
                        + "\"causeId\":\"x\",\"evidence\":{\"requestId\":\"" + requestId + "\"}}");
        var back = await().atMost(PATIENCE)
                .until(
                        () -> {
                            wire.send(
                                    Topics.FAILURES,
                                    "w-1",
                                    "{\"workerId\":\"w-1\",\"workerType\":\"resizer\",\"kind\":\"OUT_OF_MEMORY\"}");
                            return wire.commands();
                        },
                        all -> all.size() == 2)
                .getLast();
        assertThat(Json.text(back.before())).isEqualTo(Json.text(command.after()));
        assertThat(Json.text(back.after())).isEqualTo(Json.text(command.before()));
        assertThat(back.generation()).isEqualTo(2);
        wire.send(Topics.FIX_RESULTS, back.target(), succeeded(back));
        await().atMost(PATIENCE).until(() -> wire.restartRequestIds().size() == 2);
        await().atMost(PATIENCE).until(() -> statuses().contains("REVERTED MATCHED"));
    }

    private static String succeeded(FixCommand command) {
        return "{\"commandId\":\"" + command.commandId() + "\",\"status\":\"SUCCEEDED\",\"agent\":\"agent-1\"}";
    }

    private static List<String> statuses() {
        return wire.fixes().stream().map(AutofixServiceIT::step).toList();
    }

    private static String step(Fix fix) {
        return fix.status() + " " + fix.reason();
    }

    private static void pattern(int occurrences, String confidence) {
        var seen = Json.instant(Instant.now());
        wire.send(
                Topics.FAILURE_PATTERNS,
                "pat-1",
                "{\"patternId\":\"pat-1\",\"kind\":\"FREQUENCY\",\"category\":\"resource\",\"type\":\"out_of_memory\","
                        + "\"workerType\":\"resizer\",\"occurrences\":" + occurrences + ",\"firstSeen\":\"" + seen
                        + "\",\"lastSeen\":\"" + seen + "\",\"windowHours\":24,\"confidence\":" + confidence
                        + ",\"severity\":\"P2\",\"subjects\":[\"w-1\"],\"examples\":[],\"status\":\"ACTIVE\","
                        + "\"id\":\"ptr-" + occurrences + "\",\"causeId\":\"failures/0/1\",\"incidentId\":\"inc-1\"}");
    }

    private static HttpResponse<String> get(ApplicationContext context, String path) {
        var uri = URI.create(context.getBean(EmbeddedServer.class).getURI() + path);
        try (var client = HttpClient.newHttpClient()) {
            return client.send(HttpRequest.newBuilder(uri).build(), HttpResponse.BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
