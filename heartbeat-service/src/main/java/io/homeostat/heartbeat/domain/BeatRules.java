package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus.Reason;
import io.homeostat.heartbeat.domain.WorkerEvent.Heard;
import io.homeostat.heartbeat.domain.WorkerRecord.Identity;
import org.jspecify.annotations.Nullable;

/** What a heartbeat means (semantics 1; mechanics 13 and 14). */
final class BeatRules {

    private BeatRules() {}

    static Verdict decide(@Nullable WorkerRecord worker, Heard heard, Judging judging) {
        if (worker == null) {
            return newcomer(heard, judging);
        }
        return switch (Sender.of(worker, heard.beat(), heard.at())) {
            case Sender.Present present -> present(worker, present, heard, judging);
            case Sender.Successor successor -> successor(worker, successor, heard, judging);
            case Sender.Fenced(var incarnation) -> fenced(worker, incarnation, heard, judging);
            case Sender.Doubtful _ ->
                Verdict.silent(worker.with(
                        worker.life().doubted(heard.at()), worker.ages().heard(judging.nowMs())));
            case Sender.Past _ -> Verdict.silent(worker);
        };
    }

    private static Verdict newcomer(Heard heard, Judging judging) {
        var beat = heard.beat();
        var ages = Ages.startingAt(judging.via(), judging.eventMs());
        var announced = Life.announced(beat.incarnation(), heard.at());
        if (beat.registersOnly()) {
            var worker =
                    WorkerRecord.newcomer(beat.workerId(), identity(beat), WorkerState.REGISTERED, announced, ages);
            return Telling.of(null, worker, Reason.REGISTERED, heard, judging);
        }
        var life = (beat.incarnation() == null ? announced.named(Life.ASSIGNED + 1, 1) : announced)
                .seen(beat.sequence(), heard.at());
        boolean leaves = beat.status() == Heartbeat.Status.STOPPED;
        var worker = WorkerRecord.newcomer(
                        beat.workerId(), identity(beat), leaves ? WorkerState.STOPPED : WorkerState.ALIVE, life, ages)
                .with(report(Report.NOTHING, beat, judging));
        return Telling.of(null, worker, leaves ? Reason.GOODBYE : Reason.FIRST_BEAT, heard, judging);
    }

    private static Verdict present(WorkerRecord worker, Sender.Present sender, Heard heard, Judging judging) {
        if (heard.beat().registersOnly() || isTooEarlyAfterEnd(worker, heard, judging)) {
            return Verdict.silent(worker);
        }
        var life = worker.life().named(sender.incarnation(), sender.ordinal());
        var next = refreshed(worker, life, heard, judging);
        if (heard.beat().status() == Heartbeat.Status.STOPPED) {
            return worker.state() == WorkerState.STOPPED ? Verdict.silent(next) : left(worker, next, heard, judging);
        }
        boolean progressed = next.report().progressedSince(worker.report());
        return switch (worker.state()) {
            case ALIVE -> stillBeating(worker, next, heard, judging);
            case STUCK ->
                progressed
                        ? back(worker, next, Reason.HEARTBEAT_RESUMED, heard, judging)
                        : stillBeating(worker, next, heard, judging);
            case REGISTERED -> back(worker, next, Reason.FIRST_BEAT, heard, judging);
            case WARNING, UNRESPONSIVE, ZOMBIE, FAILED, STOPPED ->
                back(worker, next, Reason.HEARTBEAT_RESUMED, heard, judging);
        };
    }

    /**
     * A beat that was sent before the end of its process may arrive after the news of it. Only one that cannot be such a
     * straggler contradicts a crash.
     */
    private static boolean isTooEarlyAfterEnd(WorkerRecord worker, Heard heard, Judging judging) {
        if (heard.beat().status() == Heartbeat.Status.STOPPED) {
            return false; // a late good-bye only confirms the end
        }
        return switch (worker.state()) {
            case FAILED -> !CrashRules.isRefuted(worker.sinceAt(), heard.at(), judging.policy());
            case STOPPED -> heard.at() <= worker.sinceAt();
            case REGISTERED, ALIVE, WARNING, UNRESPONSIVE, ZOMBIE, STUCK -> false;
        };
    }

