package io.homeostat.restart.domain;

import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.restart.domain.Failing.Fault;

/** What becomes of a command that is out: the agent's answer, or none. */
final class Answers {

    /** A deadline that is reached in observed time, but not yet as append time, is looked at again. */
    private static final long DEADLINE_RECHECK_MS = 1_000;

    private Answers() {}

    /** An agent answers the command that is out; answers to others are not for this restart. */
    static void answered(Case on, AdmissionInput.Answered answer) {
        if (!(on.step() instanceof Step.Commanded out)
                || !out.sent().commandId().equals(answer.commandId())) {
            return;
        }
        var said =
                answer.agent() + " says " + answer.status() + (answer.message() == null ? "" : ": " + answer.message());
        switch (answer.status()) {
            case ACCEPTED -> {} // the work goes on
            case SUCCEEDED -> succeeded(on, out, answer);
            case FAILED, REFUSED -> failed(on, out, said);
            case UNKNOWN -> Failing.unknown(on, out.sent(), answer.incarnation(), said);
        }
    }

    private static void succeeded(Case on, Step.Commanded out, AdmissionInput.Answered answer) {
        var processes = on.repair().processes();
        switch (out) {
            case Step.Terminating terminating -> {
                on.repair(on.repair()
                        .withProcesses(processes.terminated(terminating.sent().expected())));
                Attempts.afterTermination(on);
            }
            case Step.Starting starting -> {
                var sent = starting.sent();
                if (sent.action() == Action.RESTART) {
                    on.repair(on.repair().withProcesses(processes.terminated(sent.expected())));
                }
                var up = on.repair().processes().up(); // without the old one, which may have beaten until its end
                if (up != null) {
                    Endings.succeed(on, up);
                } else {
                    confirm(on, sent, answer);
                }
            }
        }
    }

    private static void confirm(Case on, Step.Sent sent, AdmissionInput.Answered answer) {
        long waitMs = on.terms().restart().confirmTimeoutSeconds() * 1_000;
        var started = Failing.incarnation(on.repair(), sent, answer.incarnation());
        on.step(new Step.Confirming(
                new Processes.Target(started),
                on.now().sightedMs() + waitMs,
                on.now().observedMs() + waitMs));
    }

    private static void failed(Case on, Step.Commanded out, String said) {
        if (out instanceof Step.Terminating) {
            Failing.attempt(on, Fault.TERMINATE_FAILED, said);
            return;
        }
        if (out.sent().action() == Action.RESTART) {
            // The old process may have survived; its end makes sure.
            var processes = on.repair().processes().suspect(out.sent().expected());
            on.repair(on.repair().withProcesses(processes));
        }
        Failing.attempt(on, Fault.START_FAILED, said);
    }

    /** Nobody answered in time. */
    static void silence(Case on, Step.Commanded out) {
        if (on.now().at().isBefore(out.sent().deadline())) {
            on.step(later(out, on.now().observedMs() + DEADLINE_RECHECK_MS));
            return;
        }
        Failing.unknown(on, out.sent(), null, "No answer until the command's end and a margin");
    }

    private static Step later(Step.Commanded out, long dueMs) {
        var sent = out.sent();
        var again = new Step.Sent(
                sent.commandId(), sent.action(), sent.expected(), sent.generation(), dueMs, sent.deadline());
        return switch (out) {
            case Step.Terminating _ -> new Step.Terminating(again);
            case Step.Starting _ -> new Step.Starting(again);
        };
    }

    /** The wait for the first beat is over, unless part of it was blind. */
    static void unconfirmed(Case on, Step.Confirming confirming) {
        long leftMs = confirming.untilSightedMs() - on.now().sightedMs();
        if (leftMs > 0 || on.now().blind()) {
            long wait = Math.max(leftMs, on.now().blind() ? Gates.BLIND_RECHECK_MS : 0);
            on.step(new Step.Confirming(
                    confirming.started(), confirming.untilSightedMs(), on.now().observedMs() + wait));
            return;
        }
        // Started but mute: it may live, so it ends before the next one starts.
        var started = confirming.started().incarnation();
        on.repair(on.repair()
                .withProcesses(on.repair().processes().suspect(started))
                .withSubject(on.repair().subject().withIncarnation(started)));
        var seconds = on.terms().restart().confirmTimeoutSeconds();
        Failing.attempt(on, Fault.NOT_CONFIRMED, "No beat of a new incarnation within " + seconds + " s");
    }
}
