package io.homeostat.restart.domain;

import static io.homeostat.common.contract.Restart.Status.CANCELLED;

import io.homeostat.common.contract.CircuitBreaker.State;
import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Quarantine;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.policy.DidYouMean;
import io.homeostat.restart.domain.Answer.Reason;
import io.homeostat.restart.domain.Answer.Word;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What operators want of restarts, breakers and workers. Every method answers its command exactly once. */
public final class OperatorRules {

    private static final int NAME_SHOWN = 64;

    private OperatorRules() {}

    /** The request that a RESTART is; null where its arguments are none, which {@link #badRestart} then answers. */
    public static AdmissionInput.@Nullable Request request(Will will) {
        var force = will.argument(Will.FORCE);
        boolean isFlag = force == null || force.equals("true") || force.equals("false");
        return isFlag
                ? new AdmissionInput.Request(will.commandId(), will.actor(), will.reason(), null, "true".equals(force))
                : null;
    }

    /** The answer to a RESTART without sense. */
    public static Decision badRestart(Will will) {
        var value = will.argument(Will.FORCE);
        return answered(Answer.refused(will, Reason.INVALID_ARGUMENT, "arguments.force", value, "is no true or false"));
    }

    /** The answer to a RESTART, out of what was decided about the request that it is. */
    public static Decision restart(Will will, List<Decision> decisions) {
        for (var decision : decisions) {
            if (decision instanceof Decision.Recorded(var restart)) {
                return answered(restart(will, restart));
            }
        }
        var message = "A request of this id was answered already";
        return answered(Answer.refused(will, Reason.REPEATED, "commandId", will.commandId(), message));
    }

    private static Answer restart(Will will, Restart first) {
        var evidence = Evidence.of("restartId", first.restartId());
        if (first.status() == Restart.Status.SCHEDULED) {
            var message = "Restart " + first.restartId() + " is scheduled";
            return Answer.of(will, Word.ACCEPTED, Reason.MANUAL, message, evidence);
        }
        Answer.fault("subject", will.subject()).toMap().forEach(evidence::and);
        var message = first.provenance().message();
        return Answer.of(will, will.answerId(), Word.REFUSED, first.reason().name(), String.valueOf(message), evidence);
    }

    /** CANCEL_RESTART: what waits or is deferred ends; what is commanded cannot be called back. */
    public static Verdict cancel(Situation situation, Will will, Terms terms, Now now) {
        var on = new Case(situation, terms, now, will.answerId());
        if (!(situation.lineage() instanceof Lineage.Open open)) {
            on.answer(Answer.refused(will, Reason.NOTHING_PENDING, "No restart of this worker is open"));
            return on.verdict();
        }
        var id = open.repair().restartId();
        switch (open.step()) {
            case Step.Waiting _, Step.Postponed _ -> {
                Endings.end(
                        on,
                        Line.of(CANCELLED, Restart.Reason.MANUAL, "Cancelled by " + will.actor())
                                .with("cancelledBy", will.actor()));
                var message = "Restart " + id + " is cancelled";
                on.answer(Answer.of(will, Word.DONE, Reason.MANUAL, message, Evidence.of("restartId", id)));
            }
            case Step.Commanded _, Step.Confirming _ -> {
                var evidence = Answer.fault("subject", will.subject())
                        .and("restartId", id)
                        .and("outstanding", open.outstanding());
                var message = "The restart is commanded already";
                on.answer(Answer.of(will, Word.REFUSED, Reason.TOO_LATE, message, evidence));
            }
        }
        return on.verdict();
    }

    /** BREAKER_RESET: closed, with nothing counted. */
    public static Verdict resetBreaker(Situation situation, Will will, Terms terms, Now now) {
        var on = new Case(situation, terms, now, will.answerId());
        if (on.breaker().state() == State.CLOSED) {
            on.answer(Answer.refused(will, Reason.ALREADY_CLOSED, "The breaker of this type is CLOSED"));
        } else {
            on.breaker(BreakerRules::closedByHand, will);
            on.answer(moved(on, will));
        }
        return on.verdict();
    }

