package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One step in the life of a restart; refusals and deferrals included.
 *
 * @param attempt 1 … maxAttempts; 0 where the restart was refused before any attempt
 * @param scheduledAt append time from which the attempt is due; null where nothing is planned
 * @param delaySeconds backoff before this attempt
 * @param generation of the command; null where none was sent
 */
public record Restart(
        String restartId,
        String workerId,
        String workerType,
        @Nullable String taskId,
        int attempt,
        int maxAttempts,
        Status status,
        Reason reason,
        @Nullable Instant scheduledAt,
        @Nullable Long delaySeconds,
        @Nullable Long generation,
        @Nullable String commandId,
        @JsonUnwrapped Provenance provenance) {

    /** Final are SUCCEEDED, REFUSED, ABANDONED, CANCELLED and EXPIRED. */
    public enum Status {
        SCHEDULED,
        DEFERRED,
        COMMANDED,
        SUCCEEDED,
        FAILED,
        UNKNOWN,
        REFUSED,
        ABANDONED,
        CANCELLED,
        EXPIRED,
        DRY_RUN
    }

    /** Why. */
    public enum Reason {
        ZOMBIE,
        FAILED,
        STUCK,
        REQUESTED,
        DISABLED,
        UNKNOWN_WORKER,
        TASK_INTERVAL,
        BREAKER_OVERRIDE,
        MAX_RETRIES_EXCEEDED,
        CIRCUIT_BREAKER_OPEN,
        RATE_LIMITED,
        INSUFFICIENT_BUDGET,
        ALREADY_PENDING,
        RECOVERED,
        NOT_RESTARTABLE,
        QUARANTINED,
        STORM_FROZEN,
        STORM_SLOWED,
        BLIND,
        PAUSED,
        MAINTENANCE,
        DEPENDENCY_DOWN,
        STALE,
        CUMULATIVE_COST,
        DEADLINE,
        MANUAL
    }
}
