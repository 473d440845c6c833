package io.homeostat.autofix.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Fix.Reason;
import io.homeostat.common.contract.Json;
import io.homeostat.common.policy.FixSpec;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The gates of a fix in their order, the first that is shut wins (semantics 3): the pattern, the fix that matches it, its
 * safety, and what only defers. The token budget has no ledger yet: where none is known, the gate is open.
 */
final class Gates {

    /** How long a fix that cannot go on for now waits before it looks again. */
    static final long RECHECK_MS = 1_000;

    /** How long a fix waits for a limit before it looks again: the limit may be another one by then. */
    static final long LIMIT_RECHECK_MS = 60_000;

    private static final long MINUTE_MS = 60_000;

    private Gates() {}

    /** The answer of all gates. */
    sealed interface Gate {

        /** What was chosen; null where the pattern did not get that far. */
        @Nullable
        Plan plan();

        /** Shut for good, as far as this record of the pattern goes. */
        record Refused(
                Reason reason,
                String message,
                Evidence evidence,
                @Nullable Plan plan) implements Gate {

            static Refused of(Reason reason, String message, Evidence evidence) {
                return new Refused(reason, message, evidence, null);
            }
        }

        /** A person is to be asked. */
        record Asks(Plan plan, String message) implements Gate {}

        /** Shut for now; {@code untilMs}: observed time at which the cause can have ended. */
        record Deferred(Reason reason, String message, Evidence evidence, long untilMs, Plan plan) implements Gate {}

        /** Nothing stands in the way. */
        record Open(Plan plan) implements Gate {}
    }

    /** Judges the pattern as it is now; where a fix was approved, that fix and no other. */
    static Gate judge(Case on) {
        var refused = pattern(on);
        return refused == null ? Choice.of(on) : refused;
    }

    private static Gate.@Nullable Refused pattern(Case on) {
        var policy = on.terms().policy();
        var pattern = on.pattern();
        if (!policy.enabled()) {
            return Gate.Refused.of(Reason.DISABLED, "Fixes are disabled by policy", Evidence.of("enabled", false));
        }
        var age = Duration.between(pattern.lastSeen(), on.now().at());
        if (age.compareTo(Duration.ofHours(policy.maxPatternAgeHours())) > 0) {
            return Gate.Refused.of(
                    Reason.PATTERN_TOO_OLD,
                    "Last seen " + age.toMinutes() + " minutes ago, more than " + policy.maxPatternAgeHours() + " h",
                    Evidence.of("ageSeconds", age.toSeconds()).and("maxAgeHours", policy.maxPatternAgeHours()));
        }
        var goodFrom = on.ledger().goodFrom();
        if (goodFrom != null && !pattern.lastSeen().isAfter(goodFrom)) {
            return Gate.Refused.of(
                    Reason.RECOVERED,
                    "The target was fixed after the last occurrence, and that fix was verified",
                    Evidence.of("fixedAt", Json.instant(goodFrom)));
        }
        if (pattern.confidence().compareTo(policy.minConfidence()) < 0) {
            return Gate.Refused.of(
                    Reason.LOW_CONFIDENCE,
                    "Confidence " + pattern.confidence() + " is below " + policy.minConfidence(),
                    Evidence.of("minConfidence", policy.minConfidence()));
        }
        if (pattern.occurrences() < policy.minOccurrences()) {
            return Gate.Refused.of(
                    Reason.TOO_FEW_OCCURRENCES,
                    pattern.occurrences() + " occurrences are fewer than " + policy.minOccurrences(),
                    Evidence.of("minOccurrences", policy.minOccurrences()));
        }
        return cooldown(on);
    }

    /** When the cooldown after the last fix ends; now, if there was none. */
    static long cooldownEndMs(Case on) {
        var last = on.lastFixMs();
        return last == null ? on.now().observedMs() : last + on.terms().policy().cooldownMinutes() * MINUTE_MS;
    }

