package io.homeostat.agent.domain;

import io.homeostat.common.contract.CommandResult;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What to do with a command. */
public sealed interface Admission {

    /** It was carried out or refused before: the same answer again, no second effect. */
    record AlreadyDone(CommandResult result) implements Admission {}

    /** Nothing was done and nothing will be. */
    record Refuse(Reason reason, String message) implements Admission {}

    /**
     * There is nothing to do, and the outcome is plain.
     *
     * @param incarnation that the result names; null: none
     */
    record Answer(
            CommandResult.Status status,
            String message,
            @Nullable String incarnation) implements Admission {}

    /** Do it, in this order. */
    sealed interface Act extends Admission {}

    /** End the processes of these incarnations, at least one. */
    record Terminate(List<String> targets) implements Act {}

    /** Start a process of this version of the component. */
    record Start(String version) implements Act {}

    /** End these, if any, then start one of this version. */
    record Restart(List<String> targets, String version) implements Act {}

    /** Why a command is refused; each is the first word of the result's message. */
    enum Reason {
        /** Its {@code validUntil} has passed. */
        LATE,
        /** The plane was restored or moved since. */
        STALE_PLANE,
        /** A newer command of the worker was seen. */
        STALE_GENERATION,
        /** Nobody has declared what the worker is. */
        UNKNOWN_COMPONENT,
        /** The component is another agent's. */
        OTHER_AGENT,
        /** The command or the component names an executor that this agent does not have. */
        EXECUTOR,
        /** The operator wants the worker stopped. */
        DESIRED_STOPPED,
        /** The component has no such version, or no command to start it. */
        VERSION,
        /** The process that it is meant for does not run. */
        NOT_RUNNING,
        /** A process of another incarnation of the worker runs. */
        OTHER_INCARNATION,
        /** {@code before} and {@code after} do not name the same settings, or none. */
        SETTINGS,
        /** The component names no settings file. */
        PREREQUISITE,
        /** The settings file cannot be read, understood or safely replaced. */
        SETTINGS_FILE,
        /** A setting is not what the command expects. */
        DIFFERENT_VALUE
    }
}
