package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Rollback;
import io.homeostat.common.policy.RollbackPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one watched version.
 *
 * @param samples what the last checks said, in their order; as many as any verdict looks at
 * @param checkIds of the last {@value #CHECK_IDS_MAX} pushed checks, as {@link Ledger#memory}: each counts once
 * @param checks that said something, since the start
 * @param own records that the service itself made, since the start: names them
 * @param unknowns in a row, up to now
 * @param silences times that UNKNOWN became an incident; the last one still is while {@code unknowns} says so
 * @param last verdict; null before the first check
 * @param sinceMs observed time of the start
 */
public record Observation(
        String version,
        Rhythm rhythm,
        Rates rates,
        List<Sample> samples,
        List<String> checkIds,
        int checks,
        int own,
        int unknowns,
        int silences,
        Rollback.@Nullable Decision last,
        long sinceMs) {

    static final int CHECK_IDS_MAX = 256;

    /** UNKNOWN in a row from which on the missing data are an incident of their own. */
    static final int UNKNOWNS_MAX = 3;

    public Observation {
        samples = List.copyOf(samples);
        checkIds = List.copyOf(checkIds);
    }

    static Observation of(String version, long nowMs) {
        return new Observation(version, Rhythm.from(nowMs), Rates.NONE, List.of(), List.of(), 0, 0, 0, 0, null, nowMs);
    }

    /** Distance of own checks: half of it while DEGRADED. */
    long stepMs(RollbackPolicy policy) {
        return policy.checkIntervalMs() / stepsPerInterval();
    }

    private int stepsPerInterval() {
        return isDegraded() ? 2 : 1;
    }

    /** True if it must be said that nothing is known. */
    boolean isUnknown() {
        return rhythm.isUnknown(stepsPerInterval());
    }

    long dueMs(RollbackPolicy policy) {
        return rhythm.endMs(stepMs(policy));
    }

    /** True while the missing data are an incident. */
    boolean isSilent() {
        return unknowns >= UNKNOWNS_MAX;
    }

    /** A check said something. */
    Observation sampled(Sample sample, RollbackPolicy policy) {
        var all = new ArrayList<>(samples);
        all.add(sample);
        int kept = (int) Math.max(policy.checkWindowSize(), VerdictRules.PATTERN_CHECKS);
        return new Observation(
                version,
                rhythm,
                rates.counted(),
                all.subList(Math.max(0, all.size() - kept), all.size()),
                checkIds,
                checks + 1,
                own,
                0,
                silences,
                last,
                sinceMs);
    }

    /** Nothing could be said. */
    Observation unknown() {
        int more = unknowns + 1;
        return new Observation(
                version,
                rhythm,
                rates,
                samples,
                checkIds,
                checks,
                own,
                more,
                more == UNKNOWNS_MAX ? silences + 1 : silences,
                last,
                sinceMs);
    }

    /** A verdict was given. */
    Observation judged(Rollback.Decision decision) {
        return new Observation(
                version, rhythm, rates, samples, checkIds, checks, own, unknowns, silences, decision, sinceMs);
    }

    /** Somebody's check changed the pace of own checks: a new interval begins with it. */
    Observation repaced(long nowMs) {
        return with(new Rhythm(nowMs, true, false, nowMs, 0));
    }

    /** The last verdict that could be given calls for action. */
    boolean isFailing() {
        return last == Rollback.Decision.ESCALATE || last == Rollback.Decision.ROLLBACK;
    }

    boolean isDegraded() {
        return last == Rollback.Decision.DEGRADED;
    }

    Observation remembering(String checkId) {
        var kept = Ledger.remembering(checkIds, checkId, CHECK_IDS_MAX);
        return new Observation(version, rhythm, rates, samples, kept, checks, own, unknowns, silences, last, sinceMs);
    }

    boolean knows(String checkId) {
        return checkIds.contains(Ledger.memory(checkId));
    }

    /** Nothing is judged any more: only the numbers are kept. */
    Observation closed() {
        return new Observation(
                version, rhythm, Rates.NONE, List.of(), List.of(), checks, own, unknowns, silences, last, sinceMs);
    }

    Observation with(Rhythm next) {
        return new Observation(version, next, rates, samples, checkIds, checks, own, unknowns, silences, last, sinceMs);
    }

    Observation with(Rates next) {
        return new Observation(
                version, rhythm, next, samples, checkIds, checks, own, unknowns, silences, last, sinceMs);
    }

    /** The service itself writes a record. */
    Observation ownRecord() {
        return new Observation(
                version, rhythm, rates, samples, checkIds, checks, own + 1, unknowns, silences, last, sinceMs);
    }
}
