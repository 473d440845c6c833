package io.homeostat.autofix.domain;

import static java.util.Objects.requireNonNull;

import io.homeostat.common.contract.FailureKind;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What of a failure pattern a fix depends on.
 *
 * @param classification {@code category:type}
 * @param service null if the pattern is not of one
 * @param lastSeen append time of the newest occurrence that is known
 * @param subjects workers of the newest occurrences, the newest first
 * @param active false: resolved, or forgotten
 * @param causeId id of the pattern's record, else its coordinates
 * @param incidentId null outside of any incident
 * @param kind of failure of which the pattern was made first; null if its record does not say
 */
public record Pattern(
        String patternId,
        String classification,
        String workerType,
        @Nullable String service,
        long occurrences,
        Instant lastSeen,
        BigDecimal confidence,
        List<String> subjects,
        boolean active,
        String causeId,
        @Nullable String incidentId,
        boolean synthetic,
        @Nullable FailureKind kind) {

    public Pattern {
        requireNonNull(patternId, "patternId");
        requireNonNull(classification, "classification");
        requireNonNull(workerType, "workerType");
        requireNonNull(lastSeen, "lastSeen");
        requireNonNull(confidence, "confidence");
        requireNonNull(causeId, "causeId");
        subjects = List.copyOf(subjects);
    }

    String category() {
        int colon = classification.indexOf(':');
        return colon < 0 ? classification : classification.substring(0, colon);
    }

    /** The pattern with a newer occurrence. */
    Pattern seenAt(Instant at) {
        return at.isAfter(lastSeen) ? copy(at, active) : this;
    }

    /** The pattern when it is no more. */
    public Pattern ended() {
        return copy(lastSeen, false);
    }

    private Pattern copy(Instant seen, boolean isActive) {
        return new Pattern(
                patternId,
                classification,
                workerType,
                service,
                occurrences,
                seen,
                confidence,
                subjects,
                isActive,
                causeId,
                incidentId,
                synthetic,
                kind);
    }
}
