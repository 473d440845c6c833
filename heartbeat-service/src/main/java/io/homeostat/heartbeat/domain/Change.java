package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus.Reason;
import org.jspecify.annotations.Nullable;

/**
 * A change that is to be told of.
 *
 * @param before null: the worker was unknown
 * @param after with the change counted already
 * @param fencedIncarnation with reason FENCED: who beats although it may not
 */
record Change(
        @Nullable WorkerRecord before,
        WorkerRecord after,
        Reason reason,
        WorkerEvent cause,
        Judging judging,
        @Nullable String fencedIncarnation) {

    /** Whole intervals of silence. */
    long missed() {
        return ageMs() / (judging.policy().intervalSeconds() * 1000);
    }

    /** Silence in milliseconds. */
    long ageMs() {
        return Math.max(0, judging.on(after) - after.ages().baseMs());
    }

    /** Time without progress in milliseconds. */
    long unchangedMs() {
        return Math.max(0, judging.on(after) - after.ages().progressMs());
    }

    private static long wholeSeconds(long ms) {
        return ms / 1000;
    }

    /** One plain sentence. */
    String message() {
        var id = after.workerId();
        return switch (reason) {
            case REGISTERED ->
                id + " was announced and has " + judging.policy().startupGraceSeconds() + " s for its first beat.";
            case FIRST_BEAT -> id + " was heard for the first time.";
            case SILENT ->
                id + " has been silent for " + wholeSeconds(ageMs()) + " s and is now " + after.state() + '.';
            case NEVER_HEARD -> id + " was announced " + wholeSeconds(ageMs()) + " s ago and never heard.";
            case CRASHED -> id + " ended: its process crashed.";
            case HEARTBEAT_RESUMED ->
                before != null && before.state() == WorkerState.STUCK
                        ? id + " gets on again."
                        : id + " is heard again, in the same incarnation.";
            case NEW_INCARNATION -> id + " is now incarnation " + after.life().incarnation() + '.';
            case NO_PROGRESS -> id + " beats but has made no progress for " + wholeSeconds(unchangedMs()) + " s.";
            case SCORE_CHANGED ->
                id + " is now " + after.report().band() + " with a score of "
                        + after.report().score() + '.';
            case GOODBYE -> id + " said good-bye.";
            case RETIRED -> id + " was retired.";
            case FENCED ->
                "Incarnation " + fencedIncarnation + " of " + id + " still beats although it was commanded to end.";
            case PHI -> id + " is later than its own rhythm explains.";
            case FORGOTTEN -> id + " has been gone for " + judging.policy().forgetAfterHours() + " h and is forgotten.";
        };
    }
}