    /** BREAKER_OPEN: open for the reset time, as if failures had opened it. */
    public static Verdict openBreaker(Situation situation, Will will, Terms terms, Now now) {
        var on = new Case(situation, terms, now, will.answerId());
        if (!terms.breaker().enabled()) {
            on.answer(Answer.refused(will, Reason.DISABLED, "The policy disables the breaker of this type"));
        } else if (on.breaker().state() == State.OPEN) {
            var message =
                    "The breaker of this type is OPEN until " + on.breaker().retryAt();
            on.answer(Answer.refused(will, Reason.ALREADY_OPEN, message));
        } else {
            on.breaker(breaker -> BreakerRules.openedByHand(breaker, terms.breaker(), now), will);
            on.answer(moved(on, will));
        }
        return on.verdict();
    }

    private static Answer moved(Case on, Will will) {
        var breaker = on.breaker();
        return Answer.of(
                will,
                Word.DONE,
                Reason.MANUAL,
                "The breaker of type " + breaker.workerType() + " is " + breaker.state(),
                Evidence.of("state", breaker.state()).and("retryAt", breaker.retryAt()));
    }

    /** QUARANTINE: nothing is started any more; a restart that is not yet commanded ends. */
    public static Verdict quarantine(Situation situation, Will will, Subject subject, Terms terms, Now now) {
        var on = new Case(situation, terms, now, will.answerId());
        if (situation.setAside() != null) {
            var message = "The worker is set aside: " + situation.setAside();
            on.answer(Answer.refused(will, Reason.ALREADY_QUARANTINED, message));
            return on.verdict();
        }
        if (subject.state() == null && !terms.executable().declared()) {
            on.answer(
                    Answer.refused(will, Reason.UNKNOWN_WORKER, "No status and no component of this worker is known"));
            return on.verdict();
        }
        if (situation.lineage() instanceof Lineage.Open open
                && (open.step() instanceof Step.Waiting || open.step() instanceof Step.Postponed)) {
            Endings.end(
                    on,
                    Line.of(CANCELLED, Restart.Reason.QUARANTINED, "Set aside by " + will.actor())
                            .with("cancelledBy", will.actor()));
        }
        var id = Ids.of("qtn", subject.workerId(), will.commandId());
        var record = OperatorRecords.quarantine(
                on, will, id, Quarantine.Status.QUARANTINED, Restart.Reason.MANUAL.name(), null);
        on.setAside(record);
        var evidence = Evidence.of("quarantine", id);
        on.answer(Answer.of(will, Word.DONE, Reason.MANUAL, "The worker is set aside", evidence));
        return on.verdict();
    }

    /**
     * The answer to a command with an argument that its type does not know; null where there is none. A pause whose end is
     * misspelt would be one without an end.
     */
    public static @Nullable Decision unknownArgument(Will will) {
        var name = will.unknownArgument();
        if (name == null) {
            return null;
        }
        var meant = DidYouMean.closest(name, will.known());
        var message = "is no argument of " + will.type() + (meant == null ? "" : "; did you mean " + meant + '?');
        var field = "arguments." + (name.length() > NAME_SHOWN ? name.substring(0, NAME_SHOWN) + '…' : name);
        return answered(Answer.refused(will, Reason.INVALID_ARGUMENT, field, will.argument(name), message));
    }

    /** A type that is ours but that this version does not carry out. */
    public static Decision notSupported(Will will) {
        var message = "This version does not carry out " + will.type();
        return answered(
                Answer.refused(will, Reason.NOT_SUPPORTED, "type", will.type().name(), message));
    }

    /** A command whose id was answered already is not carried out again; the second answer has an id of its own. */
    public static Decision repeated(Will will) {
        return answered(Answer.of(
                will,
                Ids.of("ans", will.commandId(), Reason.REPEATED),
                Word.REFUSED,
                Reason.REPEATED.name(),
                "A command of this id was answered already",
                Answer.fault("commandId", will.commandId())));
    }

    static Decision answered(Answer answer) {
        return new Decision.Answered(answer);
    }
}
