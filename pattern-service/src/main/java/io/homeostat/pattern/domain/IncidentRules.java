package io.homeostat.pattern.domain;

import io.homeostat.common.contract.Incident;
import io.homeostat.common.contract.Incident.Status;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.policy.IncidentPolicy;
import io.homeostat.common.policy.Policies.InForce;
import io.homeostat.pattern.domain.IncidentDecision.Change;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The same incident id is the same incident: what comes first opens it, the rest adds to it, one record per change. A second
 * contribution of the same kind and subject is counted and keeps it from being stable, but is no change.
 */
public final class IncidentRules {

    private static final long MINUTE_MS = 60_000;
    private static final long SETTLES_AFTER_MS = 7 * 24 * 60 * MINUTE_MS;

    private IncidentRules() {}

    /** What becomes of an incident; null: it is not known and stays so. */
    public record Verdict(@Nullable IncidentState state, List<IncidentDecision> decisions) {}

    /**
     * Something happened.
     *
     * @param at append time of it
     */
    public static Verdict decide(
            @Nullable IncidentState state, Signal signal, Instant at, InForce<IncidentPolicy> policy, Now now) {
        return switch (signal) {
            case Signal.Trouble trouble ->
                state == null
                        ? opened(trouble, at, policy, now)
                        : trouble(new IncidentCase(state, policy, now), trouble, at);
            case Signal.Ended ended -> ended(state, ended, at, policy, now);
            case Signal.Ordered(var command, var _) -> Commands.decide(state, command, at, policy, now);
        };
    }

    private static Verdict opened(Signal.Trouble trouble, Instant at, InForce<IncidentPolicy> policy, Now now) {
        var severity = trouble.severity();
        var shown = new Incident(
                trouble.incidentId(),
                severity,
                Status.OPEN,
                trouble.subject(),
                trouble.what() + " of " + trouble.subject(),
                at,
                at,
                0,
                null,
                null,
                List.of(),
                List.of(),
                0,
                null,
                null,
                null);
        var track = IncidentState.Track.openedBy(trouble, at, now.observedMs());
        var on = new IncidentCase(new IncidentState(shown, track), policy, now);
        on.respondBy = on.respondBy(at);
        adds(on, trouble, at);
        atOnce(on, at);
        on.write(Change.OPENED, at, sentence(trouble), trouble.causeId());
        return on.verdict();
    }

    private static Verdict trouble(IncidentCase on, Signal.Trouble trouble, Instant at) {
        if (on.track.refs().contains(trouble.refId())) {
            return on.verdict(); // read again
        }
        boolean known = on.track.known().contains(kind(trouble));
        if (on.isResolved()) {
            if (on.resolvedAt == null || at.isAfter(on.resolvedAt)) {
                reopened(on, trouble, at);
            } else {
                straggler(on, trouble, known, at);
            }
        } else if (known && !raises(on, trouble)) {
            on.counts(trouble, kind(trouble));
        } else {
            if (raises(on, trouble)) {
                on.severity = trouble.severity();
                var by = on.respondBy(at);
                on.respondBy = by.isBefore(on.respondBy) ? by : on.respondBy;
            }
            adds(on, trouble, at);
            atOnce(on, at);
            on.write(Change.UPDATED, at, sentence(trouble), trouble.causeId());
        }
        return on.verdict();
    }

    /** What happened before the end but is read after it belongs to the story; it is no new trouble. */
    private static void straggler(IncidentCase on, Signal.Trouble trouble, boolean known, Instant at) {
        if (known) {
            on.counts(trouble, kind(trouble));
        } else {
            adds(on, trouble, at);
            on.write(Change.UPDATED, at, sentence(trouble), trouble.causeId());
        }
    }

    private static void reopened(IncidentCase on, Signal.Trouble trouble, Instant at) {
        on.status = Status.OPEN;
        on.resolvedAt = null;
        on.acknowledgedBy = null;
        on.severity = trouble.severity();
        on.level = 0;
        on.escalatedAt = null;
        on.respondBy = on.respondBy(at);
        on.track = on.track.reopened(at, now(on));
        on.tell(at, "Reopened: the trouble is back", trouble.refId());
        adds(on, trouble, at);
        atOnce(on, at);
        on.write(Change.REOPENED, at, "The trouble is back: " + sentence(trouble), trouble.causeId());
    }

