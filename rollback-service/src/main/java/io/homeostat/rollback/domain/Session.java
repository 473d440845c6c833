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
 * @param escalated latched: a person was called
 * @param signalled latched: the scope whose kill switch was asked for; null: none was
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
        @Nullable String signalled,
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
                null,
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
                signalled,
                observed,
                reversal,
                end,
                restored);
    }

    /** What is known of the version that is watched now changed. */
    Session watching(Observation next) {
        if (isOpen()) {
            return copy(incidentId, next, reversal, end, restored);
        }
        return restored == null ? this : restoring(new Restored(next, restored.untilMs));
    }

    Session inTrouble(String incident) {
        return copy(incident, watched, reversal, end, restored);
    }

    Session escalating() {
        return latched(true, signalled, observed);
    }

    Session signalling(String scope) {
        return latched(escalated, scope, observed);
    }

    Session observing() {
        return latched(escalated, signalled, true);
    }

    Session reversing(@Nullable Reversal next) {
        return copy(incidentId, watched, next, end, restored);
    }

    Session ended(End over) {
        return copy(incidentId, watched.closed(), reversal, over, restored);
    }

    Session restoring(@Nullable Restored next) {
        return copy(incidentId, watched, reversal, end, next);
    }

    private Session latched(boolean nextEscalated, @Nullable String nextSignalled, boolean nextObserved) {
        return new Session(
                trial,
                startedMs,
                startedAt,
                records,
                lastRecord,
                incidentId,
                watched,
                nextEscalated,
                nextSignalled,
                nextObserved,
                reversal,
                end,
                restored);
    }

    private Session copy(
            @Nullable String incident,
            Observation nextWatched,
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
                escalated,
                signalled,
                observed,
                nextReversal,
                nextEnd,
                nextRestored);
    }
}
