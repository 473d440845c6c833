package io.homeostat.heartbeat.topology;

import io.homeostat.common.contract.Origin;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.streams.ObservedTime;
import io.homeostat.common.topics.TopicSpec;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The observed time of every partition as one task has read it: of its own partition from the ticks there, of the others
 * from their routed ticks. Each advances by its own clamped steps, so that a clock which stood still, or was not needed for
 * a while, never jumps ahead of the beats that it judges.
 */
final class Clocks {

    private static final int BYTES = 24 + 2 * Long.BYTES;

    /**
     * @param cursorMs no entry of the partition's due times lies before it
     * @param tickOffset of the last tick, for the cause chain
     */
    private record Clock(ObservedTime time, long cursorMs, long tickOffset) {
        static final Clock START = new Clock(ObservedTime.START, Long.MIN_VALUE, -1);
    }

    private final KeyValueStore<String, byte[]> store;
    private final Clock[] clocks = new Clock[TopicSpec.PARTITIONS];
    private long stepMaxMs;

    Clocks(KeyValueStore<String, byte[]> store, PlanePolicy plane) {
        this.store = store;
        this.stepMaxMs = 2 * plane.tickMs();
        for (int via = 0; via < clocks.length; via++) {
            var bytes = store.get(key(via));
            clocks[via] = bytes == null ? Clock.START : read(bytes);
        }
    }

    /** True if there is such a partition. */
    boolean knows(int via) {
        return via >= 0 && via < clocks.length;
    }

    /** Reads a tick of {@code via}. */
    ObservedTime.Advance tick(int via, Origin tick, PlanePolicy plane, long amnestyMs) {
        stepMaxMs = 2 * plane.tickMs();
        var clock = clocks[via];
        var advance = clock.time().tick(tick.time().toEpochMilli(), plane.tickMs(), plane.blindAfterMs(), amnestyMs);
        put(via, new Clock(advance.time(), clock.cursorMs(), tick.offset()));
        return advance;
    }

    ObservedTime time(int via) {
        return clocks[via].time();
    }

    long tickOffset(int via) {
        return clocks[via].tickOffset();
    }

    /** Judging time at the last tick. */
    long judgingMs(int via) {
        return clocks[via].time().judgingMs();
    }

    /**
     * Judging time at an append time since the last tick. It never exceeds that of the next tick, so ages are exact where
     * ticks come regularly, and too small rather than too large where they do not.
     */
    long judgingMsAt(int via, long at) {
        var time = clocks[via].time();
        return time.lastTickMs() == ObservedTime.NO_TICK
                ? time.judgingMs()
                : time.judgingMs() + Math.clamp(at - time.lastTickMs(), 0, stepMaxMs);
    }

    long cursorMs(int via) {
        return clocks[via].cursorMs();
    }

    void moveCursor(int via, long cursorMs) {
        var clock = clocks[via];
        if (clock.cursorMs() != cursorMs) {
            put(via, new Clock(clock.time(), cursorMs, clock.tickOffset()));
        }
    }

    private void put(int via, Clock clock) {
        clocks[via] = clock;
        store.put(
                key(via),
                ByteBuffer.allocate(BYTES)
                        .put(clock.time().toBytes())
                        .putLong(clock.cursorMs())
                        .putLong(clock.tickOffset())
                        .array());
    }

    private static Clock read(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        var time = new byte[24];
        buffer.get(time);
        return new Clock(ObservedTime.of(time), buffer.getLong(), buffer.getLong());
    }

    private static String key(int via) {
        return "clock/" + via;
    }
}
