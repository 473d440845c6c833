package io.homeostat.rollback.control.domain;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What can happen to the switch of a scope. */
public sealed interface SwitchInput {

    /**
     * Another part of the plane wants it on.
     *
     * @param promotionId under watch; null where there is none
     * @param reason in that part's words
     * @param causeId id of the decision that asks
     * @param incidentId the trouble that it belongs to; null outside of any
     * @param evidence of that decision
     */
    record Escalated(
            @Nullable String promotionId,
            String reason,
            String actor,
            String causeId,
            @Nullable String incidentId,
            Map<String, Object> evidence)
            implements SwitchInput {}

    /** What it may be on for goes on, as the record of this id says; a switch that is off stays off. */
    record Persisted(String causeId) implements SwitchInput {}

    /** An operator wants it on. */
    record TurnOn(Command command, Map<String, Object> evidence) implements SwitchInput {}

    /** An operator wants it off. */
    record TurnOff(Command command) implements SwitchInput {}

    /** A second person agrees to what waits under {@code waitingId}. */
    record Approve(Command command, String waitingId) implements SwitchInput {}

    /** Somebody does not want what waits under {@code waitingId}. */
    record Reject(Command command, String waitingId) implements SwitchInput {}

    /** Time went on. */
    record Tick() implements SwitchInput {}
}
