package io.homeostat.heartbeat.domain;

import static java.util.Objects.requireNonNullElse;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus.Reason;
import io.homeostat.common.policy.HeartbeatPolicy;
import io.homeostat.heartbeat.domain.WorkerEvent.Crashed;
import io.homeostat.heartbeat.domain.WorkerRecord.Identity;
import org.jspecify.annotations.Nullable;

/** What the report of a crash means: the end of the present incarnation makes the worker FAILED at once. */
final class CrashRules {

    private CrashRules() {}

    /** A crash registers the worker that it names; one of another subject only counts if the worker is known. */
    static boolean admits(Crashed crashed) {
        return crashed.failure().kind().endsProcess() && crashed.failure().workerId() != null;
    }

    static Verdict decide(@Nullable WorkerRecord worker, Crashed crashed, Judging judging) {
        if (!crashed.failure().kind().endsProcess()) {
            return Verdict.silent(worker);
        }
        if (worker == null) {
            return admits(crashed) ? unknown(crashed, judging) : Verdict.silent(null);
        }
        var incarnation = crashed.failure().incarnation();
        if (incarnation != null && isOfAwaited(worker, incarnation)) {
            return worker.fence(incarnation) == null
                    ? successorCrashed(worker, incarnation, crashed, judging)
                    : Verdict.silent(worker);
        }
        return isOfPresent(worker, incarnation, crashed.at())
                ? presentCrashed(worker, crashed, judging)
                : Verdict.silent(worker);
    }

    /** True if a beat at {@code beatAt} cannot have been sent before an end that was reported at {@code crashAt}. */
    static boolean isRefuted(long crashAt, long beatAt, HeartbeatPolicy policy) {
        return beatAt > crashAt && beatAt - crashAt >= policy.doubleCheckSeconds() * 1000;
    }

    /** True for the process of the last command, of which nothing was heard yet. */
    private static boolean isOfAwaited(WorkerRecord worker, String incarnation) {
        var start = worker.start();
        return start != null
                && start.isOf(incarnation)
                && !start.used()
                && !incarnation.equals(worker.life().incarnation());
    }

    /**
     * A report without incarnation is of the present one, unless it is older than that. So is one with a name that we
     * cannot compare, as the worker itself gives none; but only while no other process of it can be meant.
     */
    private static boolean isOfPresent(WorkerRecord worker, @Nullable String incarnation, long at) {
        var life = worker.life();
        if (incarnation == null) {
            return at >= life.firstSeenAt();
        }
        if (incarnation.equals(life.incarnation())) {
            return true;
        }
        var start = worker.start();
        return life.isUnnamed()
                && at >= life.firstSeenAt()
                && (start == null || start.isOf(incarnation))
                && !incarnation.startsWith(Life.ASSIGNED);
    }

    private static Verdict presentCrashed(WorkerRecord worker, Crashed crashed, Judging judging) {
        long seenAt = worker.life().lastSeenAt();
        if (seenAt != Life.NEVER && isRefuted(crashed.at(), seenAt, judging.policy())) {
            return Verdict.silent(worker); // it was heard since: the two topics were read in another order
        }
        boolean awaited = worker.fence(worker.life().incarnation()) != null;
        return switch (worker.state()) {
            case STOPPED, FAILED -> Verdict.silent(worker);
            case ZOMBIE, STUCK -> awaited ? Verdict.silent(worker) : failed(worker, worker, crashed, judging);
            case REGISTERED, ALIVE, WARNING, UNRESPONSIVE -> failed(worker, worker, crashed, judging);
        };
    }

    /** The process of the last command ended before its first beat. */
    private static Verdict successorCrashed(WorkerRecord worker, String incarnation, Crashed crashed, Judging judging) {
        var life = worker.life().succeededBy(incarnation, worker.life().ordinal(), crashed.at());
        var start = worker.start();
        var next = worker.with(life, worker.ages()).with(start == null ? null : start.taken());
        return failed(worker, next, crashed, judging);
    }

    private static Verdict unknown(Crashed crashed, Judging judging) {
        var failure = crashed.failure();
        var worker = WorkerRecord.newcomer(
                failure.subject(),
                identity(failure),
                WorkerState.FAILED,
                Life.announced(failure.incarnation(), crashed.at()),
                Ages.startingAt(judging.via(), judging.eventMs()));
        return Telling.ofConviction(null, worker, Reason.CRASHED, crashed, judging, null);
    }

    private static Verdict failed(WorkerRecord before, WorkerRecord next, Crashed crashed, Judging judging) {
        var failed = next.enter(WorkerState.FAILED, crashed.at(), judging.on(next));
        return Telling.ofConviction(before, failed, Reason.CRASHED, crashed, judging, null);
    }

    /** The defaults of the contract, as for a heartbeat that says no more. */
    static Identity identity(Failure failure) {
        var type = requireNonNullElse(failure.workerType(), "default");
        return new Identity(
                type,
                requireNonNullElse(failure.service(), type),
                requireNonNullElse(failure.version(), "unknown"),
                "production",
                failure.synthetic());
    }
}
