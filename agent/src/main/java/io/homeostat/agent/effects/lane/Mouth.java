package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.CommandHistory;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.KnownProcess;
import io.homeostat.agent.effects.kafka.Outbound.Acknowledged;
import io.homeostat.agent.effects.kafka.Outgoing;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.topics.Topics;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Says what became of a worker's commands and processes, and notes down what the broker has acknowledged. */
final class Mouth {

    private static final int MESSAGE_CHARACTERS_MAX = 2_000;

    private final String workerId;
    private final LaneContext context;
    private final Lanes lanes;
    private final Reports reports;
    private final BiConsumer<String, String> partDone;
    private final Set<Object> onTheirWay = new HashSet<>();

    /** @param partDone told the key and the command id of a rollback of which a part is done */
    Mouth(String workerId, LaneContext context, Lanes lanes, BiConsumer<String, String> partDone) {
        this.partDone = partDone;
        this.workerId = workerId;
        this.context = context;
        this.lanes = lanes;
        this.reports = new Reports(context.agent());
    }

    /** A result of a command, as it will be written and remembered. */
    CommandResult result(
            RestartCommand command, CommandResult.Status status, String message, @Nullable String incarnation) {
        return bounded(workerId, command.commandId(), status, context.agent(), message, incarnation, Instant.now());
    }

    /** A result with a message of bounded length. */
    static CommandResult bounded(
            String subject,
            String commandId,
            CommandResult.Status status,
            String agent,
            String message,
            @Nullable String incarnation,
            Instant time) {
        var bounded = message.length() <= MESSAGE_CHARACTERS_MAX
                ? message
                : message.substring(0, MESSAGE_CHARACTERS_MAX) + '…';
        return new CommandResult(subject, commandId, status, agent, bounded, incarnation, time);
    }

    /** Says that work on a command begins. The broker's answer to it is the proof of what time it is. */
    CompletableFuture<Acknowledged> accepted(RestartCommand command) {
        var part = context.journal()
                .history(workerId)
                .command(command.commandId())
                .map(CommandHistory::part)
                .orElse(null);
        if (part == null) {
            return send(command, result(command, CommandResult.Status.ACCEPTED, command.action() + " begins", null));
        }
        var accepted = bounded(
                part.service(),
                part.commandId(),
                CommandResult.Status.ACCEPTED,
                context.agent(),
                workerId + " is being switched",
                null,
                Instant.now());
        return context.outbound()
                .send(reports.result(
                        Topics.ROLLBACK_RESULTS, accepted, command.commandId(), command.provenance(), now()));
    }

    private CompletableFuture<Acknowledged> send(RestartCommand command, CommandResult result) {
        return context.outbound().send(report(command, result));
    }

    private Outgoing report(RestartCommand command, CommandResult result) {
        return reports.result(Topics.RESTART_RESULTS, result, command.commandId(), command.provenance(), now());
    }

    /** Sends everything that the journal holds and the broker has not acknowledged. */
    void sayWhatIsLeft() {
        var history = context.journal().history(workerId);
        for (var command : history.commands()) {
            var result = command.result();
            if (result != null && !command.answered()) {
                say(command, result);
            }
        }
        for (var notice : history.untold()) {
            history.process(notice.incarnation())
                    .ifPresent(process -> say(
                            notice,
                            reports.notice(workerId, notice, process, kindOf(process), now()),
                            new JournalEntry.Told(workerId, notice)));
        }
    }

    /** What an end is, by the component as it is declared now: exit codes alone do not tell a lack of memory. */
    private FailureKind kindOf(KnownProcess process) {
        var end = process.end();
        var component = context.views().component(workerId, process.process().workerType());
        return end == null || component == null
                ? FailureKind.CRASH
                : OutOfMemoryExitCodes.of(component).kindOf(end.exitCode());
    }

    /** A command came again: its answer goes out again, unless the first one is still to be written. */
    void repeat(CommandHistory command, CommandResult result) {
        if (command.answered() && command.part() == null) {
            var _ = send(command.command(), result);
        }
    }

    /** The outcome of a part is for its rollback, which answers for all of them. */
    private void say(CommandHistory command, CommandResult result) {
        var commandId = command.command().commandId();
        var part = command.part();
        if (part == null) {
            say(commandId, report(command.command(), result), new JournalEntry.Answered(workerId, commandId));
        } else if (onTheirWay.add(commandId)) {
            partDone.accept(Change.Rollback.keyOf(part.service()), part.commandId());
        }
    }

    private void say(Object what, Outgoing record, JournalEntry afterwards) {
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
