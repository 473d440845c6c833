package io.homeostat.restart.domain;

import io.homeostat.common.contract.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * What the stage of the workers keeps of one worker.
 *
 * @param incidentId of the worker's present trouble; null without one
 * @param engaged something was wanted for the worker at some time: from then on admission hears how it fares
 * @param told what admission heard last; null: nothing
 */
public record Watched(
        Subject subject,
        @Nullable String incidentId,
        boolean engaged,
        @Nullable Told told) {

    /** A state that matters to admission. */
    public record Told(WorkerState state, @Nullable String incarnation) {}
}
