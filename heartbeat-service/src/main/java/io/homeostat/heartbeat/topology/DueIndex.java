package io.homeostat.heartbeat.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Workers in the order in which they are due, by partition. It is written lazily: a beat does not move the entry, an entry
 * that comes due is compared with the worker's true due time and put in again. Keys are partition (1 byte), due time
 * (8 bytes, ordered also below zero) and worker id; values are empty.
 *
 * <p>A cursor per partition stands below its first entry, so that a look-up need not pass the remains of served entries. An
 * entry that is added below the cursor takes the cursor with it.
 */
final class DueIndex {

    private static final byte[] NOTHING = {};
    private static final int PREFIX = 1 + Long.BYTES;

    /** One worker's place. */
    record Entry(int via, long dueMs, String workerId) {}

    private final KeyValueStore<Bytes, byte[]> store;
    private final Clocks clocks;

    DueIndex(KeyValueStore<Bytes, byte[]> store, Clocks clocks) {
        this.store = store;
        this.clocks = clocks;
    }

    void add(int via, long dueMs, String workerId) {
        store.put(key(via, dueMs, workerId), NOTHING);
        if (dueMs < clocks.cursorMs(via)) {
            clocks.moveCursor(via, dueMs);
        }
    }

    void remove(int via, long dueMs, String workerId) {
        store.delete(key(via, dueMs, workerId));
    }

    /** An entry that could not be served stays where it is, to be tried again. */
    void keep(Entry entry) {
        if (entry.dueMs() < clocks.cursorMs(entry.via())) {
            clocks.moveCursor(entry.via(), entry.dueMs());
        }
    }

    /** The first entries of a partition that are due at {@code nowMs}, inclusive: each is to be removed or kept. */
    List<Entry> due(int via, long nowMs, int max) {
        long cursorMs = clocks.cursorMs(via);
        if (cursorMs > nowMs) {
            return List.of();
        }
        var due = new ArrayList<Entry>();
        boolean more = false;
        try (var range = store.range(key(via, cursorMs, ""), key(via, nowMs + 1, ""))) {
            while (range.hasNext() && !more) {
                var entry = entry(range.next().key);
                if (entry.dueMs() > nowMs) {
                    break;
                }
                more = due.size() == max;
                if (!more) {
                    due.add(entry);
                }
            }
        }
        clocks.moveCursor(via, more ? due.getLast().dueMs() : nowMs + 1);
        return due;
    }

    private static Bytes key(int via, long dueMs, String workerId) {
        var id = workerId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(PREFIX + id.length)
                .put((byte) via)
                .putLong(dueMs ^ Long.MIN_VALUE) // the order of unsigned bytes is that of signed numbers then
                .put(id)
                .array());
    }

    private static Entry entry(Bytes key) {
        var buffer = ByteBuffer.wrap(key.get());
        int via = buffer.get();
        long dueMs = buffer.getLong() ^ Long.MIN_VALUE;
        return new Entry(via, dueMs, StandardCharsets.UTF_8.decode(buffer).toString());
    }
}
