package io.homeostat.restart.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Restart;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a step says beside the facts of its restart.
 *
 * @param decision in the topic's own words
 * @param message one sentence for a person
 * @param evidence more than the facts of the restart
 * @param sent the command; null where none goes out with the step
 */
record Line(
        Restart.Status status,
        Restart.Reason reason,
        String decision,
        String message,
        Evidence evidence,
        @Nullable Instant scheduledAt,
        @Nullable Long delaySeconds,
        Step.@Nullable Sent sent) {

    static Line of(Restart.Status status, Restart.Reason reason, String message) {
        return new Line(status, reason, words(status), message, Evidence.of("", null), null, null, null);
    }

    Line with(String name, @Nullable Object value) {
        var _ = evidence.and(name, value);
        return this;
    }

    Line deciding(String other) {
        return new Line(status, reason, other, message, evidence, scheduledAt, delaySeconds, sent);
    }

    Line scheduled(Instant at, long delayMs) {
        return new Line(status, reason, decision, message, evidence, at, delayMs / 1_000, sent);
    }

    Line sending(Step.Sent command) {
        return new Line(status, reason, decision, message, evidence, scheduledAt, delaySeconds, command);
    }

    private static String words(Restart.Status status) {
        return switch (status) {
            case SCHEDULED -> "SCHEDULE";
            case DEFERRED -> "WAIT";
            case COMMANDED -> "COMMAND";
            case SUCCEEDED -> "CONFIRM";
            case FAILED -> "FAIL_ATTEMPT";
            case UNKNOWN -> "OUTCOME_UNKNOWN";
            case REFUSED -> "REFUSE";
            case ABANDONED -> "GIVE_UP";
            case CANCELLED -> "CANCEL";
            case EXPIRED -> "EXPIRE";
            case DRY_RUN -> "DRY_RUN";
        };
    }
}
