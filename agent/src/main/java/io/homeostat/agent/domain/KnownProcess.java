package io.homeostat.agent.domain;

import org.jspecify.annotations.Nullable;

/**
 * A process with what became of it.
 *
 * @param ending why the agent is ending it; null: it is not
 * @param end null: it has not ended, as far as the agent knows
 */
public record KnownProcess(
        WorkerProcess process,
        End.@Nullable Cause ending,
        @Nullable End end) {

    /** True until its end was noticed. */
    public boolean open() {
        return end == null;
    }

    /** Why it ended, if it is gone now and nobody looked at it before. */
    public End.Cause causeOfEnd() {
        return ending == null ? End.Cause.CRASH : ending;
    }
}
