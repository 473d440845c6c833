package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.CommandHistory;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.effects.kafka.Outbound.Acknowledged;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.RestartCommand;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Says what became of a worker's commands and processes, and notes down what the broker has acknowledged. */
final class Mouth {

    private static final int MESSAGE_CHARACTERS_MAX = 2_000;

    private final String workerId;
    private final LaneContext context;
    private final Lanes lanes;
    private final Reports reports;
    private final Set<Object> onTheirWay = new HashSet<>();

    Mouth(String workerId, LaneContext context, Lanes lanes) {
        this.workerId = workerId;
        this.context = context;
        this.lanes = lanes;
        this.reports = new Reports(context.agent());
    }

    /** A result of a command, as it will be written and remembered. */
    CommandResult result(
            RestartCommand command, CommandResult.Status status, String message, @Nullable String incarnation) {
        var bounded = message.length() <= MESSAGE_CHARACTERS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARACTERS_MAX) + '…';
        return new CommandResult(
                workerId, command.commandId(), status, context.agent(), bounded, incarnation, Instant.now());
    }

    /** Says that work on a command begins. The broker's answer to it is the proof of what time it is. */
    CompletableFuture<Acknowledged> accepted(RestartCommand command) {
        var accepted = result(command, CommandResult.Status.ACCEPTED, command.action() + " begins", null);
        return context.outbound().send(reports.result(command, accepted, now()));
    }

    /** Sends everything that the journal holds and the broker has not acknowledged. */
    void sayWhatIsLeft() {
        var history = context.journal().history(workerId);
        for (var command : history.commands()) {
            var result = command.result();
            if (result != null && !command.answered()) {
                say(
                        command.command().commandId(),
                        reports.result(command.command(), result, now()),
                        new JournalEntry.Answered(workerId, command.command().commandId()));
            }
        }
        for (var notice : history.untold()) {
            history.process(notice.incarnation())
                    .ifPresent(process -> say(
                            notice,
                            reports.notice(workerId, notice, process, now()),
                            new JournalEntry.Told(workerId, notice)));
        }
    }

    /** A command came again: its answer goes out again, unless the first one is still to be written. */
    void repeat(CommandHistory command, CommandResult result) {
        if (!command.answered()) {
            return;
        }
        var _ = context.outbound().send(reports.result(command.command(), result, now()));
    }

    private void say(Object what, io.homeostat.agent.effects.kafka.Outgoing record, JournalEntry afterwards) {
        if (!onTheirWay.add(what)) {
            return;
        }
        var _ = context.outbound().send(record).whenComplete((acknowledged, failure) -> {
            if (acknowledged != null && failure == null) {
                lanes.submit(workerId, () -> {
                    onTheirWay.remove(what);
                    context.journal().append(afterwards);
                });
            }
        });
    }

    private Instant now() {
        return context.clock().now().orElseGet(Instant::now); // before the first tick, for the header only
    }
}
