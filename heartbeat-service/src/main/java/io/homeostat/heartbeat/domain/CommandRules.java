package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.heartbeat.domain.WorkerEvent.Commanded;
import org.jspecify.annotations.Nullable;

/** What a command to an agent means for the beats to come: it fences the old incarnation and announces a new one. */
final class CommandRules {

    private CommandRules() {}

    static Verdict decide(@Nullable WorkerRecord worker, Commanded commanded) {
        if (worker == null) {
            return Verdict.silent(null);
        }
        var command = commanded.command();
        var next = switch (command.action()) {
            case TERMINATE -> fenced(worker, command, commanded.at());
            case START -> started(worker, command, commanded.at());
            case RESTART -> started(fenced(worker, command, commanded.at()), command, commanded.at());
        };
        return Verdict.silent(next.withoutEarly(command.commandId()));
    }

    /** Without an expected incarnation the one is meant that was there when the command was written. */
    private static WorkerRecord fenced(WorkerRecord worker, RestartCommand command, long at) {
        var present = worker.life().incarnation();
        var expected = command.expectedIncarnation();
        if (expected == null && worker.life().firstSeenAt() <= at) {
            expected = present;
        }
        if (expected == null || (expected.equals(present) && isRefused(worker, command))) {
            return worker;
        }
        return worker.fenced(expected, command.commandId());
    }

    private static WorkerRecord started(WorkerRecord worker, RestartCommand command, long at) {
        var known = worker.start();
        if (known != null && known.commandId().equals(command.commandId())) {
            return worker;
        }
        var validUntil = command.provenance().validUntil();
        var start = Start.commanded(command.commandId(), validUntil == null ? at : validUntil.toEpochMilli());
        var early = worker.early(command.commandId());
        if (early == null) {
            return worker.with(start);
        }
        var answered = early.status() == CommandResult.Status.SUCCEEDED
                ? start.succeeded(early.incarnation(), early.at())
                : start.ended();
        return worker.with(answered);
    }

    private static boolean isRefused(WorkerRecord worker, RestartCommand command) {
        var early = worker.early(command.commandId());
        return early != null && early.status() == CommandResult.Status.REFUSED;
    }
}
