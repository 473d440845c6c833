package io.homeostat.rollback.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.policy.RollbackPolicy;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The watch over one promotion.
 *
 * <pre>
 *  STARTED ─► watched ─► grace period over: CONFIRMED or INCONCLUSIVE
 *                │   ├─► rolled back: ROLLED_BACK, then the restored version is watched for one more window
 *                │   └─► rollback failed: ROLLBACK_FAILED
 *                └─► taken back: CANCELLED
 * </pre>
 *
 * @param startedMs observed time of the start
 * @param startedAt its append time
 * @param records written about the session and its rollback so far: numbers them
 * @param lastRecord id of the last of them
 * @param incidentId the trouble of this promotion; null while there is none
 * @param watched the new version
 * @param escalated latched: an escalation was written
 * @param observed a rollback was recorded that nothing lets command
 * @param reversal the rollback; null while nobody wants one
 * @param end null while the session is open
 * @param restored the version that was gone back to, while it is watched
 */
public record Session(
        Trial trial,
        long startedMs,
        Instant startedAt,
        int records,
        String lastRecord,
        @Nullable String incidentId,
        Observation watched,
        boolean escalated,
        boolean observed,
        @Nullable Reversal reversal,
        @Nullable End end,
        @Nullable Restored restored) {

    /** The one end of a session, at this observed time. */
    public record End(Rollback.Status status, long atMs) {}

    /** The restored version, watched until this observed time. */
    public record Restored(Observation watched, long untilMs) {}

    /** True while the session has no end. */
    @JsonIgnore
    public boolean isOpen() {
        return end == null;
    }

    /** True while somebody wants a rollback that is not over. */
    boolean isReversing() {
        return reversal != null && !reversal.isFinished();
    }

    /** What is watched now; null: nothing. */
    @Nullable
    Observation observation() {
        if (isOpen()) {
            return watched;
        }
        return restored == null ? null : restored.watched;
    }

    long graceEndMs(RollbackPolicy policy) {
        return startedMs + policy.gracePeriodMs();
    }

    /** When time alone moves the session on, in observed time; {@link Long#MAX_VALUE}: never. */
    long dueMs(RollbackPolicy policy, long nowMs) {
        long due = reversal == null ? Long.MAX_VALUE : reversal.dueMs(nowMs);
        if (isOpen()) {
            due = Math.min(due, watched.dueMs(policy));
            return isReversing() ? due : Math.min(due, graceEndMs(policy));
        }
        return restored == null ? due : Math.min(due, Math.min(restored.watched.dueMs(policy), restored.untilMs));
    }

    static Session of(Trial trial, Now now) {
        return new Session(
                trial,
                now.observedMs(),
                now.at(),
                0,
                "",
                null,
                Observation.of(trial.version(), now.observedMs()),
                false,
                false,
                null,
                null,
                null);
    }

    Session recorded(String id) {
        return new Session(
                trial,
                startedMs,
                startedAt,
                records + 1,
                id,
                incidentId,
                watched,
                escalated,
                observed,
                reversal,
                end,
                restored);
    }

    /** What is known of the version that is watched now changed. */
    Session watching(Observation next) {
        var back = restored;
        return isOpen()
                ? copy(incidentId, next, escalated, observed, reversal, end, restored)
                : copy(
                        incidentId,
                        watched,
                        escalated,
                        observed,
                        reversal,
                        end,
                        back == null ? null : new Restored(next, back.untilMs));
    }

    Session inTrouble(String incident) {
        return copy(incident, watched, escalated, observed, reversal, end, restored);
    }

    Session escalating() {
        return copy(incidentId, watched, true, observed, reversal, end, restored);
    }

    Session observing() {
        return copy(incidentId, watched, escalated, true, reversal, end, restored);
    }

    Session reversing(@Nullable Reversal next) {
        return copy(incidentId, watched, escalated, observed, next, end, restored);
    }

    Session ended(End over) {
        return copy(incidentId, watched, escalated, observed, reversal, over, restored);
    }

    Session restoring(@Nullable Restored next) {
        return copy(incidentId, watched, escalated, observed, reversal, end, next);
    }

    private Session copy(
            @Nullable String incident,
            Observation nextWatched,
            boolean nextEscalated,
            boolean nextObserved,
            @Nullable Reversal nextReversal,
            @Nullable End nextEnd,
            @Nullable Restored nextRestored) {
        return new Session(
                trial,
                startedMs,
                startedAt,
                records,
                lastRecord,
                incident,
                nextWatched,
                nextEscalated,
                nextObserved,
                nextReversal,
                nextEnd,
                nextRestored);
    }
}
