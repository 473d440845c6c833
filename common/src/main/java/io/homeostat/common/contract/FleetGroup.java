package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counts, storm state and blindness of a group of workers or, with group {@code partition:N}, of a partition of
 * {@code heartbeats}.
 *
 * @param total workers in the group; null for a partition
 * @param since append time from which the state holds
 * @param cause one sentence
 */
public record FleetGroup(
        String group,
        @Nullable Long total,
        @Nullable Long sick,
        State state,
        Instant since,
        @Nullable Instant until,
        @Nullable String cause,
        @Nullable String separatedBy,
        @Nullable Double healthPercent,
        @JsonUnwrapped Provenance provenance) {

    /** NORMAL … RAMP are of storms; BLIND: the plane cannot hear this partition. */
    public enum State {
        NORMAL,
        WARNING,
        SLOWED,
        FROZEN,
        RAMP,
        BLIND
    }
}
