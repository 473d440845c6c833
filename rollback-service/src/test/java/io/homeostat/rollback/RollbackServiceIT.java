package io.homeostat.rollback;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.broker.TestBroker;
import io.homeostat.common.service.ServiceMain;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.streams.Ticker;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

/** The verdict application as a whole on a real broker: the test ticks, measures, checks and plays the agent. */
@Timeout(240)
@Tag("broker")
class RollbackServiceIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @SuppressWarnings("NullAway.Init")
    private static TestBroker broker;

    @SuppressWarnings("NullAway.Init")
    private static VerdictWire wire;

    @SuppressWarnings("NullAway.Init")
    private static Ticker ticker;

    @SuppressWarnings("NullAway.Init")
    private static Path directory;

    @BeforeAll
    static void start(@TempDir Path temporary) {
        directory = temporary;
        broker = TestBroker.startTemporary(temporary);
        wire = new VerdictWire(broker.bootstrapServers());
        wire.provision();
        var settings = new StreamsSettings(
                broker.bootstrapServers(), "test", TopicNames.PLAIN, temporary, null, 50, 1, Map.of());
        ticker = new Ticker(settings, List.of(Topics.CLOCK), 500);
        ticker.start();
        wire.send(Topics.PLANE, "plane", "{'generation':4,'reason':'test','since':'2026-11-25T08:00:00Z'}");
        wire.send(
                Topics.POLICIES,
                "rollback-policy",
                "{'name':'rollback-policy','version':'v7','actor':'t','reason':'t',"
                        + "'policy':{'check_interval_ms':1000}}");
    }

    @AfterAll
    static void stop() {
        ticker.close();
        wire.close();
        broker.close();
    }

    private static ApplicationContext service() {
        return ServiceMain.start(
                "rollback-service",
                Map.of(
                        "kafka.bootstrap.servers", broker.bootstrapServers(),
                        "homeostat.state-dir", directory.resolve("state").toString(),
                        "micronaut.server.port", -1));
    }

    @Test
    void a_promotion_with_a_bad_error_rate_is_rolled_back_once_whatever_happens_to_the_service() {
        wire.misplace(Topics.PROMOTIONS, "images", "{'promotionId':'p-1','version':'2.0','previousVersion':'1.0'}");
        long counted = 0;
        try (var _ = service()) {
            while (wire.commandsOf("images").isEmpty()) {
                counted += 20;
                wire.rate("images", "2.0", counted, counted);
                assertThat(counted).as("rolled back in time").isLessThan(100_000);
            }
        }
        var command = wire.commandsOf("images").getFirst();
        assertThat(command.toVersion()).isEqualTo("1.0");
        assertThat(command.planeGeneration()).isEqualTo(4);

        try (var again = service()) {
            var rates = counted;
            for (int n = 1; n <= 20; n++) {
                wire.rate("images", "2.0", rates + 20L * n, rates + 20L * n);
            }
            wire.misplace(
                    Topics.ROLLBACK_RESULTS,
                    "images",
                    "{'commandId':'" + command.commandId() + "','status':'SUCCEEDED','agent':'agent-1'}");
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(wire.stepsOf("images"))
                            .filteredOn(step -> !step.contains("DEFERRED")) // until the log is caught up with
                            .containsExactly(
                                    "MONITORING MONITORING_STARTED PROMOTED",
                                    "ROLLBACK COMMANDED ERROR_RATE_PERSISTS",
                                    "ROLLBACK SUCCEEDED ALL_SWITCHED",
                                    "MONITORING ROLLED_BACK ALL_SWITCHED"));
            assertThat(wire.commandsOf("images")).hasSize(1);
            assertThat(wire.signalsOf("images")).isEmpty();

            escalates();
            isHeld();
            isReady(again);
        }
    }

    /** By checks as anybody may write them; each session asks for the switch once. */
    private static void escalates() {
        var latencies = new ArrayList<Long>();
        for (int n = 0; n < 20; n++) {
            var service = "mail-" + n;
            wire.send(Topics.PROMOTIONS, service, "{'promotionId':'p-1','version':'2.0','previousVersion':'1.0'}");
            await().atMost(PATIENCE).until(() -> !wire.stepsOf(service).isEmpty());
            wire.send(Topics.HEALTH_CHECKS, service, "{'ok':false}");
            wire.send(Topics.HEALTH_CHECKS, service, "{'ok':false}");
            long sent = System.nanoTime();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(1))
                    .atMost(PATIENCE)
                    .until(() -> !wire.signalsOf(service).isEmpty());
            latencies.add(Duration.ofNanos(System.nanoTime() - sent).toMillis());
            wire.send(Topics.HEALTH_CHECKS, service, "{'ok':false}");
            await().atMost(PATIENCE)
                    .until(() -> wire.rollbacksOf(service).stream()
                                    .filter(record -> "ESCALATE"
                                            .equals(record.provenance().decision()))
                                    .count()
                            == 2);
            assertThat(wire.signalsOf(service)).hasSize(1);
        }
        LoggerFactory.getLogger(RollbackServiceIT.class).warn("check to signal in ms: {}", latencies);
    }

    /** A hold reaches the task of every service. */
    private static void isHeld() {
        wire.send(
                Topics.HOLDS,
                "all",
                "{'scope':'all','kind':'PAUSE','reason':'r','actor':'alice','since':'2026-11-25T08:00:00Z'}");
        for (var service : List.of("held-1", "held-2", "held-3")) {
            wire.send(Topics.PROMOTIONS, service, "{'promotionId':'p-1','version':'2.0','previousVersion':'1.0'}");
            await().atMost(PATIENCE).until(() -> !wire.stepsOf(service).isEmpty());
            for (int n = 0; n < 3; n++) {
                wire.send(Topics.HEALTH_CHECKS, service, "{'ok':false,'errorRate':1}");
            }
            await().atMost(PATIENCE).until(() -> wire.stepsOf(service).contains("ROLLBACK DEFERRED PAUSED"));
            assertThat(wire.commandsOf(service)).isEmpty();
        }
    }

    private static void isReady(ApplicationContext context) {
        await().atMost(PATIENCE)
                .untilAsserted(
                        () -> assertThat(response(context, "/health/readiness").statusCode())
                                .isEqualTo(200));
        assertThat(response(context, "/health/readiness").body()).contains("streams rollback-service");
        assertThat(response(context, "/prometheus").body())
                .contains("homeostat_rollback_decisions_total{decision=\"rolled_back\",reason=\"all_switched\"")
                .contains("homeostat_rollback_sessions 23.0")
                .contains("homeostat_streams_running{application=\"rollback-service\"} 1.0");
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
