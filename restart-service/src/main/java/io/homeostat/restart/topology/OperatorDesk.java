package io.homeostat.restart.topology;

import io.homeostat.common.contract.Hold;
import io.homeostat.restart.domain.AdmissionInput;
import io.homeostat.restart.domain.AdmissionRules;
import io.homeostat.restart.domain.Cause;
import io.homeostat.restart.domain.HoldRules;
import io.homeostat.restart.domain.Lineage;
import io.homeostat.restart.domain.Now;
import io.homeostat.restart.domain.OperatorRules;
import io.homeostat.restart.domain.ReleaseRules;
import io.homeostat.restart.domain.Situation;
import io.homeostat.restart.domain.Subject;
import io.homeostat.restart.domain.Terms;
import io.homeostat.restart.domain.Verdict;
import io.homeostat.restart.domain.Will;
import java.util.Objects;
import org.apache.kafka.streams.processor.api.ProcessorContext;

/** Where operators are heard: each command is carried out or refused, and answered exactly once. */
final class OperatorDesk {

    private final Admission admission;
    private final AdmissionStores stores;
    private final HoldStore holds;
    private final PlaneView plane;
    private final DecisionWriter writer;
    private final ReleaseStore releases;
    private final CommandMemory memory;
    private final WakeUps wakeUps;

    OperatorDesk(
            ProcessorContext<?, ?> context,
            Admission admission,
            AdmissionStores stores,
            HoldStore holds,
            PlaneView plane,
            DecisionWriter writer) {
        this.admission = admission;
        this.stores = stores;
        this.holds = holds;
        this.plane = plane;
        this.writer = writer;
        releases = new ReleaseStore(context.getStateStore(RestartTopology.RELEASES));
        memory = new CommandMemory(context.getStateStore(RestartTopology.ANSWERED));
        wakeUps = new WakeUps(context.getStateStore(RestartTopology.PLANE_STATE), stores);
    }

    /** An operator wants something. */
    void told(AdmissionInput.Willed willed, Now now) {
        switch (memory.see(willed.will().commandId())) {
            case NEVER -> carryOut(willed, now);
            case AGAIN -> writer.write(OperatorRules.repeated(willed.will()), now.at());
            case OFTEN -> {} // said already
        }
    }

    /** Ends what is over by time, also in a backlog: nothing is done by it. */
    void tick(Now now) {
        holds.due(now.at()).forEach(holding -> hold(holding.scope(), HoldRules.expire(holding, now), now));
        for (var release : releases.due(now.at())) {
            var expired = ReleaseRules.expire(release, now);
            if (expired != null) {
                writer.write(expired, now.at());
                releases.keep(release.workerId(), release, null);
            }
        }
        wakeUps.tick(now.observedMs());
    }

    private void carryOut(AdmissionInput.Willed willed, Now now) {
        var will = willed.will();
        var unknown = OperatorRules.unknownArgument(will);
        if (unknown != null) {
            writer.write(unknown, now.at());
            return;
        }
        switch (will.type()) {
            case PAUSE -> begin(Hold.Kind.PAUSE, will, now);
            case MAINTENANCE_START -> begin(Hold.Kind.MAINTENANCE, will, now);
            case RESUME -> end(Hold.Kind.PAUSE, will, now);
            case MAINTENANCE_END -> end(Hold.Kind.MAINTENANCE, will, now);
            case RESTART -> restart(willed, now);
            case CANCEL_RESTART -> onWorker(willed, now, OperatorRules::cancel);
            case BREAKER_RESET -> {
                onType(will, now, OperatorRules::resetBreaker);
                wakeUps.add(Cause.breaker(will.subject()));
            }
            case BREAKER_OPEN -> onType(will, now, OperatorRules::openBreaker);
            case QUARANTINE -> {
                var subject = plane.described(willed.subject());
                onWorker(
                        willed,
                        now,
                        (situation, _, terms, at) -> OperatorRules.quarantine(situation, will, subject, terms, at));
            }
            case RELEASE, APPROVE, REJECT -> release(willed, now);
            case ZOMBIE_CLEANUP, RETIRE, FAILURE_PULSE -> writer.write(OperatorRules.notSupported(will), now.at());
            case ROLLBACK,
                    STOP_MONITORING,
                    KILL_SWITCH_ON,
                    KILL_SWITCH_RESET,
                    FLAG_SET,
                    FLAG_RESET,
                    INCIDENT_ACK,
                    INCIDENT_RESOLVE -> throw new IllegalStateException(will.type() + " is another service's");
        }
    }

