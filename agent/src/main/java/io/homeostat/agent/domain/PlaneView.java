package io.homeostat.agent.domain;

import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Executor;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The plane as the agent has read it.
 *
 * @param agent the agent's own name
 * @param executor the one that the agent has
 * @param component of the worker, else of its type; null: none declared
 * @param planeGeneration 0 before provisioning
 * @param now the newest append time known, advanced by the monotonic clock (mechanics 1); null before any was read
 * @param left versions that a rollback of the component's service has left for the one that it names now
 */
public record PlaneView(
        String agent,
        Executor executor,
        @Nullable Component component,
        long planeGeneration,
        @Nullable Instant now,
        Set<String> left) {

    public PlaneView {
        left = Set.copyOf(left);
    }
}
