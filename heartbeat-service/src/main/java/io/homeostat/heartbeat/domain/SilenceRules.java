package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus.Reason;
import io.homeostat.common.policy.HeartbeatPolicy;
import io.homeostat.heartbeat.domain.WorkerEvent.Due;
import org.jspecify.annotations.Nullable;

/**
 * What the absence of beats, or of progress, means. Judged on ticks only, as a tick proves that everything before it has
 * been read. All lower bounds are inclusive.
 */
final class SilenceRules {

    private static final long SECOND = 1_000;

    private SilenceRules() {}

    static Verdict decide(@Nullable WorkerRecord worker, Due due, Judging judging) {
        if (worker == null || judging.nowMs() < DueTimes.of(worker, judging.policy())) {
            return Verdict.silent(worker);
        }
        return switch (worker.state()) {
            case REGISTERED -> zombie(worker, Reason.NEVER_HEARD, due, judging);
            case ALIVE -> alive(worker, due, judging);
            case WARNING, UNRESPONSIVE -> silent(worker, due, judging);
            case STUCK -> zombie(worker, Reason.SILENT, due, judging);
            case ZOMBIE, FAILED, STOPPED -> Telling.ofForgetting(worker, due, judging);
        };
    }

    /** Where the silence of a worker that was heard puts it; ALIVE: not silent. */
    static WorkerState stateOf(WorkerRecord worker, long ageMs, HeartbeatPolicy policy) {
        if (ageMs >= (policy.zombieSeconds() + policy.doubleCheckSeconds()) * SECOND) {
            return WorkerState.ZOMBIE;
        }
        if (ageMs >= policy.timeoutSeconds() * SECOND) {
            return WorkerState.UNRESPONSIVE;
        }
        if (ageMs < policy.warningSeconds() * SECOND) {
            return WorkerState.ALIVE;
        }
        long missed = ageMs / (policy.intervalSeconds() * SECOND);
        return missed >= Health.missedUntilTooLow(worker.report().score(), policy)
                ? WorkerState.UNRESPONSIVE
                : WorkerState.WARNING;
    }

    private static Verdict alive(WorkerRecord worker, Due due, Judging judging) {
        long ageMs = judging.nowMs() - worker.ages().baseMs();
        if (stateOf(worker, ageMs, judging.policy()) != WorkerState.ALIVE) {
            return silent(worker, due, judging);
        }
        var stuck = worker.enter(WorkerState.STUCK, due.at(), judging.nowMs());
        return Telling.ofConviction(worker, stuck, Reason.NO_PROGRESS, due, judging, FailureKind.STUCK);
    }

    private static Verdict silent(WorkerRecord worker, Due due, Judging judging) {
        var state = stateOf(worker, judging.nowMs() - worker.ages().baseMs(), judging.policy());
        if (state == WorkerState.ZOMBIE) {
            return zombie(worker, Reason.SILENT, due, judging);
        }
        var next = worker.inTrouble().enter(state, due.at(), judging.nowMs());
        return Telling.of(worker, next, Reason.SILENT, due, judging);
    }

    private static Verdict zombie(WorkerRecord worker, Reason reason, Due due, Judging judging) {
        var zombie = worker.enter(WorkerState.ZOMBIE, due.at(), judging.nowMs());
        return Telling.ofConviction(worker, zombie, reason, due, judging, FailureKind.ZOMBIE);
    }
}
