package io.homeostat.restart.domain;

import static io.homeostat.common.contract.Restart.Status.ABANDONED;
import static io.homeostat.common.contract.Restart.Status.CANCELLED;
import static io.homeostat.common.contract.Restart.Status.SUCCEEDED;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Restart;

/** How restarts end. */
final class Endings {

    private Endings() {}

    /** A new incarnation beats and the agent said SUCCEEDED. */
    static void succeed(Case on, String incarnation) {
        var repair = on.repair();
        // A live worker that was restarted because somebody asked has not failed: its count stays.
        var count = repair.plan() == Repair.Plan.RESTART
                ? on.count().withAttempts(on.count().attempts() - 1)
                : on.count();
        on.count(count.repairedAt(on.now().observedMs()));
        on.breaker(breaker -> BreakerRules.succeeded(breaker, on.terms().breaker(), on.key()));
        end(
                on,
                Line.of(SUCCEEDED, repair.reason(), "Incarnation " + incarnation + " beats")
                        .with("newIncarnation", incarnation));
    }

    /** The worker is alive without the rest of this restart. */
    static void recovered(Case on, String incarnation) {
        end(
                on,
                Line.of(CANCELLED, Restart.Reason.RECOVERED, "The worker beats: incarnation " + incarnation)
                        .with("newIncarnation", incarnation));
    }

    /**
     * No attempts are left: the lineage is given up and its worker set aside.
     *
     * @param counted the breaker has counted this end already
     */
    static void abandon(Case on, boolean counted) {
        var message = "Given up after " + on.count().attempts() + " attempts";
        on.record(Line.of(ABANDONED, Restart.Reason.MAX_RETRIES_EXCEEDED, message)
                .with("lifetimeAttempts", on.count().lifetimeAttempts()));
        on.setAside();
        on.report(FailureKind.RESTART_ABANDONED, message);
        if (!counted && !on.repair().synthetic()) {
            on.breaker(breaker -> BreakerRules.failed(breaker, on.terms().breaker(), false, on.now()));
        }
        over(on);
    }

    /** The restart's final step, without a verdict about the type. */
    static void end(Case on, Line line) {
        on.record(line);
        over(on);
    }

    private static void over(Case on) {
        on.breaker(breaker -> BreakerRules.released(breaker, on.key()));
        on.close();
    }
}
