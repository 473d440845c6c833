package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * State of the breaker of a worker type.
 *
 * @param failureCount failures within the window
 * @param openedAt null while CLOSED
 * @param retryAt when OPEN turns HALF_OPEN; null otherwise
 * @param probes restarts now under way in HALF_OPEN
 */
public record CircuitBreaker(
        String workerType,
        State state,
        int failureCount,
        String reason,
        @Nullable Instant openedAt,
        @Nullable Instant retryAt,
        int probes,
        @JsonUnwrapped Provenance provenance) {

    /** CLOSED lets through, OPEN defers, HALF_OPEN lets single probes through. */
    public enum State {
        CLOSED,
        OPEN,
        HALF_OPEN
    }
}
