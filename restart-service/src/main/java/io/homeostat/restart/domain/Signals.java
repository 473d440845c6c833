package io.homeostat.restart.domain;

import static io.homeostat.common.contract.Restart.Status.CANCELLED;

import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.restart.domain.Failing.Fault;
import org.jspecify.annotations.Nullable;

/** What the worker of an open restart does meanwhile. */
final class Signals {

    private Signals() {}

    /** The worker is ALIVE. */
    static void up(Case on, @Nullable String incarnation) {
        var repair = on.repair();
        var processes = repair.processes();
        // A late word of one that is gone. One that was commanded, but of whose end nobody knows, lives on rightly:
        // heartbeat-service says ALIVE of it only where the command was refused.
        boolean gone = incarnation != null && processes.ended().contains(incarnation);
        switch (on.step()) {
            case Step.Held _ -> {
                boolean mayLive = processes.toTerminate().contains(new Processes.Target(incarnation));
                if (processes.isNew(incarnation) || mayLive) { // else a late word of the one that was terminated
                    Endings.recovered(on, String.valueOf(incarnation));
                }
            }
            case Step.Waiting _, Step.Deferred _ -> {
                boolean asBefore = repair.plan() == Repair.Plan.RESTART && !processes.isNew(incarnation);
                if (!gone && !asBefore) {
                    Endings.recovered(on, String.valueOf(incarnation));
                }
            }
            case Step.Terminating _, Step.Starting _ -> {
                boolean spared = processes.commanded().contains(String.valueOf(incarnation)) && !gone;
                if (incarnation != null && (processes.isNew(incarnation) || spared)) {
                    on.repair(repair.withProcesses(processes.seenUp(incarnation)));
                }
            }
            case Step.Confirming _ -> {
                if (incarnation != null && processes.isNew(incarnation)) {
                    Endings.succeed(on, incarnation);
                }
            }
        }
    }

    /** The worker is ZOMBIE, FAILED or STUCK while its restart is open: joins it, or fails the attempt. */
    static void down(Case on, AdmissionInput.Down down) {
        var incarnation = down.subject().incarnation();
        boolean isNew = on.repair().processes().isNew(incarnation);
        switch (on.step()) {
            case Step.Waiting _, Step.Deferred _ -> join(on, down.subject());
            case Step.Terminating _, Step.Held _ -> {
                if (isNew) { // the old one is being ended, or is gone
                    join(on, down.subject());
                }
            }
            case Step.Starting _, Step.Confirming _ -> {
                if (isNew) {
                    join(on, down.subject());
                    var message = "Incarnation " + incarnation + " is "
                            + down.subject().state() + " before it was confirmed";
                    Failing.attempt(on, Fault.CRASHED, message);
                }
            }
        }
    }

    /** The restart is now about the worker as it is. A live one that somebody wanted restarted is repaired instead. */
    private static void join(Case on, Subject subject) {
        var repair = on.repair();
        var processes = ended(repair.processes(), subject);
        on.repair(repair.withSubject(subject).withProcesses(processes).withPlan(Repair.Plan.REPAIR));
    }

    /** A crash ends a process by itself; a zombie or a stuck worker must be terminated. */
    static Processes ended(Processes processes, Subject subject) {
        return subject.state() == WorkerState.ZOMBIE || subject.state() == WorkerState.STUCK
                ? processes.suspect(subject.incarnation())
                : processes.crashed(subject.incarnation());
    }

    /** A fenced incarnation beats. It is normal while its TERMINATE is out; another one's end is nobody's but its own. */
    static void fenced(Case on, String incarnation) {
        var processes = on.repair().processes();
        if (processes.covers(incarnation)) {
            on.repair(on.repair().withProcesses(processes.heardFenced(incarnation)));
        } else {
            on.beats(incarnation);
        }
    }

    /** The worker left the fleet. A good-bye of what is being terminated is what was asked for. */
    static void gone(Case on, AdmissionInput.Gone gone) {
        var processes = on.repair().processes();
        boolean ofOurs = gone.incarnation() != null && processes.commanded().contains(gone.incarnation());
        boolean ends = switch (gone.departure()) {
            case RETIRED -> true;
            // That nobody has heard of it for a day is what the hold brought about: it neither recovered nor expired.
            case FORGOTTEN -> !(on.step() instanceof Step.Postponed);
            case GOODBYE ->
                switch (on.step()) {
                    case Step.Waiting _, Step.Deferred _ -> !ofOurs;
                    case Step.Terminating _ -> false;
                    case Step.Starting _, Step.Confirming _, Step.Held _ -> processes.isNew(gone.incarnation());
                };
        };
        if (ends) {
            Endings.end(on, Line.of(CANCELLED, Restart.Reason.STALE, "The worker left: " + gone.departure()));
        } else {
            on.repair(on.repair().withProcesses(processes.left(gone.incarnation())));
        }
    }
}
