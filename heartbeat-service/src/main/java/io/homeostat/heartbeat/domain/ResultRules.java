package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus.Reason;
import io.homeostat.heartbeat.domain.WorkerEvent.Resulted;
import io.homeostat.heartbeat.domain.WorkerRecord.EarlyResult;
import org.jspecify.annotations.Nullable;

/** What an agent's answer means: whose the beats of a nameless process are, and whether a fence still stands. */
final class ResultRules {

    private ResultRules() {}

    static Verdict decide(@Nullable WorkerRecord worker, Resulted resulted, Judging judging) {
        var result = resulted.result();
        if (worker == null || result.status() == CommandResult.Status.ACCEPTED) {
            return Verdict.silent(worker);
        }
        var start = worker.start();
        boolean ofStart = start != null && start.commandId().equals(result.commandId());
        boolean ofFence =
                worker.fences().stream().anyMatch(fence -> fence.commandId().equals(result.commandId()));
        if (!ofStart && !ofFence) {
            return Verdict.silent(worker.answeredEarly(
                    new EarlyResult(result.commandId(), result.status(), result.incarnation(), resulted.at())));
        }
        if (start == null || !ofStart) {
            return Verdict.silent(fencesAfter(worker, result));
        }
        if (start.outcome() != Start.Outcome.COMMANDED) {
            return Verdict.silent(worker); // the first final answer counts
        }
        return result.status() == CommandResult.Status.SUCCEEDED
                ? succeeded(worker.with(succeeded(start, worker.life(), resulted)), resulted, judging)
                : ended(fencesAfter(worker.with(start.ended()), result), resulted, judging);
    }

    private static WorkerRecord fencesAfter(WorkerRecord worker, CommandResult result) {
        return switch (result.status()) {
            case REFUSED -> lifted(worker, result);
            case FAILED, UNKNOWN -> worker.fenceUnreported(result.commandId());
            case ACCEPTED, SUCCEEDED -> worker;
        };
    }

    /** A refused command did not happen and will not, so the present incarnation lives on rightly; an older one never. */
    private static WorkerRecord lifted(WorkerRecord worker, CommandResult result) {
        var fence = worker.fence(worker.life().incarnation());
        return fence != null && fence.commandId().equals(result.commandId())
                ? worker.unfenced(result.commandId())
                : worker;
    }

    private static Start succeeded(Start start, Life life, Resulted resulted) {
        var incarnation = resulted.result().incarnation();
        var succeeded = start.succeeded(incarnation, resulted.at());
        return incarnation != null && incarnation.equals(life.incarnation()) ? succeeded.taken() : succeeded;
    }

    /** A nameless beat that was appended after the success, but read before it, was the new process's. */
    private static Verdict succeeded(WorkerRecord worker, Resulted resulted, Judging judging) {
        var life = worker.life();
        var start = worker.start();
        long heardAt = Math.max(life.doubtfulAt(), life.isUnnamed() ? life.lastSeenAt() : Life.NEVER);
        if (start == null || heardAt == Life.NEVER || !start.begins(heardAt)) {
            return Verdict.silent(worker.with(life.withoutDoubt(), worker.ages()));
        }
        int ordinal = life.ordinal() + 1;
        var successor =
                life.succeededBy(Life.ASSIGNED + ordinal, ordinal, heardAt).seen(null, heardAt);
        return alive(worker, worker.with(start.taken()), successor, Reason.NEW_INCARNATION, resulted, judging);
    }

    /** Nothing new was started, so a doubtful beat was the old process's. */
    private static Verdict ended(WorkerRecord worker, Resulted resulted, Judging judging) {
        var life = worker.life();
        long heardAt = life.doubtfulAt();
        if (heardAt == Life.NEVER || life.incarnation() == null) {
            return Verdict.silent(worker);
        }
        var settled = worker.with(life.withoutDoubt(), worker.ages());
        if (worker.fence(life.incarnation()) != null) {
            return BeatRules.saidFenced(settled, life.incarnation(), resulted, judging);
        }
        boolean straggler = worker.state() == WorkerState.FAILED
                && !CrashRules.isRefuted(worker.sinceAt(), heardAt, judging.policy());
        return straggler
                ? Verdict.silent(settled)
                : alive(worker, worker, life.seen(null, heardAt), Reason.HEARTBEAT_RESUMED, resulted, judging);
    }

    private static Verdict alive(
            WorkerRecord before, WorkerRecord worker, Life life, Reason reason, Resulted resulted, Judging judging) {
        var ages = worker.ages();
        var next = worker.with(life, ages.alive(ages.heardMs()));
        boolean beating = before.state() == WorkerState.ALIVE || before.state() == WorkerState.STUCK;
        if (beating && reason == Reason.HEARTBEAT_RESUMED) {
            return Verdict.silent(next);
        }
        var alive = next.with(life, ages.alive(ages.heardMs()).progressed(ages.heardMs()))
                .enter(WorkerState.ALIVE, resulted.at(), judging.on(worker));
        return Telling.ofEndOfTrouble(before, alive, reason, resulted, judging);
    }
}
