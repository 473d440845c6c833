package io.homeostat.agent.domain;

import io.homeostat.common.contract.CommandResult;
import org.jspecify.annotations.Nullable;

/** What to do with a command that the agent finds in its journal after it ended in the middle of something. */
public sealed interface Recovery {

    /** Its outcome is fixed: nothing more to do. */
    record Closed() implements Recovery {}

    /** No effect of it can be lost or doubled by admitting it anew. */
    record AdmitAnew() implements Recovery {}

    /**
     * Its outcome can be told, or it is certain that it cannot.
     *
     * @param incarnation that the result names; null: none
     */
    record Finish(
            CommandResult.Status status,
            String message,
            @Nullable String incarnation) implements Recovery {}
}