    private static Gate.@Nullable Refused cooldown(Case on) {
        var last = on.lastFixMs();
        long cooldownMs = on.terms().policy().cooldownMinutes() * MINUTE_MS;
        if (last == null || on.now().observedMs() - last >= cooldownMs) {
            return null;
        }
        long agoMs = on.now().observedMs() - last;
        return Gate.Refused.of(
                Reason.COOLDOWN,
                "The last fix was " + agoMs / 1_000 + " s ago, the cooldown is " + cooldownMs / 1_000 + " s",
                Evidence.of("lastFixAgoMs", agoMs).and("cooldownMs", cooldownMs));
    }

    /** From the safety band on: the fix is chosen. */
    static Gate chosen(Case on, FixSpec fix, Plan plan) {
        if (on.ledger().isChain(on.now().observedMs())) {
            return new Gate.Refused(
                    Reason.INEFFECTIVE_CHAIN,
                    "Fixes of this target do not help: a person decides",
                    Evidence.of("fixes", on.chainFixes())
                            .and(
                                    "ineffective",
                                    on.ledger().ineffectiveNow(on.now().observedMs())),
                    plan);
        }
        var bands = on.terms().policy().safety();
        if (fix.safety().compareTo(bands.rejectBelow()) < 0) {
            return new Gate.Refused(
                    Reason.UNSAFE,
                    "Safety " + fix.safety() + " is below " + bands.rejectBelow(),
                    Evidence.of("rejectBelow", bands.rejectBelow()),
                    plan);
        }
        boolean asks = fix.requiresApproval() || fix.safety().compareTo(bands.approvalBelow()) < 0;
        if (asks && on.course().approver() == null) {
            return new Gate.Asks(
                    plan,
                    fix.requiresApproval()
                            ? "The fix " + fix.name() + " always needs approval"
                            : "Safety " + fix.safety() + " is below " + bands.approvalBelow());
        }
        var deferred = deferred(on, plan);
        return deferred == null ? new Gate.Open(plan) : deferred;
    }

    private static Gate.@Nullable Deferred deferred(Case on, Plan plan) {
        long nowMs = on.now().observedMs();
        var reached = on.rates().reached(on.terms(), on.pattern(), plan.action(), nowMs);
        if (reached != null) {
            return new Gate.Deferred(
                    Reason.RATE_LIMITED,
                    reached.limit() + " is reached: " + reached.count() + " of " + reached.max(),
                    Evidence.of("limit", reached.limit())
                            .and("count", reached.count())
                            .and("max", reached.max()),
                    Math.min(reached.freeAtMs(), nowMs + LIMIT_RECHECK_MS),
                    plan);
        }
        var holder = on.ledger().holder();
        if (holder != null && !holder.equals(on.key())) {
            return new Gate.Deferred(
                    Reason.ALREADY_IN_PROGRESS,
                    "Another fix of this target is under way",
                    Evidence.of("holder", holder),
                    nowMs + RECHECK_MS,
                    plan);
        }
        var obstacle = obstacle(on);
        return obstacle == null
                ? null
                : new Gate.Deferred(obstacle.reason, obstacle.message, obstacle.evidence, nowMs + RECHECK_MS, plan);
    }

    /** What stops every action, a revert included. */
    record Obstacle(Reason reason, String message, Evidence evidence) {}

    static @Nullable Obstacle obstacle(Case on) {
        var hold = on.terms().hold();
        if (hold != null) {
            return new Obstacle(
                    Reason.HELD,
                    hold.kind() + " of " + hold.scope() + " by " + hold.actor(),
                    Evidence.of("scope", hold.scope()).and("kind", hold.kind().name()));
        }
        var frozen = on.terms().frozen();
        if (frozen != null) {
            return new Obstacle(
                    Reason.STORM_FROZEN, "The group " + frozen + " is frozen by a storm", Evidence.of("group", frozen));
        }
        return on.now().blind()
                ? new Obstacle(
                        Reason.BLIND,
                        "The plane is blind, or still reads what happened before",
                        Evidence.of("blind", true))
                : null;
    }
}
