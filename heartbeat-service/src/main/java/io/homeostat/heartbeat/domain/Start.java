package io.homeostat.heartbeat.domain;

import org.jspecify.annotations.Nullable;

/**
 * The last START or RESTART that was commanded for a worker. Its process may report under the command's id, under the
 * incarnation that the agent names, or under none at all (mechanics 14, 19).
 *
 * @param commandId of the command
 * @param incarnation as the agent named it in the result; null: it did not
 * @param validUntilAt after this append time nobody may carry the command out
 * @param outcome what became of it
 * @param succeededAt append time of the result; {@link Life#NEVER} unless SUCCEEDED
 * @param used true once a beat or crash was taken as the new process's
 */
public record Start(
        String commandId,
        @Nullable String incarnation,
        long validUntilAt,
        Outcome outcome,
        long succeededAt,
        boolean used) {

    /** Answers later than this after the command's end do not come any more (mechanics 16). */
    static final long GRACE_MS = 10_000;

    /** ENDED: failed, refused or unknown. */
    public enum Outcome {
        COMMANDED,
        SUCCEEDED,
        ENDED
    }

    static Start commanded(String commandId, long validUntilAt) {
        return new Start(commandId, null, validUntilAt, Outcome.COMMANDED, Life.NEVER, false);
    }

    /** True while a result can still come for what was heard at {@code at}. */
    boolean isOpenAt(long at) {
        return outcome == Outcome.COMMANDED && at <= validUntilAt + GRACE_MS;
    }

    /** True if an unnamed beat at {@code at} is the first of the new process. */
    boolean begins(long at) {
        return outcome == Outcome.SUCCEEDED && !used && at > succeededAt;
    }

    /** True if {@code incarnation} names the process of this command. */
    boolean isOf(String incarnation) {
        return incarnation.equals(commandId) || incarnation.equals(this.incarnation);
    }

    Start succeeded(@Nullable String incarnation, long at) {
        return new Start(commandId, incarnation, validUntilAt, Outcome.SUCCEEDED, at, used);
    }

    Start ended() {
        return new Start(commandId, incarnation, validUntilAt, Outcome.ENDED, Life.NEVER, used);
    }

    Start taken() {
        return new Start(commandId, incarnation, validUntilAt, outcome, succeededAt, true);
    }
}
