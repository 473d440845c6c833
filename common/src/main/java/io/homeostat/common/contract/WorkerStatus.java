package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State of a worker, written on change only; a new incarnation is a change.
 *
 * @param incarnation null until the worker's first beat or registration with one
 * @param previousState null at the first record
 * @param healthScore effective score 0..100; null before the first beat
 * @param missedCount whole heartbeat intervals of silence
 * @param lastSeen append time of the last beat; null if never heard
 * @param since append time of the record that brought the state
 * @param suspicion phi of the accrual detector; null with the fixed detector
 * @param fencedIncarnation with reason FENCED: the incarnation which still beats although it was terminated
 */
public record WorkerStatus(
        String workerId,
        String workerType,
        String service,
        String version,
        String environment,
        @Nullable String incarnation,
        WorkerState state,
        @Nullable WorkerState previousState,
        Reason reason,
        @Nullable Integer healthScore,
        @Nullable HealthStatus healthStatus,
        long missedCount,
        @Nullable Instant lastSeen,
        Instant since,
        @Nullable Long progress,
        @Nullable String taskId,
        @Nullable Double suspicion,
        Heartbeat.@Nullable Tokens tokens,
        @Nullable String fencedIncarnation,
        @JsonUnwrapped Provenance provenance) {

    /** Why the record was written. */
    public enum Reason {
        REGISTERED,
        FIRST_BEAT,
        SILENT,
        NEVER_HEARD,
        CRASHED,
        HEARTBEAT_RESUMED,
        NEW_INCARNATION,
        NO_PROGRESS,
        SCORE_CHANGED,
        GOODBYE,
        RETIRED,
        FENCED,
        PHI,
        FORGOTTEN
    }

    /** Band of the health score. */
    public enum HealthStatus {
        HEALTHY,
        DEGRADED,
        UNHEALTHY
    }
}
