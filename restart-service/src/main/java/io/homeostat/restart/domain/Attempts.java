package io.homeostat.restart.domain;

import static io.homeostat.common.contract.Restart.Status.ABANDONED;
import static io.homeostat.common.contract.Restart.Status.CANCELLED;
import static io.homeostat.common.contract.Restart.Status.COMMANDED;
import static io.homeostat.common.contract.Restart.Status.DEFERRED;
import static io.homeostat.common.contract.Restart.Status.DRY_RUN;
import static io.homeostat.common.contract.Restart.Status.EXPIRED;
import static io.homeostat.common.contract.Restart.Status.REFUSED;
import static io.homeostat.common.contract.Restart.Status.SCHEDULED;
import static io.homeostat.common.contract.Restart.Status.SUCCEEDED;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.RestartCommand.Action;
import java.nio.charset.StandardCharsets;

/** An attempt from its schedule through the gates to its commands, and how restarts end. */
final class Attempts {

    private static final int JITTER_HEX_DIGITS = 13; // 52 bits: what a double holds exactly

    private Attempts() {}

    /** Attempts allowed for a restart; the end of a fenced incarnation is tried once. */
    static int max(Case on, Repair repair) {
        return repair.plan() == Repair.Plan.FENCE
                ? 1
                : Math.toIntExact(on.terms().restart().maxRetries());
    }

    /** The next attempt of the open restart is due after its backoff; without one it is tried at once. */
    static void schedule(Case on) {
        boolean fences = on.repair().plan() == Repair.Plan.FENCE;
        int attempt = fences ? 1 : on.count().attempts() + 1;
        on.repair(on.repair().withAttempt(attempt));
        long delayMs = fences ? 0 : on.terms().restart().delayMs(attempt, jitterShare(on.repair()));
        var at = on.now().at().plusMillis(delayMs);
        on.step(new Step.Waiting(on.now().observedMs() + delayMs));
        on.record(Line.of(SCHEDULED, on.repair().reason(), "Attempt " + attempt + " is due in " + delayMs + " ms")
                .deciding(plan(on.repair()))
                .scheduled(at, delayMs)
                .with("delayMs", delayMs));
        if (delayMs == 0) {
            admit(on);
        }
    }

    /** The attempt is due: all gates again, then its first command. */
    static void admit(Case on) {
        if (isOver(on)) {
            return;
        }
        var use = use(on.repair());
        on.breaker(breaker -> BreakerRules.atTime(breaker, on.terms().breaker(), on.now()));
        var deferral = Gates.deferral(on, use);
        if (deferral != null) {
            defer(on, deferral);
        } else if (on.terms().observesOnly()) {
            end(
                    on,
                    Line.of(DRY_RUN, on.repair().reason(), "Would be commanded, but this is a dry run")
                            .deciding(plan(on.repair())));
        } else {
            begin(on, use);
        }
    }

    private static boolean isOver(Case on) {
        var repair = on.repair();
        var request = repair.request();
        if (request != null && request.validUntil() != null && on.now().at().isAfter(request.validUntil())) {
            end(on, Line.of(EXPIRED, repair.reason(), "The request was valid until " + request.validUntil()));
            return true;
        }
        boolean fences = repair.plan() == Repair.Plan.FENCE;
        var refusal = fences ? Gates.disabled(on) : Gates.refusal(on, repair.subject(), false);
        if (refusal != null) {
            end(on, Line.of(REFUSED, refusal.reason(), refusal.message()));
            return true;
        }
        if (!fences && on.count().attempts() >= max(on, repair)) {
            abandon(on, false);
            return true;
        }
        return false;
    }