    private static Verdict successor(WorkerRecord worker, Sender.Successor sender, Heard heard, Judging judging) {
        var beat = heard.beat();
        boolean leaves = beat.status() == Heartbeat.Status.STOPPED;
        if (beat.registersOnly()) {
            return sender.named() ? announced(worker, sender, heard, judging) : Verdict.silent(worker);
        }
        if (leaves && sender.named()) {
            return Verdict.silent(worker); // it was never the present one: nobody leaves
        }
        var life = worker.life().succeededBy(sender.incarnation(), sender.ordinal(), heard.at());
        var next = refreshed(worker, life, heard, judging);
        return leaves ? left(worker, next, heard, judging) : back(worker, next, Reason.NEW_INCARNATION, heard, judging);
    }

    /** An announcement takes nothing away from a worker that still beats. */
    private static Verdict announced(WorkerRecord worker, Sender.Successor sender, Heard heard, Judging judging) {
        if (worker.state() != WorkerState.REGISTERED && !worker.hasEnded()) {
            return Verdict.silent(worker);
        }
        var life = worker.life().succeededBy(sender.incarnation(), sender.ordinal(), heard.at());
        var ages = worker.ages().movedTo(judging.via(), judging.eventMs(), judging.nowMs());
        var next = worker.with(life, ages.alive(judging.eventMs()))
                .with(identity(heard.beat()))
                .with(start(worker, life, true))
                .enter(WorkerState.REGISTERED, heard.at(), judging.eventMs());
        return Telling.of(worker, next, Reason.NEW_INCARNATION, heard, judging);
    }

    private static Verdict fenced(WorkerRecord worker, String incarnation, Heard heard, Judging judging) {
        if (heard.beat().status() == Heartbeat.Status.STOPPED) {
            return Verdict.silent(worker); // it obeys
        }
        var noted = worker.with(worker.life(), worker.ages().heard(judging.nowMs()));
        return saidFenced(noted, incarnation, heard, judging);
    }

    /** Says once that a fenced incarnation was heard. */
    static Verdict saidFenced(WorkerRecord worker, String incarnation, WorkerEvent cause, Judging judging) {
        var fence = worker.fence(incarnation);
        return fence == null || fence.reported()
                ? Verdict.silent(worker)
                : Telling.ofFenced(worker, incarnation, cause, judging);
    }

    private static Verdict stillBeating(WorkerRecord worker, WorkerRecord next, Heard heard, Judging judging) {
        return next.report().band() == worker.report().band()
                ? Verdict.silent(next)
                : Telling.of(worker, next, Reason.SCORE_CHANGED, heard, judging);
    }

    private static Verdict back(WorkerRecord worker, WorkerRecord next, Reason reason, Heard heard, Judging judging) {
        var alive = next.enter(WorkerState.ALIVE, heard.at(), judging.eventMs());
        return Telling.ofEndOfTrouble(worker, alive, reason, heard, judging);
    }

    private static Verdict left(WorkerRecord worker, WorkerRecord next, Heard heard, Judging judging) {
        var stopped = next.enter(WorkerState.STOPPED, heard.at(), judging.eventMs());
        return Telling.ofEndOfTrouble(worker, stopped, Reason.GOODBYE, heard, judging);
    }

    /** The worker after a sign of life: watched from now on through the partition that the beat came through. */
    private static WorkerRecord refreshed(WorkerRecord worker, Life life, Heard heard, Judging judging) {
        var beat = heard.beat();
        boolean successor =
                !java.util.Objects.equals(life.incarnation(), worker.life().incarnation());
        var report = report(successor ? Report.NOTHING : worker.report(), beat, judging);
        var ages = worker.ages()
                .movedTo(judging.via(), judging.eventMs(), judging.nowMs())
                .alive(judging.eventMs());
        boolean gotOn = !report.running() || successor || report.progressedSince(worker.report());
        return worker.with(identity(beat))
                .with(start(worker, life, successor))
                .with(life.seen(beat.sequence(), heard.at()), gotOn ? ages.progressed(judging.eventMs()) : ages)
                .with(report);
    }

    /** The process of the last command is taken as heard by its name or, without one, by being another than before. */
    private static @Nullable Start start(WorkerRecord worker, Life life, boolean successor) {
        var start = worker.start();
        var incarnation = life.incarnation();
        if (start == null || incarnation == null) {
            return start;
        }
        return start.isOf(incarnation) || (successor && life.isUnnamed()) ? start.taken() : start;
    }

    private static Report report(Report before, Heartbeat beat, Judging judging) {
        var report = before.updatedBy(beat);
        return report.inBand(Health.band(report.score(), judging.policy()));
    }

    static Identity identity(Heartbeat beat) {
        return new Identity(beat.workerType(), beat.service(), beat.version(), beat.environment(), beat.synthetic());
    }
}
