package io.homeostat.pattern.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.FailurePattern;
import io.homeostat.common.contract.FailurePattern.Kind;
import io.homeostat.common.contract.FailurePattern.Status;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.policy.FailurePatternPolicy;
import io.homeostat.common.policy.Policies.InForce;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure that recurs is a pattern from {@code frequency_threshold} occurrences on. One record when it appears, one per
 * change of confidence or status, none when nothing changed.
 */
public final class PatternRules {

    private static final long HOUR_MS = 3_600_000;

    private PatternRules() {}

    /** What becomes of a pattern. */
    public record Verdict(@Nullable PatternState state, List<Told> told) {}

    /**
     * Something to write.
     *
     * @param signal to the pattern's incident; null where it is no news to it
     */
    public record Told(FailurePattern pattern, @Nullable Signal signal) {}

    /** Length of the window in observed time. */
    public static long windowMs(FailurePatternPolicy policy) {
        return policy.timeWindowHours() * HOUR_MS;
    }

    /** True if what happened at {@code atMs} counts at {@code nowMs}; exactly one window old it no longer does. */
    public static boolean counts(long atMs, long nowMs, FailurePatternPolicy policy) {
        return nowMs - atMs < windowMs(policy);
    }

    /**
     * One more occurrence within the window, which was not counted before.
     *
     * @param atMs observed time of it
     * @param at append time of it
     */
    public static Verdict occurred(
            @Nullable PatternState state,
            Occurrence occurrence,
            long atMs,
            Instant at,
            InForce<FailurePatternPolicy> policy) {
        var next = state == null ? PatternState.startedBy(occurrence, atMs, at) : state.and(occurrence, atMs, at);
        return judged(next, policy, occurrence.causeId());
    }

    /**
     * Occurrences left the window, or the policy changed.
     *
     * @param left occurrences that still count
     * @param oldestMs observed time of the oldest of them
     * @param causeId coordinates of the tick
     */
    public static Verdict left(
            PatternState state, int left, long oldestMs, InForce<FailurePatternPolicy> policy, String causeId) {
        var verdict = judged(state.left(left, oldestMs), policy, causeId);
        return left == 0 ? new Verdict(null, verdict.told) : verdict;
    }

    private static Verdict judged(PatternState state, InForce<FailurePatternPolicy> policy, String causeId) {
        long threshold = policy.policy().frequencyThreshold();
        var confidence = Confidence.of(state.count(), threshold);
        boolean exists = state.count() >= threshold;
        if (!exists && state.told() != Status.ACTIVE) {
            return new Verdict(state, List.of());
        }
        var known = state.told() == Status.ACTIVE ? state.confidence() : null;
        if (exists && known != null && confidence.compareTo(known) == 0) {
            return new Verdict(state, List.of());
        }
        var record = record(state, exists ? Status.ACTIVE : Status.RESOLVED, confidence, policy, causeId);
        return new Verdict(state.told(record), List.of(new Told(record, signal(state, record))));
    }

    private static FailurePattern record(
            PatternState state,
            Status status,
            BigDecimal confidence,
            InForce<FailurePatternPolicy> policy,
            String causeId) {
        var first = state.first();
        var taxonomy = first.taxonomy();
        var patternId = first.patternId();
        var id = Ids.of("ptr", patternId, state.firstSeen().toEpochMilli(), state.records() + 1);
        var message = taxonomy.category() + ':' + taxonomy.type() + " of " + first.workerType() + " occurred "
                + state.count() + " times within " + policy.policy().timeWindowHours() + " h";
        return new FailurePattern(
                patternId,
                Kind.FREQUENCY,
                taxonomy.category(),
                taxonomy.type(),
                first.workerType(),
                first.service(),
                state.version(),
                first.signature(),
                state.count(),
                state.firstSeen(),
                state.lastSeen(),
                policy.policy().timeWindowHours(),
                confidence,
                taxonomy.severity(),
                state.subjects(),
                state.examples(),
                status,
                new Provenance(
                        id,
                        causeId,
                        Ids.of("inc", patternId, state.firstSeen().toEpochMilli()),
                        status.name(),
                        message,
                        Evidence.of("occurrences", state.count())
                                .and("threshold", policy.policy().frequencyThreshold())
                                .and("lastOccurrence", state.lastCause())
                                .and("kind", first.kind().name())
                                .toMap(),
                        policy.ref(),
                        null,
                        false));
    }

    /** The incident hears of the pattern, of each rise of its confidence and of its end; a fall is no new trouble. */
    private static @Nullable Signal signal(PatternState before, FailurePattern record) {
        var provenance = record.provenance();
        if (provenance == null || provenance.incidentId() == null) {
            return null;
        }
        var incidentId = provenance.incidentId();
        var message = String.valueOf(provenance.message());
        if (record.status() == Status.RESOLVED) {
            return new Signal.Ended(incidentId, message, provenance.id(), provenance.causeId());
        }
        var known = before.told() == Status.ACTIVE ? before.confidence() : null;
        if (known != null && known.compareTo(record.confidence()) >= 0) {
            return null;
        }
        return new Signal.Trouble(
                incidentId,
                "Recurring " + record.classification() + " at confidence " + record.confidence(),
                record.patternId(),
                record.service(),
                record.workerType(),
                record.severity(),
                message,
                true,
                provenance.id(),
                provenance.causeId(),
                false);
    }
}
