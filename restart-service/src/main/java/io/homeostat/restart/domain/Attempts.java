package io.homeostat.restart.domain;

import static io.homeostat.common.contract.Restart.Status.CANCELLED;
import static io.homeostat.common.contract.Restart.Status.COMMANDED;
import static io.homeostat.common.contract.Restart.Status.DEFERRED;
import static io.homeostat.common.contract.Restart.Status.DRY_RUN;
import static io.homeostat.common.contract.Restart.Status.EXPIRED;
import static io.homeostat.common.contract.Restart.Status.REFUSED;
import static io.homeostat.common.contract.Restart.Status.SCHEDULED;
import static io.homeostat.common.contract.Restart.Status.SUCCEEDED;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.RestartCommand.Action;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** An attempt from its schedule through the gates to its commands. */
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
            Endings.end(
                    on,
                    Line.of(DRY_RUN, on.repair().reason(), "Would be commanded, but this is a dry run")
                            .deciding(plan(on.repair())));
        } else {
            begin(on, use);
        }
    }

    private static boolean isOver(Case on) {
        if (isVoid(on)) {
            return true;
        }
        if (on.repair().plan() != Repair.Plan.FENCE && on.count().attempts() >= max(on, on.repair())) {
            Endings.abandon(on, false);
            return true;
        }
        return false;
    }

    /** Nobody wants it any more: said, and over. */
    private static boolean isVoid(Case on) {
        var repair = on.repair();
        var request = repair.request();
        if (request != null
                && request.validUntil() != null
                && on.now().at().isAfter(request.validUntil())
                && !mustBeCarriedThrough(on)) {
            Endings.end(on, Line.of(EXPIRED, repair.reason(), "The request was valid until " + request.validUntil()));
            return true;
        }
        boolean fences = repair.plan() == Repair.Plan.FENCE;
        var refusal = fences ? Gates.disabled(on) : Gates.refusal(on, repair.subject(), false);
        if (refusal != null) {
            Endings.end(on, Line.of(REFUSED, refusal.reason(), refusal.message()));
            return true;
        }
        return false;
    }

    /**
     * What was begun must not end half-way: the plane may have ended the process already. And a worker that is down needs
     * its repair, whoever asked for a restart first. A RESTART of a live worker that failed goes on as a repair.
     */
    private static boolean mustBeCarriedThrough(Case on) {
        var state = on.repair().subject().state();
        boolean begun =
                on.step() instanceof Step.Held || (state != null && on.repair().plan() == Repair.Plan.REPAIR);
        return begun || (state != null && state.isDown());
    }

    private static void defer(Case on, Gates.Deferral deferral) {
        long since = on.step() instanceof Step.Postponed before
                ? before.sinceMs()
                : on.step().dueMs();
        postpone(on, new Step.Deferred(deferral.reason(), deferral.untilMs(), since, deferral.waitsFor()), deferral);
    }

    /** Between two commands: what the TERMINATE has begun waits too, and a worker that is down stays down. */
    private static void hold(Case on, Gates.Deferral deferral) {
        long since = on.step() instanceof Step.Held before
                ? before.sinceMs()
                : on.now().observedMs();
        postpone(on, new Step.Held(deferral.reason(), deferral.untilMs(), since, deferral.waitsFor()), deferral);
    }

    private static void postpone(Case on, Step.Postponed next, Gates.Deferral deferral) {
        boolean said = on.step() instanceof Step.Postponed before
                && before.reason() == next.reason()
                && Objects.equals(before.waitsFor(), next.waitsFor());
        on.step(next);
        if (said) {
            return; // one record per cause, not per look
        }
        var line = Line.of(DEFERRED, deferral.reason(), deferral.message())
                .with("next", next instanceof Step.Held ? next(on.repair()).name() : plan(on.repair()));
        deferral.evidence().forEach(line::with);
        on.record(line);
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

    /** The old process is gone: the next command, unless that would be wrong by now. */
    static void afterTermination(Case on) {
        var repair = on.repair();
        boolean starts = repair.processes().toTerminate().isEmpty();
        if (repair.plan() == Repair.Plan.FENCE) {
            Endings.end(on, Line.of(SUCCEEDED, repair.reason(), "The fenced incarnation is gone"));
        } else if (starts && repair.processes().up() != null) {
            Endings.recovered(on, repair.processes().up());
        } else if (starts && on.isQuarantined()) {
            Endings.end(on, Line.of(CANCELLED, Restart.Reason.QUARANTINED, "Terminated, and set aside meanwhile"));
        } else if (starts && !on.terms().executable().restartable()) {
            var message = "Terminated, and no longer desired to run";
            Endings.end(on, Line.of(CANCELLED, Restart.Reason.NOT_RESTARTABLE, message));
        } else if (starts && on.terms().observesOnly()) {
            Endings.end(on, Line.of(DRY_RUN, repair.reason(), "Would be started, but this is a dry run by now"));
        } else {
            var deferral = Gates.amid(on);
            if (deferral == null) {
                command(on);
            } else {
                hold(on, deferral);
            }
        }
    }

    /** What was held between two commands is looked at again. */
    static void resume(Case on) {
        if (!isVoid(on)) {
            afterTermination(on);
        }
    }

    private static Action next(Repair repair) {
        return repair.processes().toTerminate().isEmpty() ? Action.START : Action.TERMINATE;
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
