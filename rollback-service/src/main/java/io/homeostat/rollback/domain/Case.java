package io.homeostat.rollback.domain;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.RollbackCommand;
import io.homeostat.rollback.signal.SwitchSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One decision in the making: what is kept of the service as it changes, and what was decided so far. It lives within one
 * call of the rules, so that they stay a function of their arguments.
 */
final class Case {

    private final Terms terms;
    private final Now now;
    private final List<Decision> decisions = new ArrayList<>();
    private long generation;
    private int sessions;
    private List<String> promotionIds;
    private List<String> commandIds;
    private @Nullable Session session;
    private List<Early> early;

    Case(Ledger ledger, Terms terms, Now now) {
        this.terms = terms;
        this.now = now;
        this.generation = ledger.generation();
        this.sessions = ledger.sessions();
        this.promotionIds = ledger.promotionIds();
        this.commandIds = ledger.commandIds();
        this.session = ledger.session();
        this.early = ledger.early();
    }

    Outcome outcome() {
        return new Outcome(new Ledger(generation, sessions, promotionIds, commandIds, session, early), decisions);
    }

    Terms terms() {
        return terms;
    }

    Now now() {
        return now;
    }

    /** The present or last session; null before the first. */
    @Nullable
    Session present() {
        return session;
    }

    Session session() {
        return Objects.requireNonNull(session, "no session");
    }

    /** What is watched now. */
    Observation observation() {
        return Objects.requireNonNull(session().observation(), "nothing is watched");
    }

    void session(Session next) {
        session = next;
    }

    /** Checks that wait for their promotion, oldest first. */
    List<Early> early() {
        return early;
    }

    void early(List<Early> next) {
        early = List.copyOf(next);
    }

    void watching(Observation next) {
        session = session().watching(next);
    }

    /** Begins the next session of the service. */
    int begin(String promotionId) {
        sessions++;
        promotionIds = Ledger.remembering(promotionIds, promotionId, Ledger.IDS_MAX);
        return sessions;
    }

    boolean knowsPromotion(String promotionId) {
        return promotionIds.contains(Ledger.memory(promotionId));
    }

    /** Remembers an operator's command; false if it was there before. */
    boolean isNew(OperatorCommand command) {
        if (commandIds.contains(Ledger.memory(command.commandId()))) {
            return false;
        }
        commandIds = Ledger.remembering(commandIds, command.commandId(), Ledger.IDS_MAX);
        return true;
    }

    long nextGeneration() {
        generation++;
        return generation;
    }

    /** Every trouble of a promotion is one incident. */
    void trouble() {
        var current = session();
        if (current.incidentId() == null) {
            var trial = current.trial();
            session =
                    current.inTrouble(Ids.of("inc", "PROMOTION", trial.service(), trial.promotionId(), trial.number()));
        }
    }

    /** Writes about the session; the record becomes the cause of what follows. */
    void record(Rollback record, @Nullable String actor, boolean audited) {
        decisions.add(new Decision.Recorded(record, actor, audited));
        session = session().recorded(record.provenance().id());
    }

    /** Writes that something is refused: nothing follows from it. */
    void refuse(Rollback record, @Nullable String actor, boolean audited) {
        decisions.add(new Decision.Recorded(record, actor, audited));
    }

    void order(RollbackCommand command) {
        decisions.add(new Decision.Ordered(command));
    }

    void report(FailureKind kind, String message) {
        decisions.add(new Decision.Reported(Troubles.failure(this, kind, message)));
    }

    /** The data of the watched version are missing, or are there again: an incident of its own. */
    void reportSilence(FailureKind kind, String message) {
        decisions.add(new Decision.Reported(Troubles.silence(this, kind, message)));
    }

    /** Asks for the kill switch, unless nothing may be commanded: then it is asked for once that is over. */
    void signal(String reason) {
        if (!terms.observesOnly()) {
            var signal = Troubles.signal(this, SwitchSignal.Kind.ESCALATION, Troubles.scope(terms, session()), reason);
            decisions.add(new Decision.Signalled(signal));
            session = session().signalling(signal.scope());
        }
    }

    /**
     * Says that the trouble goes on, where the switch was asked for, so that nobody resets it meanwhile. It commands nothing:
     * a rehearsal that follows on the real thing says it too.
     */
    void persists(String reason) {
        var asked = session().signalled();
        if (asked != null || !terms.observesOnly()) {
            var scope = asked == null ? Troubles.scope(terms, session()) : asked;
            decisions.add(new Decision.Signalled(Troubles.signal(this, SwitchSignal.Kind.PERSISTENCE, scope, reason)));
        }
    }

    void reply(OperatorCommand command, String decision, Rollback.Reason reason, String coordinates) {
        decisions.add(Replies.of(this, command, decision, reason, coordinates));
    }
}
