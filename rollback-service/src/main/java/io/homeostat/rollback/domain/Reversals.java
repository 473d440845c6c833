package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.Rollback.Reason;
import io.homeostat.common.contract.Rollback.Status;
import io.homeostat.rollback.domain.Records.Line;
import io.homeostat.rollback.domain.Reversal.Order;
import io.homeostat.rollback.domain.Reversal.State;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rollback of a promotion: at most one, commanded, awaited, tried again, and its failure never silent. */
final class Reversals {

    /** Beyond a command's validity, before its silence counts. */
    static final long ANSWER_MARGIN_SECONDS = 10;

    private static final long MINUTE_MS = 60_000;

    private Reversals() {}

    /** What a rollback goes back to; only asked for where {@link #hasTarget} says yes. */
    static String target(Trial trial) {
        return Objects.requireNonNull(trial.previousVersion(), "no previous version");
    }

    static boolean hasTarget(Trial trial) {
        return trial.previousVersion() != null && !trial.previousVersion().equals(trial.version());
    }

    /** The verdict asks for a rollback. */
    static void want(Case on, Reason why) {
        var session = on.session();
        if (session.reversal() != null) {
            return; // at most once per promotion
        }
        if (on.terms().observesOnly()) {
            observe(on, null, null);
            return;
        }
        if (!hasTarget(session.trial())) {
            impossible(on, Reason.NO_PREVIOUS_VERSION, "Nobody said what to go back to", null);
            return;
        }
        begin(on, Reversal.of(why, session.lastRecord(), on.now().observedMs()));
    }

    private static void impossible(Case on, Reason reason, String message, @Nullable String actor) {
        on.record(Records.rollback(on, Line.of(Status.REFUSED, reason, message), null), actor, true);
        ReversalEnds.failed(on, reason);
    }

    /** What is kept of a service must fit into one record, whatever the names of its agents. */
    static boolean areTooMany(List<Terms.Target> targets) {
        long characters = targets.stream()
                .mapToLong(target -> target.agent() == null ? 0 : target.agent().length())
                .sum();
        return targets.size() > Reversal.AGENTS_MAX || characters > Reversal.NAMES_CHARACTERS_MAX;
    }

    /**
     * A person asks for a rollback; one that waits becomes theirs and is carried out whatever the version's health says.
     *
     * @return why it is not commanded at once; null: it is
     */
    static @Nullable Reason wantManually(Case on, OperatorCommand command) {
        if (on.terms().observesOnly()) {
            observe(on, command.actor(), command.commandId());
            return Reason.DISABLED;
        }
        on.trouble();
        begin(on, Reversal.of(command, on.session().reversal(), on.now().observedMs()));
        var reversal = on.session().reversal();
        return reversal != null && reversal.step() instanceof Reversal.Deferred(var reason, var _) ? reason : null;
    }

    private static void observe(Case on, @Nullable String actor, @Nullable String cause) {
        if (on.session().observed() && actor == null) {
            return; // said once
        }
        if (actor == null) {
            on.session(on.session().observing());
        }
        var line = Line.of(Status.DRY_RUN, Reason.DISABLED, "A rollback is due, but nothing may be commanded");
        on.record(Records.rollback(on, line.because(cause), null), actor, true);
    }

    /** Drops a rollback that was never commanded. */
    static void drop(Case on, Reason reason, String message, @Nullable String cause) {
        on.record(
                Records.rollback(on, Line.of(Status.CANCELLED, reason, message).because(cause), null), null, true);
        giveUp(on);
    }

    /** A rollback of which nothing was commanded is over; an ended session keeps how many attempts there were before. */
    static void giveUp(Case on) {
        var over = on.session().isOpen() ? null : reversal(on).at(new Reversal.Finished(false));
        on.session(on.session().reversing(over));
    }

    private static void begin(Case on, Reversal reversal) {
        on.session(on.session().reversing(reversal));
        attempt(on, reversal.causeId());
    }

    /** Time moves an unfinished rollback on. */
    static void due(Case on) {
        var reversal = reversal(on);
        switch (reversal.step()) {
            case Reversal.Deferred(var _, var sinceMs) -> waiting(on, reversal, sinceMs);
            case Reversal.Commanded(var deadlineMs, var deadline) -> {
                if (on.now().observedMs() >= deadlineMs && !on.now().at().isBefore(deadline)) {
                    ReversalEnds.silent(on, reversal);
                }
            }
            case Reversal.Backoff(var dueMs) -> {
                if (on.now().observedMs() >= dueMs) {
                    attempt(on, null);
                }
            }
            case Reversal.Finished _ -> {}
        }
    }

