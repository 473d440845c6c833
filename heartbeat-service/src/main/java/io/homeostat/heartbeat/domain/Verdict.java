package io.homeostat.heartbeat.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of the rules.
 *
 * @param next the worker's state from now on; null: none is kept
 * @param decisions what to write, in this order; empty where only the state moved on, or nothing did
 */
public record Verdict(@Nullable WorkerRecord next, List<WorkerDecision> decisions) {

    public Verdict {
        decisions = List.copyOf(decisions);
    }

    static Verdict silent(@Nullable WorkerRecord next) {
        return new Verdict(next, List.of());
    }
}
