package io.homeostat.agent.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a process ended.
 *
 * @param exitCode as the operating system reported it, 128 + signal where it was killed; null if the process was not a
 *     child of the agent any more
 * @param message what is known beyond the code; null: nothing
 * @param time the agent's own clock, for diagnosis only
 */
public record End(
        Cause cause, @Nullable Integer exitCode, @Nullable String message, Instant time) {

    /** Why a process ended. */
    public enum Cause {
        /** Nobody asked for it: a failure, with exit code 0 too (mechanics 19). */
        CRASH,
        /** A TERMINATE or RESTART of the plane. */
        COMMAND,
        /** The operator wants it stopped, or removed the component. */
        WILL,
        /** The agent was asked to end its components with itself. */
        AGENT_EXIT;

        /** True where the component's {@code desired: RUNNING} starts the worker again, without a command. */
        public boolean startsAgainByItself() {
            return this == WILL || this == AGENT_EXIT;
        }
    }
}
