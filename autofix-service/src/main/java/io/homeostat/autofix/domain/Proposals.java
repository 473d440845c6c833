package io.homeostat.autofix.domain;

import io.homeostat.autofix.domain.Gates.Gate;
import io.homeostat.common.contract.Fix.Reason;
import io.homeostat.common.contract.Fix.Status;
import org.jspecify.annotations.Nullable;

/** From a pattern to a command: proposed, then refused, deferred, asked for, or done. */
final class Proposals {

    /** A restart that nobody spoke of any more for the life of the longest command is not waited for. */
    static final long RESTART_PATIENCE_MS = 3_600_000;

    private static final long HOUR_MS = 3_600_000;

    private Proposals() {}

    /** The pattern is decided anew, unless the answer would be word for word the last one. */
    static void propose(Case on) {
        on.open(null);
        var gate = Gates.judge(on);
        var word = word(on, gate);
        if (word != null && word.equals(on.refused())) {
            on.close(); // the episode counts, nothing else happened
            return;
        }
        on.course(course -> course.with(gate.plan()));
        on.record(Line.of(Status.PROPOSED, Reason.MATCHED, proposal(on)));
        settle(on, gate);
    }

    /** What did not help is decided anew, though not before the end of the cooldown that is in force by now. */
    static void anew(Case on) {
        long fromMs = Gates.cooldownEndMs(on);
        on.again(on.now().observedMs() < fromMs ? fromMs : Remedy.NEVER);
        if (on.now().observedMs() >= fromMs && on.pattern().active()) {
            propose(on);
        }
    }

    /** A deferred fix is decided again, or an approved one goes on. */
    static void again(Case on) {
        settle(on, Gates.judge(on));
    }

    private static void settle(Case on, Gate gate) {
        if (gate.plan() != null) {
            on.course(course -> course.with(gate.plan()));
        }
        switch (gate) {
            case Gate.Refused refused -> refuse(on, refused);
            case Gate.Asks asks -> ask(on, asks);
            case Gate.Deferred deferred -> defer(on, deferred);
            case Gate.Open open -> {
                if (on.terms().observesOnly()) {
                    on.refused(word(on, open));
                    on.record(Line.of(Status.DRY_RUN, Reason.MATCHED, "Would now do " + what(open.plan())));
                    on.close();
                } else if (open.plan().change().isNone()) {
                    restart(on);
                } else {
                    command(on);
                }
            }
        }
    }

    private static void refuse(Case on, Gate.Refused refused) {
        boolean proposed = on.step() == null;
        var over = refused.reason() == Reason.PATTERN_TOO_OLD || refused.reason() == Reason.RECOVERED;
        var status = over && !proposed ? Status.EXPIRED : Status.REFUSED;
        on.refused(word(on, refused));
        on.record(Line.of(status, refused.reason(), refused.message()).with(refused.evidence()));
        if (refused.reason() == Reason.INEFFECTIVE_CHAIN) {
            escalate(on, refused.message());
        }
        on.close();
    }

    /** A person is told once per chain. */
    static void escalate(Case on, String message) {
        if (!on.ledger().escalated()) {
            on.decide(Records.ineffective(on, message));
            on.ledger(ledger -> ledger.escalated(true));
        }
    }

    private static void ask(Case on, Gate.Asks asks) {
        long hours = on.terms().policy().approvalTimeoutHours();
        on.record(Line.of(Status.AWAITING_APPROVAL, Reason.NEEDS_APPROVAL, asks.message() + ": " + what(asks.plan()))
                .until(on.now().in(hours * 3_600)));
        on.step(new Step.Awaiting(on.now().observedMs() + hours * HOUR_MS));
    }

    private static void defer(Case on, Gate.Deferred deferred) {
        var before = on.step() instanceof Step.Deferred waiting ? waiting : null;
        if (before == null || before.reason() != deferred.reason()) {
            on.record(Line.of(Status.DEFERRED, deferred.reason(), deferred.message())
                    .with(deferred.evidence()));
        }
        long sinceMs = before == null ? on.now().observedMs() : before.sinceMs();
        on.step(new Step.Deferred(deferred.reason(), deferred.untilMs(), sinceMs));
    }

    private static void command(Case on) {
        on.ledger(ledger -> ledger.escalated(false)); // no chain any more, or the gate would be shut
        on.begin();
        var change = on.plan().change();
        var sent = on.next("APPLY");
        on.record(Line.of(Status.COMMANDED, Reason.MATCHED, what(on.plan())).sending(sent));
        on.decide(Records.command(on, change, sent, "APPLY"));
        on.step(new Step.Commanded(sent));
    }

    private static void restart(Case on) {
        on.ledger(ledger -> ledger.escalated(false));
        on.begin();
        on.record(Line.of(Status.COMMANDED, Reason.MATCHED, what(on.plan())));
        on.step(new Step.Restarting(askRestarts(on, "APPLY"), on.now().observedMs() + RESTART_PATIENCE_MS));
    }

    /** Asks for the restart of every worker of the plan. */
    static Step.Awaited askRestarts(Case on, String purpose) {
        var awaited = Step.Awaited.NONE;
        for (var worker : on.plan().workers()) {
            awaited = askRestart(on, awaited, worker, purpose);
        }
        return awaited;
    }

    /** Asks for one restart, unless everything is a rehearsal by now, though the change was not. */
    static Step.Awaited askRestart(Case on, Step.Awaited awaited, String worker, String purpose) {
        if (on.terms().observesOnly()) {
            return awaited.ended(worker, Status.DRY_RUN.name());
        }
        on.decide(Records.restart(on, worker, purpose));
        return awaited.under(worker, Records.requestId(on, worker, purpose));
    }

    /** What a refusal says; null where the gate does not refuse. A dry run is said once like a refusal. */
    private static @Nullable String word(Case on, Gate gate) {
        var confidence = on.pattern().confidence().stripTrailingZeros().toString();
        var action = gate.plan() == null ? "" : gate.plan().action();
        return switch (gate) {
            case Gate.Refused refused -> refused.reason() + "|" + confidence + '|' + action;
            case Gate.Open _ -> on.terms().observesOnly() ? "DRY_RUN|" + confidence + '|' + action : null;
            case Gate.Asks _, Gate.Deferred _ -> null;
        };
    }

    private static String proposal(Case on) {
        var plan = on.course().plan();
        return on.pattern().classification() + " recurs at " + on.target()
                + (plan == null ? ": no fix was chosen" : ": " + what(plan));
    }

    static String what(Plan plan) {
        return plan.action()
                + (plan.change().isNone()
                        ? " of " + plan.workers()
                        : " (" + plan.change().text() + ")");
    }
}
