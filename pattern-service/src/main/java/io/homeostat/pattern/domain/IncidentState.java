package io.homeostat.pattern.domain;

import io.homeostat.common.contract.Incident;
import java.time.Instant;
import java.util.ArrayList;
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
            List<String> known) {

        /** References and kinds that are remembered. */
        static final int REMEMBERED_MAX = 64;

        /** Before the first contribution, which opens the incident. */
        static Track openedBy(Signal.Trouble trouble, Instant at, long nowMs) {
            return new Track(
                    trouble.service(),
                    trouble.workerType(),
                    at,
                    1,
                    0,
                    0,
                    false,
                    true,
                    nowMs,
                    nowMs,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    List.of(),
                    List.of());
        }

        Track counting(Signal.Trouble trouble, String kind, long nowMs) {
            return new Track(
                    service == null ? trouble.service() : service,
                    workerType == null ? trouble.workerType() : workerType,
                    episodeAt,
                    episode,
                    records,
                    contributions + 1,
                    lasting || trouble.lasting(),
                    synthetic && trouble.synthetic(),
                    progressMs,
                    nowMs,
                    updateDueMs,
                    settledMs,
                    remembering(refs, trouble.refId()),
                    remembering(known, kind));
        }

        Track reopened(Instant at, long nowMs) {
            return new Track(
                    service,
                    workerType,
                    at,
                    episode + 1,
                    records,
                    contributions,
                    false,
                    synthetic,
                    nowMs,
                    contributedMs,
                    updateDueMs,
                    Long.MAX_VALUE,
                    refs,
                    List.of());
        }

        Track gotOn(long nowMs) {
            return with(records, lasting, nowMs, updateDueMs, settledMs);
        }

        Track recorded(long nextUpdateMs) {
            return with(records + 1, lasting, progressMs, nextUpdateMs, settledMs);
        }

        Track over(long settlesMs) {
            return with(records, false, progressMs, Long.MAX_VALUE, settlesMs);
        }

        /** What a reopening long after the end still needs. */
        Track settled() {
            return new Track(
                    service,
                    workerType,
                    episodeAt,
                    episode,
                    records,
                    contributions,
                    false,
                    synthetic,
                    progressMs,
                    contributedMs,
                    Long.MAX_VALUE,
                    Long.MAX_VALUE,
                    List.of(),
                    List.of());
        }

        private Track with(int written, boolean lasts, long progress, long nextUpdateMs, long settlesMs) {
            return new Track(
                    service,
                    workerType,
                    episodeAt,
                    episode,
                    written,
                    contributions,
                    lasts,
                    synthetic,
                    progress,
                    contributedMs,
                    nextUpdateMs,
                    settlesMs,
                    refs,
                    known);
        }

        private static List<String> remembering(List<String> all, String one) {
            if (all.contains(one)) {
                return all;
            }
            var next = new ArrayList<>(all);
            next.add(one);
            return List.copyOf(next.size() > REMEMBERED_MAX ? next.subList(1, next.size()) : next);
        }
    }
}
