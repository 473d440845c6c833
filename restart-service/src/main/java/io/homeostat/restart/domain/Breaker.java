package io.homeostat.restart.domain;

import io.homeostat.common.contract.CircuitBreaker.State;
import io.homeostat.common.policy.SlidingWindow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The circuit breaker of one worker type.
 *
 * <pre>
 *            threshold failures in the window, or a last attempt that could not even be started
 *   CLOSED ───────────────────────────────────────────────────────────────────────────────────► OPEN
 *     ▲                                                                        reset_seconds │ ▲
 *     │ success threshold                                                          inclusive ▼ │ any failure, or a lost probe:
 *     └──────────────────────────────────────────────────────────────────────────────── HALF_OPEN  a fresh timer
 * </pre>
 *
 * @param failures of CLOSED, in observed time; empty in the other states
 * @param failureCount what opened it; in CLOSED the count at the last change
 * @param reason of the last transition
 * @param openedAt append time; null while CLOSED
 * @param retryAtMs observed time from which an OPEN breaker is HALF_OPEN
 * @param retryAt the same as append time; null unless OPEN
 * @param probes restarts under way in HALF_OPEN
 * @param successes of probes since HALF_OPEN
 * @param transitions so far: part of the ids of the records
 * @param incidentId from the first opening to the closing; null while CLOSED
 * @param lastRecord id of the last record of this breaker; null before the first
 */
public record Breaker(
        String workerType,
        State state,
        SlidingWindow failures,
        int failureCount,
        String reason,
        @Nullable Instant openedAt,
        long retryAtMs,
        @Nullable Instant retryAt,
        List<Probe> probes,
        int successes,
        int transitions,
        @Nullable String incidentId,
        @Nullable String lastRecord) {

    /**
     * A restart admitted in HALF_OPEN.
     *
     * @param lineage of the restart
     * @param leaseUntilMs observed time at which it counts as lost
     */
    public record Probe(String lineage, long leaseUntilMs) {}

    public Breaker {
        probes = List.copyOf(probes);
    }

    /** The breaker of a type of which nothing was heard yet. */
    public static Breaker closed(String workerType) {
        return new Breaker(
                workerType, State.CLOSED, SlidingWindow.EMPTY, 0, "", null, 0, null, List.of(), 0, 0, null, null);
    }

    /** The observed time at which the breaker changes by itself; {@link Long#MAX_VALUE}: never. */
    public long dueMs() {
        return switch (state) {
            case CLOSED -> Long.MAX_VALUE;
            case OPEN -> retryAtMs;
            case HALF_OPEN ->
                probes.stream().mapToLong(Probe::leaseUntilMs).min().orElse(Long.MAX_VALUE);
        };
    }

    boolean holdsProbe(String lineage) {
        return probes.stream().anyMatch(probe -> probe.lineage.equals(lineage));
    }

    Breaker withFailures(SlidingWindow other) {
        return new Breaker(
                workerType,
                state,
                other,
                failureCount,
                reason,
                openedAt,
                retryAtMs,
                retryAt,
                probes,
                successes,
                transitions,
                incidentId,
                lastRecord);
    }

    Breaker withProbes(List<Probe> other, int newSuccesses) {
        return new Breaker(
                workerType,
                state,
                failures,
                failureCount,
                reason,
                openedAt,
                retryAtMs,
                retryAt,
                other,
                newSuccesses,
                transitions,
                incidentId,
                lastRecord);
    }

    Breaker recorded(String recordId) {
        return new Breaker(
                workerType,
                state,
                failures,
                failureCount,
                reason,
                openedAt,
                retryAtMs,
                retryAt,
                probes,
                successes,
                transitions,
                incidentId,
                recordId);
    }
}
