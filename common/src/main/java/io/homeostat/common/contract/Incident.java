package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One trouble of one subject, from its first sign to its end: one record of the topic per change. The same id
 * is the same incident; one that comes back under its id says so in its timeline.
 *
 * @param incidentId minted by whoever detected the trouble
 * @param severity of the gravest contribution so far
 * @param subject what the trouble is of: a worker, a type, a service, a pattern
 * @param title one line for a person
 * @param openedAt append time of the first contribution
 * @param respondBy until when a person must have responded; by the severity
 * @param escalationLevel 0: nobody beyond those on call; grows, never falls while the incident is open
 * @param escalatedAt of the last escalation; null: none
 * @param nextUpdateAt until when the next status update is owed; null for P2, P3 and what is resolved
 * @param affected subjects that contributed, in order of appearance, bounded
 * @param timeline oldest first, bounded; beyond the bound entries of the middle were dropped
 * @param timelineDropped how many; beyond the contract
 * @param acknowledgedBy the person who took it; null: nobody yet; beyond the contract
 * @param resolvedAt null while it is not
 * @param provenance without an incident id, as the record has its own; null only in the state of the service that keeps it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Incident(
        String incidentId,
        Severity severity,
        Status status,
        String subject,
        String title,
        Instant openedAt,
        Instant respondBy,
        int escalationLevel,
        @Nullable Instant escalatedAt,
        @Nullable Instant nextUpdateAt,
        List<String> affected,
        List<Entry> timeline,
        @JsonInclude(JsonInclude.Include.NON_DEFAULT) int timelineDropped,
        @Nullable String acknowledgedBy,
        @Nullable Instant resolvedAt,
        @JsonUnwrapped @Nullable Provenance provenance) {

    /** Entries of a timeline at most. */
    public static final int TIMELINE_MAX = 50;

    /** OPEN: nobody has taken it; ACKNOWLEDGED: a person has; RESOLVED: over. */
    public enum Status {
        OPEN,
        ACKNOWLEDGED,
        RESOLVED
    }

    /**
     * Something that happened.
     *
     * @param time append time of what it was
     * @param what one sentence
     * @param refId of the record that says more
     */
    public record Entry(Instant time, String what, String refId) {}

    /** A second {@code incidentId} beside the record's own would make the JSON a broken one. */
    public Incident {
        affected = List.copyOf(affected);
        timeline = List.copyOf(timeline);
        if (provenance != null && provenance.incidentId() != null) {
            provenance = new Provenance(
                    provenance.id(),
                    provenance.causeId(),
                    null,
                    provenance.decision(),
                    provenance.message(),
                    provenance.evidence(),
                    provenance.policy(),
                    provenance.validUntil(),
                    provenance.synthetic());
        }
    }
}
