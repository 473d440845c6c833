package io.homeostat.agent.domain;

import io.homeostat.common.contract.CommandResult;
import org.jspecify.annotations.Nullable;

/**
 * A change and how far the agent got with it.
 *
 * <pre>
 *  RECEIVED ─► BEGUN ─► EFFECTED ─► DONE
 *  settings:   the file is written    the file is written, the component is being written
 *  rollback:   components are written    the parts stand in the histories of their workers
 * </pre>
 *
 * BEGUN is on disk before the first effect; DONE is reachable from everywhere.
 *
 * @param plan of a rollback from BEGUN on; null before, and for settings
 * @param result null before DONE
 * @param answered true once the broker acknowledged the result
 */
public record ChangeHistory(
        Change change,
        Step step,
        @Nullable RollbackPlan plan,
        @Nullable CommandResult result,
        boolean answered) {

    /** How far. */
    public enum Step {
        RECEIVED,
        BEGUN,
        EFFECTED,
        DONE
    }

    static ChangeHistory received(Change change) {
        return new ChangeHistory(change, Step.RECEIVED, null, null, false);
    }

    ChangeHistory at(Step next, @Nullable RollbackPlan with) {
        return result == null ? new ChangeHistory(change, next, with, null, false) : this;
    }

    ChangeHistory done(CommandResult with) {
        return new ChangeHistory(change, Step.DONE, plan, with, false);
    }

    ChangeHistory withAnswer() {
        return new ChangeHistory(change, step, plan, result, true);
    }

    boolean closed() {
        return step == Step.DONE && answered;
    }
}
