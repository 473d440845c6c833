package io.homeostat.common.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * I am alive, this is my condition. Defaults of the contract are filled in by {@link HeartbeatParser}.
 *
 * @param incarnation new for every start of the process; null for workers that do not know theirs
 * @param sequence counts the beats of one incarnation; null if the worker does not count
 * @param time the worker's own clock, for diagnosis only: never decides
 * @param intervalSeconds what the worker says about its rhythm
 * @param healthScore 0..100
 * @param progress any number that changes while the worker gets on
 * @param operations counts since the beat before
 * @param tokens {@code used} is cumulative within an incarnation
 */
public record Heartbeat(
        String workerId,
        String workerType,
        String service,
        String version,
        String environment,
        @Nullable String incarnation,
        @Nullable Long sequence,
        Status status,
        @Nullable Instant time,
        @Nullable Double intervalSeconds,
        @Nullable Integer healthScore,
        @Nullable Long progress,
        @Nullable String taskId,
        @Nullable Operations operations,
        @Nullable Resources resources,
        @Nullable Tokens tokens,
        @Nullable Long killSwitchOffset,
        boolean synthetic) {

    /** The largest heartbeat in bytes. */
    public static final int BYTES_MAX = 16 * 1024;

    /** What the worker says it is doing; {@code STOPPED} is a good-bye. */
    public enum Status {
        STARTING,
        RUNNING,
        DRAINING,
        STOPPED
    }

    /** Counts since the previous heartbeat, at least 0. */
    public record Operations(long succeeded, long failed) {}

    /** What the worker uses; each null if unknown. */
    public record Resources(
            @Nullable Double cpuPercent,
            @Nullable Double memoryMb,
            @Nullable Long openFiles) {}

    /** Budget of an incarnation, at least 0. */
    public record Tokens(long allocated, long used) {}

    /**
     * True for a record which only announces a worker ({@code STARTING} and nothing that a running worker would say):
     * it registers, but is no sign of life.
     */
    public boolean registersOnly() {
        return status == Status.STARTING
                && sequence == null
                && healthScore == null
                && progress == null
                && operations == null
                && resources == null;
    }
}
