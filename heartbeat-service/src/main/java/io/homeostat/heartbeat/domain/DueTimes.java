package io.homeostat.heartbeat.domain;

import io.homeostat.common.policy.HeartbeatPolicy;

/**
 * When a worker is to be looked at next if nothing is heard of it. At its due time a decision falls, before it none does:
 * both follow from the same thresholds.
 */
public final class DueTimes {

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;

    private DueTimes() {}

    /** The due time in milliseconds of judging time of the worker's partition. */
    public static long of(WorkerRecord worker, HeartbeatPolicy policy) {
        var ages = worker.ages();
        long zombie = (policy.zombieSeconds() + policy.doubleCheckSeconds()) * SECOND;
        return switch (worker.state()) {
            case REGISTERED -> ages.baseMs() + (policy.startupGraceSeconds() + policy.doubleCheckSeconds()) * SECOND;
            case ALIVE -> Math.min(ages.baseMs() + policy.warningSeconds() * SECOND, stuck(worker, policy));
            case WARNING -> ages.baseMs() + Math.min(policy.timeoutSeconds() * SECOND, tooLow(worker, policy));
            case UNRESPONSIVE, STUCK -> ages.baseMs() + zombie;
            case ZOMBIE, FAILED, STOPPED -> Math.max(ages.stateMs(), ages.heardMs()) + policy.forgetAfterHours() * HOUR;
        };
    }

    private static long stuck(WorkerRecord worker, HeartbeatPolicy policy) {
        var report = worker.report();
        return report.running() && report.progress() != null
                ? worker.ages().progressMs() + policy.stuckAfterMinutes() * MINUTE
                : Long.MAX_VALUE;
    }

    /** Age from which the effective score of a silent worker is too low; not before it counts as silent at all. */
    private static long tooLow(WorkerRecord worker, HeartbeatPolicy policy) {
        long missed = Health.missedUntilTooLow(worker.report().score(), policy);
        long interval = policy.intervalSeconds() * SECOND;
        return missed > Long.MAX_VALUE / interval
                ? Long.MAX_VALUE
                : Math.max(policy.warningSeconds() * SECOND, missed * interval);
    }
}
