package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A subject set aside until a verified release.
 *
 * @param attempts of the repair that was given up
 * @param lifetimeAttempts of all repairs
 * @param since append time of the record that brought the status
 * @param releasedBy who wanted the release; null before it
 * @param approver the second person who agreed to it; null before it
 */
public record Quarantine(
        String subject,
        String reason,
        int attempts,
        int lifetimeAttempts,
        int patchesApplied,
        Instant since,
        Status status,
        @Nullable String releasedBy,
        @Nullable String approver,
        @JsonUnwrapped Provenance provenance) {

    /** PROBATION: released and watched. */
    public enum Status {
        QUARANTINED,
        PROBATION,
        RELEASED
    }
}
