package io.homeostat.restart.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Restart;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The gates of a restart in their order; the first refusal wins. The first ones refuse for good, the later ones only
 * defer: breaker, blindness, pause, maintenance, rates (semantics 4).
 */
final class Gates {

    /** How long a restart that found the plane blind waits before it looks again. */
    static final long BLIND_RECHECK_MS = 1_000;

    /**
     * How long a held restart waits before it looks again by itself. The end of the hold wakes it; this look says within a
     * bounded time what else has become of it: expired, disabled, no longer desired.
     */
    static final long HELD_RECHECK_MS = 600_000;

    private Gates() {}

    /** A gate that is shut for good. */
    record Refusal(Restart.Reason reason, String message) {}

    /**
     * A gate that is shut for now.
     *
     * @param untilMs observed time at which the cause can have ended
     * @param waitsFor what is told when it ends before ({@link Cause}); null: only time ends it
     * @param evidence the numbers of the cause
     */
    record Deferral(
            Restart.Reason reason,
            String message,
            long untilMs,
            @Nullable String waitsFor,
            Map<String, Object> evidence) {}

    /** The first gate, and the only one for the end of a fenced incarnation. */
    static @Nullable Refusal disabled(Case on) {
        return on.terms().restart().enabled()
                ? null
                : new Refusal(Restart.Reason.DISABLED, "Restarts are disabled by policy");
    }

    /** The gates that refuse, up to the count of attempts; null where all are open. */
    static @Nullable Refusal refusal(Case on, Subject subject, boolean pending) {
        var disabled = disabled(on);
        if (disabled != null) {
            return disabled;
        }
        if (subject.state() == null && !on.terms().executable().declared()) {
            return new Refusal(Restart.Reason.UNKNOWN_WORKER, "No status and no component of this worker is known");
        }
        if (!on.terms().executable().restartable()) {
            return new Refusal(
                    Restart.Reason.NOT_RESTARTABLE, "The component is not restartable, or not desired to run");
        }
        if (pending) {
            return new Refusal(Restart.Reason.ALREADY_PENDING, "A restart of this worker is under way");
        }
        if (on.isQuarantined()) {
            return new Refusal(Restart.Reason.QUARANTINED, "The worker or its task is quarantined");
        }
        return null;
    }

    /** The gates that defer before an attempt; null where all are open. */
    static @Nullable Deferral deferral(Case on, Rates.Use use) {
        var shut = use.restarts() ? breaker(on) : null;
        if (shut == null) {
            shut = blindness(on);
        }
        if (shut == null) {
            shut = hold(on);
        }
        return shut == null ? rates(on, use) : shut;
    }

    /**
     * What defers the next command of an attempt that has begun: a hold. Whatever else began with it goes on, blindness
     * included; but after a hold the picture is an old one, and then that counts too.
     */
    static @Nullable Deferral amid(Case on) {
        var blind = on.step() instanceof Step.Held ? blindness(on) : null;
        return blind == null ? hold(on) : blind;
    }

    private static @Nullable Deferral breaker(Case on) {
        var until = BreakerRules.refusedUntilMs(on.breaker(), on.terms().breaker(), on.now());
        if (until == null) {
            return null;
        }
        var type = on.breaker().workerType();
        var message = "The breaker of type " + type + " is " + on.breaker().state();
        return new Deferral(
                Restart.Reason.CIRCUIT_BREAKER_OPEN,
                message,
                until,
                Cause.breaker(type),
                waiting(on, until).toMap());
    }

    private static @Nullable Deferral blindness(Case on) {
        if (!on.now().blind()) {
            return null;
        }
        long until = on.now().observedMs() + BLIND_RECHECK_MS;
        return new Deferral(
                Restart.Reason.BLIND,
                "The plane is blind, or still reads what happened before: who looks dead may be alive",
                until,
                null,
                waiting(on, until).toMap());
    }

    private static @Nullable Deferral hold(Case on) {
        var held = on.terms().holds().over(on.repair().subject());
        if (held == null) {
            return null;
        }
        var reason = switch (held.kind()) {
            case PAUSE -> Restart.Reason.PAUSED;
            case MAINTENANCE -> Restart.Reason.MAINTENANCE;
        };
        var term = held.term();
        return new Deferral(
                reason,
                held.kind() + " of " + held.scope() + " by " + term.actor() + ": " + term.reason(),
                on.now().observedMs() + HELD_RECHECK_MS,
                Cause.hold(held.scope()),
                Evidence.of("scope", held.scope())
                        .and("heldBy", term.actor())
                        .and("heldSince", term.since())
                        .and("heldUntil", term.expiresAt())
                        .and("hold", term.cause())
                        .toMap());
    }

    private static @Nullable Deferral rates(Case on, Rates.Use use) {
        var reached = on.rates().reached(on.terms(), use, on.now().observedMs());
        return reached == null
                ? null
                : new Deferral(
                        Restart.Reason.RATE_LIMITED,
                        reached.limit() + " is reached: " + reached.count() + " of " + reached.max(),
                        reached.freeAtMs(),
                        null,
                        waiting(on, reached.freeAtMs())
                                .and("limit", reached.limit())
                                .and("count", reached.count())
                                .and("max", reached.max())
                                .toMap());
    }

    private static Evidence waiting(Case on, long untilMs) {
        return Evidence.of("waitMs", untilMs - on.now().observedMs());
    }
}
