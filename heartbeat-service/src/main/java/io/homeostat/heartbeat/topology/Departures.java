package io.homeostat.heartbeat.topology;

import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Whether other tasks judge workers on this partition's time. They do from the first misplaced beat until the last such
 * worker must have been forgotten, so long its ticks are sent on to them.
 */
final class Departures {

    private static final String KEY = "departed";
    private static final long NEVER = Long.MIN_VALUE;

    /** A mark this fresh need not be written anew for every beat. */
    private static final long FRESH_MS = 60_000;

    private final KeyValueStore<String, byte[]> store;
    private long lastMs;

    Departures(KeyValueStore<String, byte[]> store) {
        this.store = store;
        var bytes = store.get(KEY);
        lastMs = bytes == null ? NEVER : ByteBuffer.wrap(bytes).getLong();
    }

    /** A misplaced beat left at {@code nowMs} of judging time. */
    void note(long nowMs) {
        if (lastMs == NEVER || nowMs - lastMs >= FRESH_MS) {
            lastMs = nowMs;
            store.put(KEY, ByteBuffer.allocate(Long.BYTES).putLong(nowMs).array());
        }
    }

    /** True while a worker of such a beat can still be in memory, which it stays for {@code memoryMs} at most. */
    boolean matterAt(long nowMs, long memoryMs) {
        return lastMs != NEVER && nowMs - lastMs <= memoryMs + 2 * FRESH_MS;
    }
}
