package io.homeostat.pattern;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.broker.TestBroker;
import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.ErrorRate;
import io.homeostat.common.contract.FailurePattern;
import io.homeostat.common.contract.FailurePattern.Status;
import io.homeostat.common.contract.Incident;
import io.homeostat.common.service.ServiceMain;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.streams.Ticker;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import io.micronaut.context.ApplicationContext;
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

/** The service as a whole on a real broker: the test ticks and reports. */
@Timeout(240)
@Tag("broker")
class PatternServiceIT {

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
    }

    @AfterAll
    static void stop() {
        ticker.close();
        wire.close();
        broker.close();
    }

    private static ApplicationContext service() {
        return ServiceMain.start(
                "pattern-service",
                Map.of(
                        "kafka.bootstrap.servers", broker.bootstrapServers(),
                        "homeostat.state-dir", directory.resolve("state").toString(),
                        "micronaut.server.port", -1));
    }

    @Test
    void what_recurs_is_found_and_a_restart_of_the_service_loses_and_doubles_nothing() {
        try (var _ = service()) {
            fail(1, 3);
            awaitConfidences("0.33");
            fail(1, 3); // the same ones again: nothing new
            beats(20);
            fail(4, 5);
        }
        fail(6, 6); // while nobody listens
        beats(20);
        try (var _ = service()) {
            awaitConfidences("0.33", "0.67");
            fail(7, 9);
            awaitConfidences("0.33", "0.67", "1.00");
            awaitOperations(40, 9);
            settled();
        }
        assertThat(wire.all(Topics.DEAD_LETTERS, DeadLetter.class)).isEmpty();
    }

    /** The incident of the pattern, and a command about it. */
    private static void settled() {
        var incident = await().atMost(PATIENCE)
                .until(() -> wire.all(Topics.INCIDENTS, Incident.class), all -> all.size() >= 3)
                .getLast();
        assertThat(incident.status()).isEqualTo(Incident.Status.OPEN);
        assertThat(incident.timeline()).hasSize(3);
        wire.send(
                Topics.OPERATOR_COMMANDS,
                incident.incidentId(),
                "{'commandId':'c-1','type':'INCIDENT_ACK','subject':'" + incident.incidentId()
                        + "','actor':'alice','reason':'on it'}");
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(wire.all(Topics.AUDIT, AuditRecord.class))
                        .singleElement()
                        .satisfies(answer -> assertThat(answer.causeId()).isEqualTo("c-1"))
                        .satisfies(answer -> assertThat(answer.decision()).isEqualTo("DONE")));
        assertThat(wire.all(Topics.INCIDENTS, Incident.class).getLast().status())
                .isEqualTo(Incident.Status.ACKNOWLEDGED);
    }

    private static void fail(int from, int to) {
        for (int n = from; n <= to; n++) {
            // Into whatever partition: producers of other languages place keys in another way.
            wire.sendTo(
                    n % 6,
                    Topics.FAILURES,
                    "w-" + n,
                    "{'workerId':'w-" + n + "','failureId':'f-" + n + "','kind':'OUT_OF_MEMORY','workerType':'resizer',"
                            + "'service':'images','version':'1','message':'heap of " + n + " MB is full'}");
        }
    }

    private static void beats(int count) {
        for (int n = 0; n < count; n++) {
            wire.send(
                    Topics.HEARTBEATS,
                    "w-" + n,
                    "{'workerId':'w-" + n + "','workerType':'resizer','service':'images','version':'1',"
                            + "'operations':{'succeeded':1}}");
        }
    }

    private static void awaitConfidences(String... confidences) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(wire.all(Topics.FAILURE_PATTERNS, FailurePattern.class))
                        .allSatisfy(pattern -> assertThat(pattern.status()).isEqualTo(Status.ACTIVE))
                        .extracting(pattern -> pattern.confidence().toString())
                        .containsExactly(confidences));
        assertThat(wire.all(Topics.FAILURE_PATTERNS, FailurePattern.class))
                .extracting(FailurePattern::patternId)
                .containsOnly(wire.all(Topics.FAILURE_PATTERNS, FailurePattern.class)
                        .getFirst()
                        .patternId());
    }

    private static void awaitOperations(long succeeded, long failed) {
        await().atMost(PATIENCE).untilAsserted(() -> {
            var hour = wire.all(Topics.ERROR_RATES, ErrorRate.class).stream()
                    .filter(rate -> rate.windowSeconds() == 3_600)
                    .toList();
            assertThat(hour).isNotEmpty();
            assertThat(hour.getLast().key()).isEqualTo("images|1");
            assertThat(hour.getLast().succeeded()).isEqualTo(succeeded);
            assertThat(hour.getLast().failed()).isEqualTo(failed);
        });
    }
}