    private static Verdict ended(
            @Nullable IncidentState state, Signal.Ended ended, Instant at, InForce<IncidentPolicy> policy, Now now) {
        if (state == null) {
            return new Verdict(null, List.of()); // a suspicion that was no incident
        }
        var on = new IncidentCase(state, policy, now);
        if (!on.isResolved() && !at.isBefore(on.track.episodeAt())) {
            resolve(on, at, ended.message(), ended.refId(), ended.causeId());
        }
        return on.verdict();
    }

    static void resolve(IncidentCase on, Instant at, String message, String refId, String causeId) {
        on.status = Status.RESOLVED;
        on.resolvedAt = at;
        on.tell(at, message, refId);
        on.track = on.track.over(now(on) + SETTLES_AFTER_MS);
        on.write(Change.RESOLVED, at, message, causeId);
    }

    /** When the incident is to be looked at without anything happening; {@link Long#MAX_VALUE}: never. */
    public static long dueMs(IncidentState state, IncidentPolicy policy) {
        var track = state.track();
        if (state.shown().status() == Status.RESOLVED) {
            return track.settledMs();
        }
        long due = Math.min(track.updateDueMs(), escalationMs(state.shown().escalationLevel(), track, policy));
        return track.lasting() ? due : Math.min(due, track.contributedMs() + policy.stableMinutes() * MINUTE_MS);
    }

    /** Time has passed, without anything happening. */
    public static Verdict due(IncidentState state, InForce<IncidentPolicy> policy, Now now, String causeId) {
        var on = new IncidentCase(state, policy, now);
        var terms = policy.policy();
        if (on.isResolved()) {
            if (now.observedMs() >= on.track.settledMs()) {
                on.settle();
            }
            return on.verdict();
        }
        if (!on.track.lasting() && now.observedMs() >= on.track.contributedMs() + terms.stableMinutes() * MINUTE_MS) {
            var message = "Nothing more was heard of it for " + terms.stableMinutes() + " minutes";
            resolve(on, now.at(), message, causeId, causeId);
            return on.verdict();
        }
        int level = on.level;
        while (now.observedMs() >= escalationMs(level, on.track, terms)) {
            level++;
        }
        if (level > on.level) {
            long minutes = terms.escalateMinutes().get(level - 1);
            escalates(on, level, now.at(), "Level " + level + ": no progress for " + minutes + " minutes", causeId);
            on.write(Change.ESCALATED, now.at(), "No progress for " + minutes + " minutes", causeId);
        } else if (now.observedMs() >= on.track.updateDueMs()) {
            var message = "A status update is due every " + terms.updateMinutes() + " minutes";
            on.write(Change.UPDATE_DUE, now.at(), message, causeId);
        }
        return on.verdict();
    }

    /** When the level above {@code level} is reached. */
    private static long escalationMs(int level, IncidentState.Track track, IncidentPolicy policy) {
        var minutes = policy.escalateMinutes();
        return level < minutes.size() ? track.progressMs() + minutes.get(level) * MINUTE_MS : Long.MAX_VALUE;
    }

    /** A P0 waits for nobody. */
    private static void atOnce(IncidentCase on, Instant at) {
        if (on.severity == Severity.P0 && on.level == 0) {
            escalates(on, 1, at, "Level 1: P0 escalates at once", on.incidentId);
        }
    }

    private static void escalates(IncidentCase on, int level, Instant at, String what, String refId) {
        on.level = level;
        on.escalatedAt = at;
        on.tell(at, what, refId);
    }

    private static void adds(IncidentCase on, Signal.Trouble trouble, Instant at) {
        on.affects(trouble.subject());
        on.tell(at, sentence(trouble), trouble.refId());
        on.counts(trouble, kind(trouble));
    }

    private static long now(IncidentCase on) {
        return on.now.observedMs();
    }

    private static boolean raises(IncidentCase on, Signal.Trouble trouble) {
        return trouble.severity().compareTo(on.severity) < 0;
    }

    private static String kind(Signal.Trouble trouble) {
        return trouble.what() + ' ' + trouble.subject();
    }

    private static String sentence(Signal.Trouble trouble) {
        var message = trouble.message();
        if (message == null || message.isBlank()) {
            return trouble.what() + " of " + trouble.subject();
        }
        return trouble.what() + ": " + message.strip();
    }
}
