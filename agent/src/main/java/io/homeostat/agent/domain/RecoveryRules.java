package io.homeostat.agent.domain;

import io.homeostat.agent.domain.Recovery.AdmitAnew;
import io.homeostat.agent.domain.Recovery.Finish;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.RestartCommand.Action;
import org.jspecify.annotations.Nullable;

/**
 * What an interrupted command means. "Intended and not started" looks for the process that the start would have left;
 * what cannot be told is UNKNOWN and goes to the plane's double check, never to a blind second try (semantics 0.3).
 */
public final class RecoveryRules {

    private RecoveryRules() {}

    /** The incarnation on whose process the recovery of a command depends; null: on none. */
    public static @Nullable String subject(CommandHistory command) {
        return switch (command.step()) {
            case RECEIVED, DONE -> null;
            case ENDING -> command.target();
            case STARTING, STARTED -> command.command().commandId();
        };
    }

    /**
     * Decides.
     *
     * @param look what a look at {@link #subject} found; without meaning where that is null
     */
    public static Recovery recover(CommandHistory command, Look look) {
        var own = command.command().commandId();
        return switch (command.step()) {
            case DONE -> new Recovery.Closed();
            case RECEIVED -> new AdmitAnew();
            case ENDING ->
                switch (look) {
                    case RUNS -> new AdmitAnew();
                    case GONE ->
                        command.command().action() == Action.TERMINATE
                                ? new Finish(Status.SUCCEEDED, "ended while the agent was away", command.target())
                                : new AdmitAnew();
                    case CANNOT_TELL ->
                        new Finish(Status.UNKNOWN, "interrupted while it ended the process", command.target());
                };
            case STARTING ->
                switch (look) {
                    case RUNS -> new Finish(Status.SUCCEEDED, "started, and found again by the agent", own);
                    case GONE -> new AdmitAnew();
                    case CANNOT_TELL -> new Finish(Status.UNKNOWN, "interrupted while it started the process", own);
                };
            case STARTED ->
                switch (look) {
                    case RUNS -> new Finish(Status.SUCCEEDED, "started, and found again by the agent", own);
                    case GONE -> new Finish(Status.FAILED, "started, and ended while the agent was away", own);
                    case CANNOT_TELL -> new Finish(Status.UNKNOWN, "started; whether it runs is unknown", own);
                };
        };
    }
}
