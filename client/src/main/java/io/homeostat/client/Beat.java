package io.homeostat.client;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One heartbeat, without the fields that stay the same for the whole life of the emitter ({@link WorkerIdentity}).
 *
 * @param sequence 1 for the first beat of the emitter, 1 more per beat produced, delivered or not
 * @param status phase of the worker's life
 * @param time wall clock of the worker
 * @param condition what the worker last reported
 * @param operations outcomes since the beat before
 * @param resources what the process uses
 * @param killSwitchOffset of the last record of {@code kill-switch} that the worker obeys, or {@link #UNKNOWN}
 */
record Beat(
        long sequence,
        WorkerStatus status,
        Instant time,
        Condition condition,
        Operations operations,
        Resources resources,
        long killSwitchOffset) {

    /** Stands for a number that is not known; it is left out of the record. */
    static final int UNKNOWN = -1;

    /**
     * The latest of each thing that a worker reports by itself.
     *
     * @param healthScore 0..100, or {@link #UNKNOWN}: the plane then computes one from the resources
     * @param progress 0 or more, or {@link #UNKNOWN}: the worker is then never judged stuck
     * @param taskId what it works on, null if nothing is known
     * @param tokens its budget, null if it has none
     */
    record Condition(
            int healthScore,
            long progress,
            @Nullable String taskId,
            @Nullable Tokens tokens) {}

    /** Numbers of finished operations, 0 or more. */
    record Operations(long succeeded, long failed) {}

    /**
     * What the process uses; each value may be {@link #UNKNOWN}.
     *
     * @param cpuPercent share of all processors of the machine or container, 0..100
     * @param memoryMb memory committed to the JVM, heap and non-heap, in MiB
     * @param openFiles open file descriptors
     */
    record Resources(int cpuPercent, long memoryMb, long openFiles) {
        static final Resources NOT_SAMPLED = new Resources(UNKNOWN, UNKNOWN, UNKNOWN);
    }

    /** Budget of the worker: {@code allocated} in all, {@code used} so far in this incarnation; 0 or more. */
    record Tokens(long allocated, long used) {}
}
