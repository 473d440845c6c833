package io.homeostat.rollback.domain;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Rollback.Reason;
import io.homeostat.common.contract.Rollback.Status;
import io.homeostat.rollback.domain.Records.Line;
import io.homeostat.rollback.domain.Reversal.Order;
import io.homeostat.rollback.domain.Reversal.State;
import org.jspecify.annotations.Nullable;

/** What becomes of the commands of a rollback: answers, silence, the next attempt, and its end. */
final class ReversalEnds {

    private static final long BACKOFF_MS = 1_000;
    private static final long BACKOFF_MAX_MS = 60_000;

    private ReversalEnds() {}

    /** An agent answers. */
    static void answered(Case on, Input.Answered answered) {
        var session = on.present();
        var reversal = session == null ? null : session.reversal();
        if (session == null || reversal == null || reversal.isSucceeded()) {
            return;
        }
        var result = answered.result();
        var orders = reversal.orders().stream()
                .map(order -> told(session.trial(), reversal, order, result))
                .toList();
        if (orders.equals(reversal.orders())) {
            return;
        }
        on.session(session.reversing(reversal.with(orders)));
        if (orders.stream().allMatch(order -> order.state() == State.DONE)) {
            succeeded(on, answered.coordinates());
        } else if (reversal.step() instanceof Reversal.Commanded
                && orders.stream().noneMatch(order -> order.state() == State.OPEN)) {
            attemptFailed(on, Reason.AGENT_FAILED, answered.coordinates());
        }
    }

    /**
     * A success counts whichever attempt of this rollback it answers, and even after the last one was given up: it is done.
     * A failure only of the present one.
     */
    private static Order told(Trial trial, Reversal reversal, Order order, CommandResult result) {
        if (order.state() == State.DONE) {
            return order;
        }
        if (result.status() == CommandResult.Status.SUCCEEDED) {
            for (int attempt = reversal.spent() + 1; attempt <= reversal.attempt(); attempt++) {
                if (Reversals.commandId(trial, order, attempt).equals(result.commandId())) {
                    return order.now(State.DONE, said(reversal, result));
                }
            }
            return order;
        }
        boolean isOver = result.status() != CommandResult.Status.ACCEPTED
                && order.state() == State.OPEN
                && result.commandId().equals(order.commandId());
        return isOver ? order.now(State.FAILED, said(reversal, result)) : order;
    }

    private static String said(Reversal reversal, CommandResult result) {
        var message = result.message();
        return Cut.of(message == null ? result.status().name() : message, reversal.wordsMax());
    }

    static void silent(Case on, Reversal reversal) {
        var orders = reversal.orders().stream()
                .map(order -> order.state() == State.OPEN ? order.now(State.FAILED, "no answer") : order)
                .toList();
        on.session(on.session().reversing(reversal.with(orders)));
        attemptFailed(on, Reason.NO_ANSWER, null);
    }

    private static void attemptFailed(Case on, Reason reason, @Nullable String cause) {
        var reversal = Reversals.reversal(on);
        int attempt = reversal.attempts();
        if (attempt > on.terms().policy().rollbackRetries()) {
            var line = Line.of(Status.FAILED, reason, "Attempt " + attempt + " failed, and it was the last one");
            on.record(Records.rollback(on, line.because(cause), null), reversal.actor(), true);
            failed(on, reason);
            return;
        }
        long backoffMs = Math.min(BACKOFF_MAX_MS, BACKOFF_MS << Math.min(attempt - 1, 16));
        on.session(
                on.session().reversing(reversal.at(new Reversal.Backoff(on.now().observedMs() + backoffMs))));
        var line = Line.of(
                Status.RETRYING,
                reason,
                "Attempt " + attempt + " failed; the next one follows in " + backoffMs + " ms");
        on.record(Records.rollback(on, line.because(cause), null), reversal.actor(), true);
    }

    private static void succeeded(Case on, String cause) {
        var reversal = Reversals.reversal(on);
        on.session(on.session().reversing(reversal.at(new Reversal.Finished(true))));
        var trial = on.session().trial();
        var line = Line.of(Status.SUCCEEDED, Reason.ALL_SWITCHED, "Every agent runs " + Reversals.target(trial));
        on.record(Records.rollback(on, line.because(cause), null), reversal.actor(), true);
        if (on.session().isOpen()) {
            var end = Line.of(Status.ROLLED_BACK, Reason.ALL_SWITCHED, "Back to " + Reversals.target(trial));
            Promotions.end(on, end, reversal.actor());
        }
        var policy = on.terms().policy();
        long nowMs = on.now().observedMs();
        on.session(on.session()
                .restoring(new Session.Restored(
                        Observation.of(Reversals.target(trial), nowMs),
                        nowMs + policy.checkWindowSize() * policy.checkIntervalMs())));
    }

    /**
     * What stood in the way did so for as long as the version before is kept ready: nobody may be surprised by a rollback
     * later on, and a session must end. A person is called; one who asked for it may ask again.
     */
    static void expired(Case on, Reason gate) {
        var reversal = Reversals.reversal(on);
        var line = Line.of(Status.EXPIRED, gate, "The rollback waited too long: " + gate);
        on.record(Records.rollback(on, line, null), reversal.actor(), true);
        if (reversal.isBegun() || !reversal.manual()) {
            failed(on, gate);
        } else {
            Reversals.giveUp(on);
            on.report(
                    FailureKind.ROLLBACK_FAILED,
                    "The rollback that " + reversal.actor() + " asked for waited too long: " + gate);
        }
    }

    /** The end that must never pass unnoticed: the switch is asked for and a person is called. */
    static void failed(Case on, Reason reason) {
        var reversal = on.session().reversal();
        var begun = reversal == null
                ? Reversal.of(reason, on.session().lastRecord(), on.now().observedMs())
                : reversal;
        on.session(on.session().reversing(begun.at(new Reversal.Finished(false))));
        if (on.session().isOpen()) {
            var end = Line.of(Status.ROLLBACK_FAILED, reason, "The promotion could not be rolled back: " + reason);
            Promotions.end(on, end, begun.actor());
        }
        on.signal(Status.ROLLBACK_FAILED.name());
        var version = on.session().trial().version();
        on.report(FailureKind.ROLLBACK_FAILED, "The rollback of " + version + " failed: " + reason);
    }
}
