package io.homeostat.pattern.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Incident;
import io.homeostat.common.contract.Incident.Entry;
import io.homeostat.common.contract.Incident.Status;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.policy.IncidentPolicy;
import io.homeostat.common.policy.Policies.InForce;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One incident while one decision is made about it: a working copy of the state, and what is written. */
final class IncidentCase {

    /** Subjects listed as affected at most. */
    static final int AFFECTED_MAX = 100;

    /** The first entries of a timeline are how it began and stay; dropped is the oldest behind them. */
    static final int BEGINNING = 10;

    /** Characters of what is told; the record that it refers to has the rest. */
    static final int SENTENCE_MAX = 300;

    private static final long MINUTE_MS = 60_000;

    final InForce<IncidentPolicy> policy;
    final Now now;
    final String incidentId;
    final String subject;
    final String title;
    final Instant openedAt;
    Severity severity;
    Status status;
    Instant respondBy;
    int level;

    @Nullable
    Instant escalatedAt;

    @Nullable
    Instant nextUpdateAt;

    @Nullable
    String acknowledgedBy;

    @Nullable
    Instant resolvedAt;

    private final List<String> affected;
    private final List<Entry> timeline;
    private int dropped;
    IncidentState.Track track;
    private final List<IncidentDecision> decisions = new ArrayList<>();

    IncidentCase(IncidentState state, InForce<IncidentPolicy> policy, Now now) {
        this.policy = policy;
        this.now = now;
        var shown = state.shown();
        incidentId = shown.incidentId();
        subject = shown.subject();
        title = shown.title();
        openedAt = shown.openedAt();
        severity = shown.severity();
        status = shown.status();
        respondBy = shown.respondBy();
        level = shown.escalationLevel();
        escalatedAt = shown.escalatedAt();
        nextUpdateAt = shown.nextUpdateAt();
        acknowledgedBy = shown.acknowledgedBy();
        resolvedAt = shown.resolvedAt();
        affected = new ArrayList<>(shown.affected());
        timeline = new ArrayList<>(shown.timeline());
        dropped = shown.timelineDropped();
        track = state.track();
    }

    boolean isResolved() {
        return status == Status.RESOLVED;
    }

    /** By when a person must respond to what has this severity from {@code at} on. */
    Instant respondBy(Instant at) {
        return at.plus(Duration.ofMinutes(policy.policy().respondMinutes().of(severity)));
    }

    void tell(Instant time, String what, String refId) {
        timeline.add(new Entry(time, sentence(what), refId));
        if (timeline.size() > Incident.TIMELINE_MAX) {
            timeline.remove(BEGINNING);
            dropped++;
        }
    }

    /** The first line of a message, cut: fifty of the longest ones would not fit into a record. */
    static String sentence(String message) {
        var line = message.strip().lines().findFirst().orElse("");
        if (line.length() <= SENTENCE_MAX) {
            return line;
        }
        boolean splits = Character.isHighSurrogate(line.charAt(SENTENCE_MAX - 1));
        return line.substring(0, splits ? SENTENCE_MAX - 1 : SENTENCE_MAX) + '…';
    }

    /** Lists a subject as affected, unless it is listed or the list is full. */
    void affects(String one) {
        if (!affected.contains(one) && affected.size() < AFFECTED_MAX) {
            affected.add(one);
        }
    }

    /** What a reopening long after the end still needs; the whole story stands in the log. */
    void settle() {
        while (timeline.size() > 2) {
            timeline.remove(1);
            dropped++;
        }
        affected.clear();
        affected.add(subject);
        track = track.settled();
    }

    void counts(Signal.Trouble trouble, String kind) {
        track = track.counting(trouble, kind, now.observedMs());
    }

    /** Writes the incident as it now is. P0 and P1 owe the next status update from here. */
    void write(IncidentDecision.Change change, Instant at, String message, String causeId) {
        boolean owes = !isResolved() && (severity == Severity.P0 || severity == Severity.P1);
        long updateMs = policy.policy().updateMinutes() * MINUTE_MS;
        nextUpdateAt = owes ? at.plusMillis(updateMs) : null;
        track = track.recorded(owes ? now.observedMs() + updateMs : Long.MAX_VALUE);
        var provenance = new Provenance(
                Ids.of("icr", incidentId, track.records()),
                causeId,
                incidentId,
                change.name(),
                sentence(message),
                Evidence.of("contributions", track.contributions())
                        .and("episode", track.episode())
                        .and("observedMs", now.observedMs())
                        .toMap(),
                policy.ref(),
                null,
                track.synthetic());
        decisions.add(new IncidentDecision.Written(change, shown(provenance), provenance));
    }

    void answer(IncidentDecision.Answered answered) {
        decisions.add(answered);
    }

    IncidentRules.Verdict verdict() {
        return new IncidentRules.Verdict(new IncidentState(shown(null), track), List.copyOf(decisions));
    }

    private Incident shown(@Nullable Provenance provenance) {
        return new Incident(
                incidentId,
                severity,
                status,
                subject,
                title,
                openedAt,
                respondBy,
                level,
                escalatedAt,
                nextUpdateAt,
                affected,
                timeline,
                dropped,
                acknowledgedBy,
                resolvedAt,
                provenance);
    }
}
