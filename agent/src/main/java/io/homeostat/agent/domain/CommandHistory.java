package io.homeostat.agent.domain;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.RestartCommand;
import org.jspecify.annotations.Nullable;

/**
 * A command and how far the agent got with it.
 *
 * <pre>
 *  RECEIVED ─► ENDING ─► STARTING ─► STARTED ─► DONE     RESTART
 *  RECEIVED ─► ENDING ───────────────────────► DONE     TERMINATE
 *  RECEIVED ───────────► STARTING ─► STARTED ─► DONE     START
 * </pre>
 *
 * Every step is on disk before the effect that it names; DONE is reachable from everywhere (refused, failed, unknown).
 *
 * @param part the rollback that it belongs to; null: it is a command of {@code restart-commands}
 * @param target the incarnation that ENDING is about; null before, and for START
 * @param result null before DONE
 * @param answered true once the broker acknowledged the result
 */
public record CommandHistory(
        RestartCommand command,
        @Nullable RollbackPart part,
        Step step,
        @Nullable String target,
        @Nullable CommandResult result,
        boolean answered) {

    /** How far. */
    public enum Step {
        RECEIVED,
        ENDING,
        STARTING,
        STARTED,
        DONE
    }

    static CommandHistory received(RestartCommand command, @Nullable RollbackPart part) {
        return new CommandHistory(command, part, Step.RECEIVED, null, null, false);
    }

    CommandHistory at(Step next, @Nullable String incarnation) {
        return new CommandHistory(command, part, next, next == Step.ENDING ? incarnation : target, result, answered);
    }

    CommandHistory done(CommandResult with) {
        return new CommandHistory(command, part, Step.DONE, target, with, false);
    }

    CommandHistory withAnswer() {
        return new CommandHistory(command, part, step, target, result, true);
    }

    boolean closed() {
        return step == Step.DONE && answered;
    }
}