    private static void defer(Case on, Gates.Deferral deferral) {
        long since = on.step() instanceof Step.Deferred before
                ? before.sinceMs()
                : on.step().dueMs();
        boolean said = on.step() instanceof Step.Deferred before && before.reason() == deferral.reason();
        on.step(new Step.Deferred(deferral.reason(), deferral.untilMs(), since));
        if (said) {
            return; // one record per cause, not per look
        }
        var line = Line.of(DEFERRED, deferral.reason(), deferral.message())
                .with("waitMs", deferral.untilMs() - on.now().observedMs());
        var reached = deferral.reached();
        on.record(
                reached == null
                        ? line
                        : line.with("limit", reached.limit())
                                .with("count", reached.count())
                                .with("max", reached.max()));
    }

    private static void begin(Case on, Rates.Use use) {
        on.rates(on.rates().take(use, on.now().observedMs()));
        if (use.restarts()) {
            on.count(on.count().attempted(on.now().observedMs()));
            if (!on.repair().synthetic()) {
                on.breaker(breaker -> BreakerRules.admitted(breaker, on.terms().breaker(), on.key(), on.now()));
            }
        }
        command(on);
    }

    /** The next command of the attempt: what may still live is terminated first. */
    static void command(Case on) {
        var repair = on.repair();
        if (repair.plan() == Repair.Plan.RESTART) {
            var sent = on.next(Action.RESTART, repair.subject().incarnation());
            on.step(new Step.Starting(sent));
            on.repair(repair.withProcesses(repair.processes().commanded(sent.expected())));
            on.order(
                    sent,
                    commanded(repair, "RESTART", "Restart " + repair.subject().workerId()));
        } else if (!repair.processes().toTerminate().isEmpty()) {
            var target = repair.processes().toTerminate().getFirst();
            var sent = on.next(Action.TERMINATE, target.incarnation());
            on.step(new Step.Terminating(sent));
            on.repair(repair.withProcesses(repair.processes().commanded(target.incarnation())));
            var word = repair.plan() == Repair.Plan.FENCE ? plan(repair) : "TERMINATE";
            on.order(sent, commanded(repair, word, "Terminate incarnation " + target.incarnation()));
        } else {
            var sent = on.next(Action.START, repair.subject().incarnation());
            on.step(new Step.Starting(sent));
            on.order(
                    sent, commanded(repair, "START", "Start " + repair.subject().workerId()));
        }
    }

    private static Line commanded(Repair repair, String decision, String message) {
        return Line.of(COMMANDED, repair.reason(), message).deciding(decision);
    }

    /** The old process is gone: START, unless that would be wrong by now. */
    static void afterTermination(Case on) {
        var repair = on.repair();
        if (repair.plan() == Repair.Plan.FENCE) {
            end(on, Line.of(SUCCEEDED, repair.reason(), "The fenced incarnation is gone"));
        } else if (!repair.processes().toTerminate().isEmpty()) {
            command(on);
        } else if (repair.processes().up() != null) {
            recovered(on, repair.processes().up());
        } else if (!on.terms().executable().restartable()) {
            end(on, Line.of(CANCELLED, Restart.Reason.NOT_RESTARTABLE, "Terminated, and no longer desired to run"));
        } else if (on.terms().observesOnly()) {
            end(on, Line.of(DRY_RUN, repair.reason(), "Would be started, but this is a dry run by now"));
        } else {
            command(on);
        }
    }

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

    /** What commands of the next attempt will be. */
    static String plan(Repair repair) {
        return switch (repair.plan()) {
            case FENCE -> "TERMINATE_FENCED";
            case RESTART -> "RESTART";
            case REPAIR -> repair.processes().toTerminate().isEmpty() ? "START" : "TERMINATE_THEN_START";
        };
    }

    private static Rates.Use use(Repair repair) {
        boolean fences = repair.plan() == Repair.Plan.FENCE;
        return new Rates.Use(!fences, !repair.processes().toTerminate().isEmpty());
    }

    private static double jitterShare(Repair repair) {
        var hash = Ids.sha256Hex((repair.restartId() + '/' + repair.attempt()).getBytes(StandardCharsets.UTF_8));
        return Long.parseLong(hash, 0, JITTER_HEX_DIGITS, 16) / (double) (1L << (4 * JITTER_HEX_DIGITS));
    }
}
