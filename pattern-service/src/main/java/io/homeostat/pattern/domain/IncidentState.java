package io.homeostat.pattern.domain;

import io.homeostat.common.contract.Incident;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An incident as it is kept: what the world sees of it, and what decides its next change.
 *
 * <pre>
 * OPEN ──INCIDENT_ACK──► ACKNOWLEDGED
 *   │ ▲                       │
 *   │ └─ new trouble ─┐       │ end of the trouble, INCIDENT_RESOLVE, or stable for long enough
 *   └───────────► RESOLVED ◄──┘
 * </pre>
 *
 * @param shown without provenance
 */
public record IncidentState(Incident shown, Track track) {

    /**
     * What decides the next change; moments are observed milliseconds.
     *
     * @param service whose policy holds; null: not known
     * @param workerType whose policy holds; null: not known
     * @param episodeAt append time of the opening or of the last reopening
     * @param episode counts from 1; each reopening is the next
     * @param records written so far
     * @param contributions that were counted so far
     * @param lasting an end will be told: until then it is not over, however quiet
     * @param synthetic only drills contributed
     * @param progressMs when it last got on: opened, reopened, acknowledged
     * @param contributedMs when the last contribution came
     * @param updateDueMs when the next status update is owed; {@link Long#MAX_VALUE}: never
     * @param settledMs when an ended one shrinks to what a reopening needs; {@link Long#MAX_VALUE}: never
     * @param refs of the newest contributions, each counts once
     * @param known kinds and subjects that the timeline of this episode tells of
     */
    public record Track(
            @Nullable String service,
            @Nullable String workerType,
            Instant episodeAt,
            int episode,
            int records,
            int contributions,
            boolean lasting,
            boolean synthetic,
            long progressMs,
            long contributedMs,
            long updateDueMs,
            long settledMs,
            List<String> refs,
            List<String> known) {}
}
