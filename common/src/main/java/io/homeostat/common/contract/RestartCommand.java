package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Do this to a worker. {@code provenance.validUntil} is always set. An agent acts once per {@code commandId}, never on a
 * {@code generation} below one that it has seen for the worker, never late, and only on {@code expectedIncarnation}.
 *
 * @param agent name of the agent that is meant; null with executor TOPIC: whoever integrates may carry it out
 * @param expectedIncarnation the incarnation that the command was decided on; null means do not compare
 * @param generation counts per worker on this topic, + 1 per command
 * @param planeGeneration commands of an older plane generation are void
 * @param parameters of the executor; START carries {@code version}
 * @param terminate null for START
 */
public record RestartCommand(
        String commandId,
        Action action,
        @Nullable String agent,
        String restartId,
        String workerId,
        String workerType,
        @Nullable String taskId,
        @Nullable String expectedIncarnation,
        long generation,
        long planeGeneration,
        Executor executor,
        Map<String, String> parameters,
        @Nullable Terminate terminate,
        @JsonUnwrapped Provenance provenance) {

    /** What to do. A START's or RESTART's new incarnation is the command's id. */
    public enum Action {
        TERMINATE,
        START,
        RESTART
    }

    /**
     * How to end the process.
     *
     * @param gracefulSeconds wait after the polite request, at least 0
     * @param force kill it afterwards
     */
    public record Terminate(long gracefulSeconds, boolean force) {}
}
