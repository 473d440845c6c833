package io.homeostat.restart.domain;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Restart.Status;
import io.homeostat.common.contract.RestartCommand.Action;
import org.jspecify.annotations.Nullable;

/** How an attempt fails, what that means for the breaker, and what follows. */
final class Failing {

    /** What incarnations begin with that heartbeat-service assigns to workers which send none. */
    private static final String ASSIGNED = "~";

    private Failing() {}

    /** What went wrong with an attempt. */
    enum Fault {
        /** The old process could not be ended. */
        TERMINATE_FAILED,
        /** The agent's START or RESTART failed. */
        START_FAILED,
        /** Started, and died before it was confirmed. */
        CRASHED,
        /** Started, and never heard. */
        NOT_CONFIRMED,
        /** No answer, or one that does not know: TERMINATE. */
        TERMINATE_UNKNOWN,
        /** No answer, or one that does not know: START or RESTART. */
        START_UNKNOWN;

        boolean isUnknown() {
            return this == TERMINATE_UNKNOWN || this == START_UNKNOWN;
        }

        /** A START that ended FAILED or EXPIRED is a failure of the type. */
        boolean isOfType() {
            return this == START_FAILED || this == START_UNKNOWN;
        }
    }

    /** Ends the present attempt. */
    static void attempt(Case on, Fault fault, String message) {
        var status = fault.isUnknown() ? Status.UNKNOWN : Status.FAILED;
        on.record(Line.of(status, on.repair().reason(), message).with("fault", fault.name()));
        if (on.repair().plan() == Repair.Plan.FENCE) {
            endFence(on, fault);
            return;
        }
        on.count(on.count().repairedAt(on.now().observedMs()));
        on.repair(on.repair().withPlan(Repair.Plan.REPAIR));
        if (status == Status.FAILED) {
            on.report(FailureKind.RESTART_FAILED, message);
        }
        var up = on.repair().processes().up();
        if (up != null) {
            Endings.recovered(on, up);
            return;
        }
        boolean last = on.count().attempts() >= Attempts.max(on, on.repair());
        boolean counted = tellBreaker(on, fault, last);
        if (last) {
            Endings.abandon(on, counted);
        } else {
            Attempts.schedule(on);
        }
    }

    /**
     * The end of a fenced incarnation did not come. Nobody waits for it, and it counts against nobody; if that incarnation is
     * heard of again, it is tried again.
     */
    private static void endFence(Case on, Fault fault) {
        on.ledger(on.ledger().withoutFence(on.repair().subject().incarnation()));
        var reason = on.repair().reason();
        Endings.end(
                on,
                fault.isUnknown()
                        ? Line.of(Status.EXPIRED, reason, "No answer about the fenced incarnation")
                        : Line.of(Status.ABANDONED, reason, "The fenced incarnation could not be terminated"));
    }

    private static boolean tellBreaker(Case on, Fault fault, boolean last) {
        if (on.repair().synthetic()) {
            return false;
        }
        var policy = on.terms().breaker();
        if (fault.isOfType()) {
            boolean opensAtOnce = last && fault == Fault.START_FAILED;
            on.breaker(breaker -> BreakerRules.failed(breaker, policy, opensAtOnce, on.now()));
            return true;
        }
        boolean probed = on.breaker().holdsProbe(on.key());
        on.breaker(breaker -> BreakerRules.probeFailed(breaker, policy, on.key(), on.now()));
        return probed;
    }

    /** The command that is out will never be known: whatever it may have left alive is terminated first. */
    static void unknown(Case on, Step.Sent sent, @Nullable String started, String message) {
        var processes = on.repair().processes();
        switch (sent.action()) {
            case TERMINATE -> attempt(on, Fault.TERMINATE_UNKNOWN, message);
            case START, RESTART -> {
                if (sent.action() == Action.RESTART) {
                    processes = processes.suspect(sent.expected());
                }
                on.repair(on.repair()
                        .withProcesses(suspectStarted(processes, on.repair(), sent, started))
                        .withSubject(on.repair().subject().withIncarnation(null)));
                attempt(on, Fault.START_UNKNOWN, message);
            }
        }
    }

    private static Processes suspectStarted(
            Processes processes, Repair repair, Step.Sent sent, @Nullable String started) {
        return processes.up() != null ? processes : processes.suspect(incarnation(repair, sent, started));
    }

    /**
     * The incarnation that a START or RESTART brings up: what the agent says, else the command's id (mechanics 19). A
     * worker that does not know its incarnation cannot be compared, so null: whatever runs.
     */
    static @Nullable String incarnation(Repair repair, Step.Sent sent, @Nullable String said) {
        if (said != null) {
            return said;
        }
        boolean assigned = repair.processes().past().stream().anyMatch(past -> past.startsWith(ASSIGNED));
        return assigned ? null : sent.commandId();
    }
}
