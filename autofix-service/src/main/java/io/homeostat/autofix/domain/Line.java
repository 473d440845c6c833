package io.homeostat.autofix.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Fix.Reason;
import io.homeostat.common.contract.Fix.Status;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a step says.
 *
 * @param decision in the topic's own words; the status unless something else is said
 * @param evidence beside what every step has
 * @param change that the step is about; null: the plan's
 * @param sent the command that goes with it; null: none
 * @param validUntil null where nothing is executed or awaited
 */
record Line(
        Status status,
        Reason reason,
        String decision,
        String message,
        Evidence evidence,
        @Nullable Change change,
        Step.@Nullable Sent sent,
        @Nullable Instant validUntil) {

    static Line of(Status status, Reason reason, String message) {
        return new Line(status, reason, status.name(), message, Evidence.of("", null), null, null, null);
    }

    Line with(Evidence other) {
        return new Line(status, reason, decision, message, other, change, sent, validUntil);
    }

    Line saying(String word) {
        return new Line(status, reason, word, message, evidence, change, sent, validUntil);
    }

    Line changing(Change other) {
        return new Line(status, reason, decision, message, evidence, other, sent, validUntil);
    }

    Line sending(Step.Sent command) {
        var until = command.deadline().minusSeconds(Records.ANSWER_MARGIN_SECONDS);
        return new Line(status, reason, decision, message, evidence, change, command, until);
    }

    Line until(Instant instant) {
        return new Line(status, reason, decision, message, evidence, change, sent, instant);
    }
}
