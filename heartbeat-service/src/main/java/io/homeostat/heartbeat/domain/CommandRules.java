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
        return Verdict.silent(
                switch (command.action()) {
                    case TERMINATE -> fenced(worker, command, commanded.at());
                    case START -> started(worker, command, commanded.at());
                    case RESTART -> started(fenced(worker, command, commanded.at()), command, commanded.at());
                });
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
        var early = worker.early();
        if (early == null || !early.commandId().equals(command.commandId())) {
            return worker.with(start);
        }
        var answered = early.status() == CommandResult.Status.SUCCEEDED
                ? start.succeeded(early.incarnation(), early.at())
                : start.ended();
        return worker.with(answered).with((WorkerRecord.EarlyResult) null);
    }

    private static boolean isRefused(WorkerRecord worker, RestartCommand command) {
        var early = worker.early();
        return early != null
                && early.commandId().equals(command.commandId())
                && early.status() == CommandResult.Status.REFUSED;
    }
}
