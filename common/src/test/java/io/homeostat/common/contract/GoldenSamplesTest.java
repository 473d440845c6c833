package io.homeostat.common.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Samples of the wire format, append-only: whatever was once valid must parse for ever. */
class GoldenSamplesTest {

    private static final Path SAMPLES = Path.of("src", "test", "resources", "contract");
    private static final int SAMPLES_MIN = 44; // grows, never shrinks

    static List<Path> samples() throws IOException {
        try (var files = Files.walk(SAMPLES)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void a_sample_parses(Path sample) throws IOException {
        assertThat(parse(SAMPLES.relativize(sample).getName(0).toString(), Files.readAllBytes(sample)))
                .as(sample.toString())
                .isInstanceOf(Parsed.Valid.class);
    }

    @Test
    void samples_are_never_removed() throws IOException {
        assertThat(samples()).hasSizeGreaterThanOrEqualTo(SAMPLES_MIN);
    }

    private static Parsed<?> parse(String topic, byte[] value) {
        var origin = new Origin(topic, 0, 0, Instant.EPOCH);
        return switch (topic) {
            case "heartbeats" -> HeartbeatParser.parse(null, value);
            case "failures" -> Failure.parse(null, value, origin);
            case "components" -> Component.parse(null, value);
            case "restart-requests" -> RestartRequest.parse(null, value, origin);
            case "restart-results", "fix-results", "rollback-results" -> CommandResult.parse("w-1", value);
            case "operator-commands" -> OperatorCommand.parse(null, value);
            case "promotions" -> Promotion.parse(null, value);
            case "health-checks" -> HealthCheck.parse(null, value, origin);
            case "error-rates" -> ErrorRate.parse(value);
            case "failure-patterns" -> FailurePattern.parse(null, value);
            case "fix-commands" -> Json.read(value, FixCommand.class);
            case "rollback-commands" -> Json.read(value, RollbackCommand.class);
            case "holds" -> Hold.parse(null, value);
            case "rollbacks" -> Json.read(value, Rollback.class);
            case "policies" -> PolicyDocument.parse(value);
            case "worker-status" -> Json.read(value, WorkerStatus.class);
            case "restarts" -> Json.read(value, Restart.class);
            case "restart-commands" -> Json.read(value, RestartCommand.class);
            case "fixes" -> Json.read(value, Fix.class);
            case "fleet-groups" -> Json.read(value, FleetGroup.class);
            case "circuit-breakers" -> Json.read(value, CircuitBreaker.class);
            case "quarantine" -> Json.read(value, Quarantine.class);
            case "incidents" -> Json.read(value, Incident.class);
            case "plane" -> Json.read(value, Plane.class);
            case "dead-letters" -> Json.read(value, DeadLetter.class);
            case "audit" -> Json.read(value, AuditRecord.class);
            default -> Parsed.rejected("topic", topic + " has no parser here");
        };
    }
}
