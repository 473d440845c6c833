package io.homeostat.restart.topology;

import io.homeostat.restart.domain.AdmissionInput;
import io.homeostat.restart.domain.AdmissionRules;
import io.homeostat.restart.domain.Lineage;
import io.homeostat.restart.domain.Now;
import io.homeostat.restart.domain.Situation;
import io.homeostat.restart.domain.Subject;
import io.homeostat.restart.domain.Terms;
import io.homeostat.restart.domain.Verdict;

/** The adapter around the rules of restarts: finds the lineage that something is about, asks, writes and keeps. */
final class Admission {

    private final AdmissionStores stores;
    private final HoldStore holds;
    private final PlaneView plane;
    private final DecisionWriter writer;

    Admission(AdmissionStores stores, HoldStore holds, PlaneView plane, DecisionWriter writer) {
        this.stores = stores;
        this.holds = holds;
        this.plane = plane;
        this.writer = writer;
    }

    /** The stage of the workers tells something; an operator's will is not decided here. */
    void told(AdmissionInput input, Now now) {
        switch (input) {
            case AdmissionInput.Down down -> wanted(down, down.subject(), now);
            case AdmissionInput.Requested asked -> requested(asked, now);
            case AdmissionInput.Up _, AdmissionInput.Gone _ -> {
                var open = stores.ledger(input.workerId()).openLineage();
                if (open != null) {
                    decide(stores.lineage(open), input, now);
                }
            }
            case AdmissionInput.Fenced fenced -> fenced(fenced, now);
            case AdmissionInput.Answered answered -> {
                var lineage = stores.lineageOf(answered.commandId());
                if (lineage != null) {
                    decide(stores.lineage(lineage), input, now);
                }
            }
            case AdmissionInput.Willed _ -> throw new IllegalStateException("is the operators' desk's");
        }
    }

    /** Somebody asks for a restart. */
    Verdict requested(AdmissionInput.Requested asked, Now now) {
        var subject = plane.described(asked.subject());
        var known = new AdmissionInput.Requested(subject, asked.request(), asked.causeId(), asked.incidentId());
        return wanted(known, subject, now);
    }

    /** A worker wants a restart, or somebody wants one for it. */
    Verdict wanted(AdmissionInput input, Subject subject, Now now) {
        var lineage = lineage(subject, now);
        var about = lineage instanceof Lineage.Open open ? open.repair().subject() : subject;
        var situation = situation(lineage, about);
        var verdict = AdmissionRules.decide(situation, input, terms(about), now);
        settle(situation, verdict, about, now);
        return verdict;
    }

    /** The lineage under which the worker's restart is open, or would be opened. */
    Lineage lineage(Subject subject, Now now) {
        return Lineages.of(stores, subject, terms(subject), now);
    }

    /** An open lineage is due. */
    void due(Lineage.Open open, Now now) {
        var subject = open.repair().subject();
        var situation = situation(open, subject);
        settle(situation, AdmissionRules.due(situation, terms(subject), now), subject, now);
    }

    /** A breaker is due. */
    void breakerDue(String workerType, Now now) {
        var situation = ofType(workerType);
        var nobody = nobody(workerType);
        settle(situation, AdmissionRules.breakerDue(situation, terms(nobody), now), nobody, now);
    }

    /** What a decision about a breaker looks at. */
    Situation ofType(String workerType) {
        var idle = new Lineage.Idle(AdmissionStores.BREAKER + workerType, Lineage.Count.NONE, null);
        return situation(idle, nobody(workerType));
    }

    /** Only the type counts: nothing is decided about any worker. */
    static Subject nobody(String workerType) {
        return new Subject("-", workerType, "", "", "", null, null, null);
    }

    private void decide(Lineage lineage, AdmissionInput input, Now now) {
        if (lineage instanceof Lineage.Open open
                && open.repair().subject().workerId().equals(input.workerId())) {
            var subject = open.repair().subject();
            var situation = situation(lineage, subject);
            settle(situation, AdmissionRules.decide(situation, input, terms(subject), now), subject, now);
        }
    }

    /** What the worker's open restart does not end gets a restart of its own that only terminates. */
    private void fenced(AdmissionInput.Fenced fenced, Now now) {
        var open = stores.ledger(fenced.workerId()).openLineage();
        if (open == null) {
            fence(fenced, now);
        } else {
            decide(stores.lineage(open), fenced, now);
        }
    }

    private void fence(AdmissionInput.Fenced fenced, Now now) {
        var lineage = stores.lineage(AdmissionRules.fence(fenced.workerId(), fenced.incarnation()));
        var situation = situation(lineage, fenced.subject());
        var verdict = AdmissionRules.decide(situation, fenced, terms(fenced.subject()), now);
        settle(situation, verdict, fenced.subject(), now);
    }

    /** Writes what was decided and keeps what it changed. */
    void settle(Situation before, Verdict verdict, Subject subject, Now now) {
        // Written before kept: should one of the two fail, the decision is made again, with the same ids.
        verdict.decisions().forEach(decision -> writer.write(decision, now.at()));
        stores.keep(before, verdict.situation(), subject.workerId());
        verdict.beating().forEach(fenced -> fence(fenced, now));
    }

    Situation situation(Lineage lineage, Subject subject) {
        return stores.situation(lineage, subject.workerId(), subject.workerType());
    }

    Terms terms(Subject subject) {
        return plane.terms(subject, holds.holds());
    }
}
