package io.homeostat.restart.domain;

import static io.homeostat.common.contract.Restart.Status.EXPIRED;
import static io.homeostat.common.contract.Restart.Status.REFUSED;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Restart.Reason;
import io.homeostat.common.contract.WorkerState;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Somebody wants a restart: the gates that refuse, then it is opened. */
final class Arrivals {

    private static final long MINUTE_MS = 60_000;

    private Arrivals() {}

    /** A worker is down, and no restart of it is open. */
    static void down(Case on, AdmissionInput.Down down) {
        resetCount(on);
        var subject = down.subject();
        var refusal = Gates.refusal(on, subject, false);
        if (refusal != null) {
            refuseOnce(on, down, refusal);
            return;
        }
        open(on, repair(on, Repair.Plan.REPAIR, reason(subject), subject, down.incidentId(), down.synthetic()));
        if (on.count().attempts() >= Attempts.max(on, on.repair())) {
            on.repair(on.repair().withAttempt(on.count().attempts()));
            Endings.abandon(on, false);
        } else {
            Attempts.schedule(on);
        }
    }

    /** Somebody asks. Every request gets exactly one final answer, duplicates of it none. */
    static void requested(Case on, AdmissionInput.Requested asked) {
        if (on.ledger().requests().contains(asked.request().requestId())) {
            return;
        }
        var validUntil = asked.request().validUntil();
        if (validUntil != null && on.now().at().isAfter(validUntil)) {
            answer(on, asked, Line.of(EXPIRED, Reason.REQUESTED, "The request was valid until " + validUntil));
            return;
        }
        var refusal = Gates.refusal(on, asked.subject(), on.ledger().openLineage() != null);
        if (refusal == null) {
            resetCount(on);
            refusal = on.count().attempts() >= on.terms().restart().maxRetries()
                    ? new Gates.Refusal(
                            Reason.MAX_RETRIES_EXCEEDED, on.count().attempts() + " attempts were made already")
                    : null;
        }
        if (refusal != null) {
            answer(on, asked, Line.of(REFUSED, refusal.reason(), refusal.message()));
            return;
        }
        on.ledger(on.ledger().requested(asked.request().requestId()));
        var plan = asked.subject().isLive() ? Repair.Plan.RESTART : Repair.Plan.REPAIR;
        var incident = incident(asked);
        open(on, asking(repair(on, plan, Reason.REQUESTED, asked.subject(), incident, false), asked.request()));
        Attempts.schedule(on);
    }

    /** An incarnation that was fenced still beats, and nothing else ends it: at most once per incarnation. */
    static void fenced(Case on, AdmissionInput.Fenced fenced) {
        if (on.ledger().fenced().contains(fenced.incarnation())) {
            return;
        }
        on.ledger(on.ledger().fencing(fenced.incarnation()));
        var subject = fenced.subject().withIncarnation(fenced.incarnation());
        var repair = repair(on, Repair.Plan.FENCE, Reason.ZOMBIE, subject, fenced.incidentId(), fenced.synthetic());
        open(on, repair.withProcesses(repair.processes().suspect(fenced.incarnation())));
        Attempts.schedule(on);
    }

    private static void open(Case on, Repair repair) {
        on.count(on.count().opened());
        on.repair(repair);
        if (repair.plan() != Repair.Plan.FENCE) {
            on.ledger(on.ledger().opened(on.key()));
        }
    }

    private static Repair repair(
            Case on, Repair.Plan plan, Reason reason, Subject subject, @Nullable String incidentId, boolean synthetic) {
        var processes = Processes.of(subject.incarnation());
        var id = Ids.of("rst", on.key(), subject.incarnation(), on.count().episode() + 1);
        boolean mayLive = subject.state() == WorkerState.ZOMBIE || subject.state() == WorkerState.STUCK;
        return new Repair(
                id,
                plan,
                reason,
                subject,
                null,
                incidentId,
                synthetic,
                0,
                plan == Repair.Plan.REPAIR && mayLive ? processes.suspect(subject.incarnation()) : processes,
                0,
                id);
    }

    private static Repair asking(Repair repair, AdmissionInput.Request request) {
        return new Repair(
                repair.restartId(),
                repair.plan(),
                repair.reason(),
                repair.subject(),
                request,
                repair.incidentId(),
                repair.synthetic(),
                repair.attempt(),
                repair.processes(),
                repair.records(),
                repair.lastRecord());
    }

    /** A request that is answered at once: a restart of one step, beside the one that may be open. */
    private static void answer(Case on, AdmissionInput.Requested asked, Line line) {
        if (line.reason() != Reason.UNKNOWN_WORKER) { // nothing is kept of workers that do not exist
            on.ledger(on.ledger().requested(asked.request().requestId()));
        }
        var id = Ids.of(
                "rst",
                on.key(),
                asked.subject().incarnation(),
                "request:" + asked.request().requestId());
        on.aside(
                asking(
                        new Repair(
                                id,
                                Repair.Plan.REPAIR,
                                Reason.REQUESTED,
                                asked.subject(),
                                null,
                                incident(asked),
                                false,
                                0,
                                Processes.of(null),
                                0,
                                id),
                        asked.request()),
                line);
    }

    /** An automatic report is refused once per trouble and reason, however often it is repeated. */
    private static void refuseOnce(Case on, AdmissionInput.Down down, Gates.Refusal refusal) {
        var trouble = Objects.requireNonNullElse(
                down.incidentId(),
                down.subject().incarnation() + "/" + down.subject().state());
        var said = refusal.reason() + "|" + trouble;
        if (said.equals(on.refused())) {
            return;
        }
        on.refused(said);
        on.count(on.count().opened());
        var id =
                Ids.of("rst", on.key(), down.subject().incarnation(), on.count().episode());
        var repair = new Repair(
                id,
                Repair.Plan.REPAIR,
                reason(down.subject()),
                down.subject(),
                null,
                down.incidentId(),
                down.synthetic(),
                0,
                Processes.of(null),
                0,
                id);
        on.aside(repair, Line.of(REFUSED, refusal.reason(), refusal.message()));
    }

    private static void resetCount(Case on) {
        long resetMs = on.terms().restart().attemptResetMinutes() * MINUTE_MS;
        on.count(on.count().at(on.now().observedMs(), resetMs));
    }

    private static String incident(AdmissionInput.Requested asked) {
        return Objects.requireNonNullElse(
                asked.incidentId(), Ids.of("inc", "restart", asked.request().requestId()));
    }

    private static Reason reason(Subject subject) {
        return switch (Objects.requireNonNull(subject.state())) {
            case FAILED -> Reason.FAILED;
            case STUCK -> Reason.STUCK;
            case ZOMBIE, REGISTERED, ALIVE, WARNING, UNRESPONSIVE, STOPPED -> Reason.ZOMBIE;
        };
    }
}
