package io.homeostat.restart.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.RestartCommand;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Where an open restart stands. Times are observed time in milliseconds unless the name says otherwise. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Step.Waiting.class, name = "WAITING"),
    @JsonSubTypes.Type(value = Step.Deferred.class, name = "DEFERRED"),
    @JsonSubTypes.Type(value = Step.Held.class, name = "HELD"),
    @JsonSubTypes.Type(value = Step.Terminating.class, name = "TERMINATING"),
    @JsonSubTypes.Type(value = Step.Starting.class, name = "STARTING"),
    @JsonSubTypes.Type(value = Step.Confirming.class, name = "CONFIRMING")
})
public sealed interface Step {

    /** When time alone moves the restart on, inclusive. */
    long dueMs();

    /** A command is out. */
    sealed interface Commanded extends Step {
        Sent sent();

        @Override
        default long dueMs() {
            return sent().deadlineMs();
        }
    }

    /** Something stands in the way. */
    sealed interface Postponed extends Step {

        /** What stands in the way. */
        Restart.Reason reason();

        /** Names what is told when it ends ({@link Cause}); null: only time ends it. */
        @Nullable
        String waitsFor();

        /** Since when the restart could have gone on. */
        long sinceMs();

        /** The same, looked at now: what it waited for may be over. */
        default Step woken(long nowMs) {
            return switch (this) {
                case Deferred deferred -> new Deferred(deferred.reason, nowMs, deferred.sinceMs, deferred.waitsFor);
                case Held held -> new Held(held.reason, nowMs, held.sinceMs, held.waitsFor);
            };
        }
    }

    /** The backoff before an attempt. */
    record Waiting(long dueMs) implements Step {}

    /**
     * The attempt is due, but something stands in the way.
     *
     * @param dueMs when it can have ended
     * @param sinceMs when the attempt was due
     */
    record Deferred(
            Restart.Reason reason,
            long dueMs,
            long sinceMs,
            @Nullable String waitsFor) implements Postponed {}

    /**
     * Between two commands of an attempt: the old process is gone, but what follows would begin within a hold.
     *
     * @param dueMs when to look again
     * @param sinceMs when the TERMINATE ended
     */
    record Held(
            Restart.Reason reason,
            long dueMs,
            long sinceMs,
            @Nullable String waitsFor) implements Postponed {}

    /** The TERMINATE of one incarnation is out. */
    record Terminating(Sent sent) implements Commanded {}

    /** The START or RESTART is out. */
    record Starting(Sent sent) implements Commanded {}

    /**
     * The agent said SUCCEEDED; the first beat of a new incarnation is awaited.
     *
     * @param started incarnation that the command brought up
     * @param untilSightedMs end of the wait, in sighted time
     * @param dueMs when to look, in observed time
     */
    record Confirming(Processes.Target started, long untilSightedMs, long dueMs) implements Step {}

    /**
     * A command that is out.
     *
     * @param expected incarnation that it is about; null: not compared
     * @param deadlineMs observed time from which there will be no answer
     * @param deadline the same as append time: both must be reached before anything else is done
     */
    record Sent(
            String commandId,
            RestartCommand.Action action,
            @Nullable String expected,
            long generation,
            long deadlineMs,
            Instant deadline) {}
}