    private static void waiting(Case on, Reversal reversal, long sinceMs) {
        var gate = gate(on);
        boolean overdue = gate != null && isOverdue(on, sinceMs);
        if (!reversal.isBegun() && !reversal.manual() && !isStillWanted(on)) {
            if (gate == null || overdue) {
                drop(on, Reason.RECOVERED, "The version became good while its rollback waited", null);
            }
        } else if (gate != null && overdue) {
            ReversalEnds.expired(on, gate);
        } else {
            attempt(on, null);
        }
    }

    /** A rollback waits for its grace period at least, and for as long as the version before is kept ready. */
    private static boolean isOverdue(Case on, long sinceMs) {
        var policy = on.terms().policy();
        long untilMs = Math.max(on.session().graceEndMs(policy), sinceMs + policy.standbyMinutes() * MINUTE_MS);
        return on.now().observedMs() >= untilMs;
    }

    /** Decided again, on what is known now. */
    private static boolean isStillWanted(Case on) {
        var samples = on.session().watched().samples();
        return VerdictRules.judge(samples, on.terms().policy()).decision() == Rollback.Decision.ROLLBACK;
    }

    /** Commands what is still to do, unless something stands in the way. */
    private static void attempt(Case on, @Nullable String cause) {
        var reversal = reversal(on);
        var gate = gate(on);
        if (gate != null) {
            defer(on, reversal, gate, cause);
            return;
        }
        if (!reversal.isBegun() && areTooMany(on.terms().targets().get())) {
            impossible(on, Reason.TOO_MANY_AGENTS, "More agents than one rollback can command", reversal.actor());
            return;
        }
        int attempt = reversal.attempt() + 1;
        var trial = on.session().trial();
        var now = on.now();
        long lifeSeconds = on.terms().plane().commandValidSeconds();
        var orders = orders(on, reversal).stream()
                .map(order -> order.state() == State.DONE ? order : ordered(trial, order, attempt))
                .toList();
        long patienceSeconds = lifeSeconds + ANSWER_MARGIN_SECONDS;
        var out = new Reversal.Commanded(
                now.observedMs() + patienceSeconds * 1_000, now.at().plusSeconds(patienceSeconds));
        on.session(on.session().reversing(reversal.attempting(orders, out)));
        var validUntil = now.at().plusSeconds(lifeSeconds);
        var message = "Go back to " + target(trial) + ", attempt " + attempt;
        var line = Line.of(Status.COMMANDED, reversal.why(), message).because(cause);
        on.record(Records.rollback(on, line, validUntil), reversal.actor(), true);
        for (var order : orders) {
            if (order.state() == State.OPEN) {
                on.order(Records.command(on, order, Objects.requireNonNull(order.commandId()), validUntil));
            }
        }
    }

    private static List<Order> orders(Case on, Reversal reversal) {
        return reversal.isBegun()
                ? reversal.orders()
                : on.terms().targets().get().stream()
                        .map(target -> new Order(target.agent(), target.executor(), State.OPEN, null, null))
                        .toList();
    }

    private static Order ordered(Trial trial, Order order, int attempt) {
        return new Order(order.agent(), order.executor(), State.OPEN, commandId(trial, order, attempt), null);
    }

    static String commandId(Trial trial, Order order, int attempt) {
        return Ids.of("cmd", "ROLLBACK", trial.service(), trial.promotionId(), trial.number(), order.agent(), attempt);
    }

    private static void defer(Case on, Reversal reversal, Reason gate, @Nullable String cause) {
        var before = reversal.step() instanceof Reversal.Deferred waits ? waits : null;
        long sinceMs = before == null ? on.now().observedMs() : before.sinceMs();
        on.session(on.session().reversing(reversal.at(new Reversal.Deferred(gate, sinceMs))));
        if (before == null || before.reason() != gate) {
            var line = Line.of(Status.DEFERRED, gate, "The rollback waits: " + gate)
                    .because(cause);
            on.record(Records.rollback(on, line, null), reversal.actor(), true);
        }
    }

    /** What stands in the way of a command; null: nothing. Only the kill switch is never held. */
    private static @Nullable Reason gate(Case on) {
        var hold = on.terms().hold();
        if (hold != null) {
            return hold.kind() == Hold.Kind.PAUSE ? Reason.PAUSED : Reason.MAINTENANCE;
        }
        if (!on.now().live()) {
            return Reason.CATCHING_UP;
        }
        return on.terms().observesOnly() ? Reason.DISABLED : null;
    }

    static Reversal reversal(Case on) {
        return Objects.requireNonNull(on.session().reversal(), "no rollback");
    }
}
