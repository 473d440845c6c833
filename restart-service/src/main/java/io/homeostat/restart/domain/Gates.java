package io.homeostat.restart.domain;

import io.homeostat.common.contract.Restart;
import org.jspecify.annotations.Nullable;

/**
 * The gates of a restart in their order; the first refusal wins. The first ones refuse for good, the later ones only
 * defer: breaker, blindness, rates (semantics 4).
 */
final class Gates {

    /** How long a restart that found the plane blind waits before it looks again. */
    static final long BLIND_RECHECK_MS = 1_000;

    private Gates() {}

    /** A gate that is shut for good. */
    record Refusal(Restart.Reason reason, String message) {}

    /**
     * A gate that is shut for now.
     *
     * @param untilMs observed time at which the cause can have ended
     */
    record Deferral(Restart.Reason reason, String message, long untilMs, Rates.@Nullable Reached reached) {}

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

    /** The gates that defer; null where all are open. */
    static @Nullable Deferral deferral(Case on, Rates.Use use) {
        if (use.restarts()) {
            var until = BreakerRules.refusedUntilMs(on.breaker(), on.terms().breaker(), on.now());
            if (until != null) {
                var message = "The breaker of type " + on.breaker().workerType() + " is "
                        + on.breaker().state();
                return new Deferral(Restart.Reason.CIRCUIT_BREAKER_OPEN, message, until, null);
            }
        }
        if (on.now().blind()) {
            return new Deferral(
                    Restart.Reason.BLIND,
                    "The plane is blind, or still reads what happened before: who looks dead may be alive",
                    on.now().observedMs() + BLIND_RECHECK_MS,
                    null);
        }
        var reached = on.rates().reached(on.terms(), use, on.now().observedMs());
        return reached == null
                ? null
                : new Deferral(
                        Restart.Reason.RATE_LIMITED,
                        reached.limit() + " is reached: " + reached.count() + " of " + reached.max(),
                        reached.freeAtMs(),
                        reached);
    }
}
