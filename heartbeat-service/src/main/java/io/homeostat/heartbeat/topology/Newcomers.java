package io.homeostat.heartbeat.topology;

import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.topics.TopicSpec;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Bounds the workers of one task: how many are tracked, and how many may come in any minute of observed time. Known workers
 * are never touched. Each task has its share of the plane's limits, rounded up.
 */
final class Newcomers {

    private static final String TRACKED = "tracked";
    private static final String ARRIVALS = "arrivals";

    /** Seconds that any sliding minute can touch. */
    private static final int BUCKETS = 61;

    private final KeyValueStore<String, byte[]> store;
    private final int[] arrivals = new int[BUCKETS];
    private long second;
    private int inMinute;
    private long tracked;
    private boolean unsaved;

    Newcomers(KeyValueStore<String, byte[]> store) {
        this.store = store;
        var count = store.get(TRACKED);
        tracked = count == null ? 0 : ByteBuffer.wrap(count).getLong();
        var bytes = store.get(ARRIVALS);
        if (bytes != null) {
            var buffer = ByteBuffer.wrap(bytes);
            second = buffer.getLong();
            for (int i = 0; i < BUCKETS; i++) {
                arrivals[i] = buffer.getInt();
                inMinute += arrivals[i];
            }
        }
    }

    /** Why a new worker cannot be taken at {@code observedMs}; null: it can. */
    @Nullable
    String refuse(long observedMs, PlanePolicy plane) {
        advance(observedMs);
        if (tracked >= share(plane.maxWorkers())) {
            return "field 'workerId': is new, and the limit of max_workers (" + plane.maxWorkers() + ") is reached";
        }
        if (inMinute >= share(plane.newWorkersPerMinute())) {
            return "field 'workerId': is new, and the limit of new_workers_per_minute (" + plane.newWorkersPerMinute()
                    + ") is reached";
        }
        return null;
    }

    void admitted() {
        arrivals[(int) (second % BUCKETS)]++;
        inMinute++;
        unsaved = true;
        count(tracked + 1);
    }

    void forgotten() {
        count(Math.max(0, tracked - 1));
    }

    long tracked() {
        return tracked;
    }

    /** Keeps the arrivals; once per tick is enough, as they only bound a rate. */
    void save() {
        if (unsaved) {
            var buffer =
                    ByteBuffer.allocate(Long.BYTES + BUCKETS * Integer.BYTES).putLong(second);
            for (int count : arrivals) {
                buffer.putInt(count);
            }
            store.put(ARRIVALS, buffer.array());
            unsaved = false;
        }
    }

    private void advance(long observedMs) {
        long now = observedMs / 1_000;
        for (long passed = Math.max(second + 1, now - BUCKETS + 1); passed <= now; passed++) {
            int bucket = (int) (passed % BUCKETS);
            inMinute -= arrivals[bucket];
            arrivals[bucket] = 0;
        }
        second = Math.max(second, now);
    }

    private void count(long now) {
        tracked = now;
        store.put(TRACKED, ByteBuffer.allocate(Long.BYTES).putLong(tracked).array());
    }

    private static long share(long limit) {
        return (limit + TopicSpec.PARTITIONS - 1) / TopicSpec.PARTITIONS;
    }
}
