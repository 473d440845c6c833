package io.homeostat.rollback.domain;

import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Rollback.Reason;
import org.jspecify.annotations.Nullable;

/** A person's commands; each is answered exactly once. */
final class Commands {

    private static final long MINUTE_MS = 60_000;

    private Commands() {}

    static void given(Case on, Input.Commanded commanded) {
        var command = commanded.command();
        if (!on.isNew(command)) {
            on.reply(command, Replies.REFUSED, Reason.REPEATED, commanded.coordinates());
            return;
        }
        if (command.type() == OperatorCommand.Type.ROLLBACK) {
            rollback(on, commanded);
        } else {
            stop(on, commanded);
        }
    }

    private static void stop(Case on, Input.Commanded commanded) {
        var command = commanded.command();
        var present = on.present();
        if (present == null || !present.isOpen()) {
            on.reply(command, Replies.REFUSED, Reason.OUT_OF_SESSION, commanded.coordinates());
        } else if (!isMeant(present, command)) {
            on.reply(command, Replies.REFUSED, Reason.UNKNOWN_PROMOTION, commanded.coordinates());
        } else if (Promotions.withdraw(on, command.actor(), command.commandId())) {
            on.reply(command, Replies.DONE, Reason.WITHDRAWN, commanded.coordinates());
        } else {
            on.reply(command, Replies.REFUSED, Reason.ROLLBACK_IN_PROGRESS, commanded.coordinates());
        }
    }

    private static void rollback(Case on, Input.Commanded commanded) {
        var command = commanded.command();
        var refusal = refusal(on, command);
        if (refusal != null) {
            on.reply(command, Replies.REFUSED, refusal, commanded.coordinates());
            return;
        }
        var reason = Reversals.wantManually(on, command);
        on.reply(
                command,
                reason == Reason.DISABLED ? "DRY_RUN" : Replies.ACCEPTED,
                reason == null ? Reason.REQUESTED : reason,
                commanded.coordinates());
    }

    private static @Nullable Reason refusal(Case on, OperatorCommand command) {
        var present = on.present();
        if (present == null) {
            return Reason.OUT_OF_SESSION;
        }
        if (!isMeant(present, command)) {
            return Reason.UNKNOWN_PROMOTION;
        }
        var reversal = present.reversal();
        if (reversal != null && reversal.isSucceeded()) {
            return Reason.ALREADY_ROLLED_BACK; // one that failed may be tried again
        }
        if (present.isReversing() && reversal != null && (reversal.isBegun() || reversal.manual())) {
            return Reason.ROLLBACK_IN_PROGRESS;
        }
        var end = present.end();
        long standbyMs = on.terms().policy().standbyMinutes() * MINUTE_MS;
        if (end != null && on.now().observedMs() > end.atMs() + standbyMs) {
            return Reason.TOO_LATE;
        }
        if (!Reversals.hasTarget(present.trial())) {
            return Reason.NO_PREVIOUS_VERSION;
        }
        return Reversals.areTooMany(on.terms().targets().get()) ? Reason.TOO_MANY_AGENTS : null;
    }

    private static boolean isMeant(Session session, OperatorCommand command) {
        var named = command.argument("promotionId");
        return named == null || named.equals(session.trial().promotionId());
    }
}