    private void begin(Hold.Kind kind, Will will, Now now) {
        hold(will.subject(), HoldRules.begin(holds.holds(), kind, will, now), now);
    }

    private void end(Hold.Kind kind, Will will, Now now) {
        hold(will.subject(), HoldRules.end(holds.holds(), kind, will), now);
    }

    private void hold(String scope, HoldRules.Ruling ruling, Now now) {
        ruling.decisions().forEach(decision -> writer.write(decision, now.at()));
        if (!Objects.equals(ruling.holding(), holds.holds().byScope().get(scope))) {
            holds.keep(scope, ruling.holding());
        }
        if (ruling.ended()) {
            wakeUps.add(Cause.hold(scope));
        }
    }

    private void restart(AdmissionInput.Willed willed, Now now) {
        var will = willed.will();
        var request = OperatorRules.request(will);
        if (request == null) {
            writer.write(OperatorRules.badRestart(will), now.at());
            return;
        }
        var asked = new AdmissionInput.Requested(willed.subject(), request, will.answerId(), willed.incidentId());
        var verdict = admission.requested(asked, now);
        writer.write(OperatorRules.restart(will, verdict.decisions()), now.at());
    }

    /** A rule about one worker or one type. */
    @FunctionalInterface
    private interface Rule {
        Verdict decide(Situation situation, Will will, Terms terms, Now now);
    }

    private void onWorker(AdmissionInput.Willed willed, Now now, Rule rule) {
        var subject = plane.described(willed.subject());
        var lineage = admission.lineage(subject, now);
        var about = lineage instanceof Lineage.Open open ? open.repair().subject() : subject;
        settle(admission.situation(lineage, about), willed.will(), about, now, rule);
    }

    private void onType(Will will, Now now, Rule rule) {
        settle(admission.ofType(will.subject()), will, Admission.nobody(will.subject()), now, rule);
    }

    private void settle(Situation situation, Will will, Subject about, Now now, Rule rule) {
        admission.settle(situation, rule.decide(situation, will, admission.terms(about), now), about, now);
    }

    private void release(AdmissionInput.Willed willed, Now now) {
        var will = willed.will();
        var subject = plane.described(willed.subject());
        var situation = admission.situation(setAside(subject), subject);
        var terms = admission.terms(subject);
        var waiting = releases.of(will.subject());
        var ruling = switch (will.type()) {
            case RELEASE -> ReleaseRules.ask(situation, waiting, will, terms, now);
            case APPROVE -> ReleaseRules.approve(situation, waiting, will, terms, now);
            case REJECT -> ReleaseRules.reject(situation, waiting, will, terms, now);
            default -> throw new IllegalStateException("no release: " + will.type());
        };
        admission.settle(situation, ruling.verdict(), subject, now);
        releases.keep(will.subject(), waiting, ruling.waiting());
        boolean released =
                situation.setAside() != null && ruling.verdict().situation().setAside() == null;
        if (released
                && !situation.lineage().isOpen()
                && subject.state() != null
                && subject.state().isDown()) {
            // What is still true is acted on: no new report of the same trouble will come.
            var down = new AdmissionInput.Down(subject, will.answerId(), willed.incidentId(), false);
            admission.told(down, now);
        }
    }

    /** The lineage that was set aside with the worker; one that is open for another worker is not it. */
    private Lineage setAside(Subject subject) {
        var ledger = stores.ledger(subject.workerId());
        var own = AdmissionRules.lineage(subject.workerId(), null);
        var lineage = stores.lineage(Objects.requireNonNullElse(ledger.lastLineage(), own));
        return lineage.isOpen() && ledger.openLineage() == null ? stores.lineage(own) : lineage;
    }
}
