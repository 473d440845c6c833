package io.homeostat.client;

import org.jspecify.annotations.Nullable;

/**
 * What the worker last said about itself. Its threads write, the beat thread reads; each field by itself, nobody waits.
 */
final class WorkerReport {

    /** Upper bound of a task id in characters; the rest is cut off, because a report never fails. */
    static final int MAX_TASK_ID = 256;

    private volatile WorkerStatus status;
    private volatile int healthScore = Beat.UNKNOWN;
    private volatile long progress = Beat.UNKNOWN;
    private volatile @Nullable String taskId;
    private volatile Beat.@Nullable Tokens tokens;

    WorkerReport(WorkerStatus initial) {
        status = initial;
    }

    WorkerStatus status() {
        return status;
    }

    void status(WorkerStatus now) {
        status = now;
    }

    void healthScore(int score) {
        healthScore = Math.clamp(score, 0, 100);
    }

    void progress(long value) {
        progress = Math.max(0, value);
    }

    void task(@Nullable String id) {
        taskId = id == null || id.length() <= MAX_TASK_ID ? id : id.substring(0, MAX_TASK_ID);
    }

    void tokens(long allocated, long used) {
        tokens = new Beat.Tokens(Math.max(0, allocated), Math.max(0, used));
    }

    Beat.Condition condition() {
        return new Beat.Condition(healthScore, progress, taskId, tokens);
    }
}
