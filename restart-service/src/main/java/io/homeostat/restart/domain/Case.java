package io.homeostat.restart.domain;

import io.homeostat.common.contract.CircuitBreaker;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Quarantine;
import io.homeostat.common.contract.RestartCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * One decision in the making: the situation as it changes, and what was decided so far. It lives within one call of the
 * rules, so that they stay a function of their arguments.
 */
final class Case {

    private final Terms terms;
    private final Now now;
    private final String key;
    private final List<Decision> decisions = new ArrayList<>();
    private final List<AdmissionInput.Fenced> beating = new ArrayList<>();
    private Lineage.Count count;
    private Breaker breaker;
    private Rates rates;
    private Ledger ledger;
    private @Nullable String setAside;
    private boolean givenUp;
    private @Nullable String refused;
    private @Nullable Repair repair;
    private @Nullable Step step;
    private @Nullable String cause;

    /** @param cause the record that asks; null where time alone does */
    Case(Situation situation, Terms terms, Now now, @Nullable String cause) {
        this.terms = terms;
        this.now = now;
        this.cause = cause;
        this.key = situation.lineage().key();
        this.count = situation.lineage().count();
        this.breaker = situation.breaker();
        this.rates = situation.rates();
        this.ledger = situation.ledger();
        this.setAside = situation.setAside();
        switch (situation.lineage()) {
            case Lineage.Idle idle -> this.refused = idle.refused();
            case Lineage.GivenUp over -> {
                this.refused = over.refused();
                this.givenUp = true;
            }
            case Lineage.Open open -> {
                this.repair = open.repair();
                this.step = open.step();
            }
        }
    }

    Verdict verdict() {
        Lineage lineage;
        if (repair != null && step != null) {
            lineage = new Lineage.Open(key, count, repair, step);
        } else if (givenUp) {
            lineage = new Lineage.GivenUp(key, count, refused);
        } else {
            lineage = new Lineage.Idle(key, count, refused);
        }
        return new Verdict(new Situation(lineage, breaker, rates, ledger, setAside), decisions, beating);
    }

    Terms terms() {
        return terms;
    }

    Now now() {
        return now;
    }

    String key() {
        return key;
    }

    Lineage.Count count() {
        return count;
    }

    Breaker breaker() {
        return breaker;
    }

    Rates rates() {
        return rates;
    }

    Ledger ledger() {
        return ledger;
    }

    /** The worker or its lineage is set aside. */
    boolean isQuarantined() {
        return setAside != null || givenUp;
    }

    @Nullable
    String refused() {
        return refused;
    }

    Repair repair() {
        return Objects.requireNonNull(repair, "no restart is open");
    }

    Step step() {
        return Objects.requireNonNull(step, "no restart is open");
    }

    void count(Lineage.Count next) {
        count = next;
    }

    void rates(Rates next) {
        rates = next;
    }

    void ledger(Ledger next) {
        ledger = next;
    }

    void repair(Repair next) {
        repair = next;
    }

    void step(Step next) {
        step = next;
    }

    void refused(String trouble) {
        refused = trouble;
    }

    /** Writes a step of the open restart: its cause is the record that asks, else the step before. */
    void record(Line line) {
        var current = repair();
        var record = Records.restart(this, current, cause == null ? current.lastRecord() : cause, line);
        cause = null;
        decisions.add(new Decision.Recorded(record));
        repair = current.recorded(record.provenance().id());
    }

    /** Writes the only step of a restart that is answered at once, beside one that may be open. */
    void aside(Repair answered, Line line) {
        var because = cause == null ? answered.lastRecord() : cause;
        decisions.add(new Decision.Recorded(Records.restart(this, answered, because, line)));
    }

    /** Sends a command behind the step that says so. */
    void order(Step.Sent sent, Line line) {
        record(line.sending(sent));
        decisions.add(new Decision.Ordered(Records.command(this, repair(), sent, line.decision())));
    }

    /** A command of the present attempt, with the worker's next generation. */
    Step.Sent next(RestartCommand.Action action, @Nullable String expected) {
        ledger = ledger.nextGeneration();
        var current = repair();
        long lifeSeconds = Records.validSeconds(terms, action) + Records.ANSWER_MARGIN_SECONDS;
        // The restart's id stands for lineage and episode: one worker may be of two lineages with equal episodes.
        var id = Ids.of("cmd", action, current.subject().workerId(), expected, current.restartId(), current.attempt());
        return new Step.Sent(
                id, action, expected, ledger.generation(), now.observedMs() + lifeSeconds * 1_000, now.in(lifeSeconds));
    }

    /** Applies a rule of the breaker and writes what changed. Drills do not move breakers. */
    void breaker(UnaryOperator<Breaker> rule) {
        breaker(rule, null);
    }

    /** The same; what a person wants is reported to nobody as a failure. */
    void breaker(UnaryOperator<Breaker> rule, @Nullable Will will) {
        var next = rule.apply(breaker);
        if (next.transitions() == breaker.transitions()) {
            breaker = next;
            return;
        }
        var last = next.lastRecord();
        var before = last == null ? next.workerType() : last;
        var because = will != null ? will.answerId() : repair != null ? repair.lastRecord() : before;
        var record = Records.breaker(this, next, because, will);
        decisions.add(new Decision.BreakerMoved(record));
        if (next.state() == CircuitBreaker.State.OPEN && will == null) {
            decisions.add(new Decision.Reported(Records.breakerOpened(this, next, record)));
        }
        breaker = next.recorded(record.provenance().id());
    }

    void report(FailureKind kind, String message) {
        decisions.add(new Decision.Reported(Records.failure(this, repair(), kind, message)));
    }

    /** The lineage and its worker are set aside. */
    void setAside() {
        if (setAside == null) { // else a person was faster
            setAside(Records.quarantine(this, repair()));
        }
        givenUp = true;
    }

    /** The worker is set aside. */
    void setAside(Quarantine record) {
        decisions.add(new Decision.SetAside(record));
        setAside = record.reason();
    }

    /** The worker is no longer set aside, and what was given up may be tried anew. A restart under way goes on as it is. */
    void release(Quarantine record) {
        decisions.add(new Decision.SetAside(record));
        setAside = null;
        givenUp = false;
        refused = null;
        if (repair == null) {
            count = count.withAttempts(0);
        }
    }

    void answer(Answer answer) {
        decisions.add(new Decision.Answered(answer));
    }

    /** A fenced incarnation beats that this restart does not end. */
    void beats(String incarnation) {
        var current = repair();
        beating.add(new AdmissionInput.Fenced(
                current.subject(), incarnation, current.lastRecord(), current.incidentId(), current.synthetic()));
    }

    /** The restart is over. */
    void close() {
        var over = repair();
        over.processes().unended().forEach(this::beats);
        if (over.plan() != Repair.Plan.FENCE) {
            ledger = ledger.closed();
        }
        repair = null;
        step = null;
    }
}
