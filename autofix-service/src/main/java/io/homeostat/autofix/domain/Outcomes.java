package io.homeostat.autofix.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Fix.Reason;
import io.homeostat.common.contract.Fix.Status;
import java.time.Instant;

/** What becomes of a fix that is out: the agent's answer, the restarts' ends, or silence. */
final class Outcomes {

    private static final long MINUTE_MS = 60_000;

    /** A deadline that is reached in observed time, but not yet as append time, is looked at again. */
    private static final long DEADLINE_RECHECK_MS = 1_000;

    private Outcomes() {}

    /** An agent answers the command that is out; answers to others are not for this fix. */
    static void answered(Case on, AdmissionInput.Answered answer) {
        var step = on.step();
        if (step == null || !answer.commandId().equals(step.outstanding())) {
            return;
        }
        boolean reverts = step instanceof Step.Reverting;
        var said =
                answer.agent() + " says " + answer.status() + (answer.message() == null ? "" : ": " + answer.message());
        switch (answer.status()) {
            case ACCEPTED -> {} // the work goes on
            case SUCCEEDED -> {
                if (reverts) {
                    Effects.reverted(on, said);
                } else {
                    applied(on, said, answer.at());
                }
            }
            case FAILED, REFUSED -> {
                if (reverts) {
                    Effects.revertFailed(on, Status.FAILED, said);
                } else {
                    failed(on, Status.FAILED, said);
                }
            }
            case UNKNOWN -> {
                if (reverts) {
                    Effects.revertFailed(on, Status.UNKNOWN, said);
                } else {
                    failed(on, Status.UNKNOWN, said);
                }
            }
        }
    }

    private static void failed(Case on, Status status, String said) {
        on.record(Line.of(status, Reason.MATCHED, said));
        on.close();
    }

    private static void applied(Case on, String said, Instant at) {
        on.record(Line.of(Status.APPLIED, Reason.MATCHED, said));
        if (!on.plan().thenRestart()) {
            watch(on, at, Step.Awaited.NONE);
            return;
        }
        var awaited = Proposals.askRestarts(on, "APPLY");
        if (awaited.isOver()) {
            unproven(on, awaited);
        } else {
            on.step(new Step.Watching(awaited, at, 0, on.now().observedMs() + Proposals.RESTART_PATIENCE_MS));
        }
    }

    /** From now on the trouble must not come back. */
    private static void watch(Case on, Instant from, Step.Awaited restarts) {
        long checkMs = on.terms().policy().effectCheckMinutes() * MINUTE_MS;
        on.step(new Step.Watching(
                restarts, from, on.now().sightedMs() + checkMs, on.now().observedMs() + checkMs));
    }

    /** The restarts are over as far as they will be: the check begins, if any worker runs with the change. */
    private static void restarted(Case on, Step.Awaited restarts) {
        var over = restarts.givenUp();
        if (over.failed().keySet().containsAll(on.plan().workers())) {
            unproven(on, over);
        } else {
            watch(on, on.now().at(), over);
        }
    }

    /** The change stands, but nobody runs with it: that nothing fails would prove nothing. */
    private static void unproven(Case on, Step.Awaited over) {
        on.record(Line.of(
                        Status.UNKNOWN,
                        Reason.MATCHED,
                        "The change is made, but no worker was restarted with it: " + over.failed())
                .with(Evidence.of("failed", over.failed())));
        on.close();
    }

    /** A restart of one of the fix's workers ended. */
    static void restarted(Case on, AdmissionInput.Restarted ended) {
        switch (on.step()) {
            case Step.Restarting(var awaited, long dueMs) -> {
                var left = awaited.after(ended, null);
                if (left.equals(awaited)) {
                    return;
                }
                on.step(new Step.Restarting(left, dueMs));
                if (left.isOver()) {
                    restartsEnded(on, left);
                }
            }
            case Step.Watching watching -> {
                var left = watching.awaited().after(ended, watching.from());
                if (left.equals(watching.awaited())) {
                    return;
                }
                for (var worker : left.again()) {
                    left = Proposals.askRestart(on, left, worker, "AGAIN");
                }
                if (left.isOver()) {
                    restarted(on, left);
                } else {
                    on.step(new Step.Watching(left, watching.from(), watching.untilSightedMs(), watching.dueMs()));
                }
            }
            case Step.Deferred _, Step.Awaiting _, Step.Commanded _, Step.RevertDue _, Step.Reverting _ -> {}
            case null -> {}
        }
    }

    private static void restartsEnded(Case on, Step.Awaited over) {
        if (over.failed().isEmpty()) {
            on.record(Line.of(
                    Status.APPLIED, Reason.MATCHED, "Restarted: " + on.plan().workers()));
            watch(on, on.now().at(), over);
        } else {
            on.record(Line.of(Status.FAILED, Reason.MATCHED, "Not restarted: " + over.failed())
                    .with(Evidence.of("failed", over.failed())));
            on.close();
        }
    }

    /** Nobody answered in time. The next record of the pattern decides anew; nothing is tried again blindly. */
    static void silence(Case on, Step.Sent sent, boolean reverts) {
        if (on.now().at().isBefore(sent.deadline())) {
            var later = sent.lookAgainAt(on.now().observedMs() + DEADLINE_RECHECK_MS);
            on.step(reverts ? new Step.Reverting(later) : new Step.Commanded(later));
            return;
        }
        var message = "No answer until the command's end and a margin";
        if (reverts) {
            Effects.revertFailed(on, Status.UNKNOWN, message);
        } else {
            failed(on, Status.UNKNOWN, message);
        }
    }

    /** The restarts that were asked for are not over, and will not be waited for any longer. */
    static void impatient(Case on, Step.Restarting restarting) {
        on.record(Line.of(
                        Status.UNKNOWN,
                        Reason.MATCHED,
                        "No end of the restarts of "
                                + restarting.awaited().requests().keySet() + " was heard of")
                .with(Evidence.of("awaited", restarting.awaited().requests().keySet())));
        on.close();
    }

    /** The check is over, unless part of it was blind, or not every failure was heard of, or it has not begun. */
    static void checked(Case on, Step.Watching watching) {
        if (!watching.awaited().isOver()) {
            restarted(on, watching.awaited());
            return;
        }
        long leftMs = watching.untilSightedMs() - on.now().sightedMs();
        boolean unsure = on.now().blind() || on.now().deaf();
        if (leftMs > 0 || unsure) {
            long wait = Math.max(leftMs, unsure ? Gates.RECHECK_MS : 0);
            on.step(new Step.Watching(
                    watching.awaited(),
                    watching.from(),
                    watching.untilSightedMs(),
                    on.now().observedMs() + wait));
            return;
        }
        Effects.verified(on, watching);
    }
}
