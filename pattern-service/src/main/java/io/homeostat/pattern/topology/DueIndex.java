package io.homeostat.pattern.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is due when: keys {@code due, name}, the number big endian, so that their order is that of time. So a tick never
 * scans what is not due.
 */
final class DueIndex {

    /** Bounds the work of one tick: what is left over is served at the next one, oldest first. */
    static final int PER_TICK = 1_000;

    private static final byte[] NOTHING = new byte[0];

    private final KeyValueStore<byte[], byte[]> store;

    DueIndex(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /** An entry; a due time below 0 counts as 0. */
    record Due(long dueMs, String name) {

        Due {
            dueMs = Math.max(0, dueMs);
        }
    }

    /** Adds an entry; the same one again changes nothing. {@link Long#MAX_VALUE} as due time means none. */
    void add(Due due) {
        if (due.dueMs != Long.MAX_VALUE) {
            store.put(key(due), NOTHING);
        }
    }

    void remove(Due due) {
        if (due.dueMs != Long.MAX_VALUE) {
            store.delete(key(due));
        }
    }

    void move(Due before, Due after) {
        if (!before.equals(after)) {
            remove(before);
            add(after);
        }
    }

    /** What is due at {@code nowMs}, inclusive, in order, at most {@value #PER_TICK} entries. */
    List<Due> due(long nowMs) {
        var due = new ArrayList<Due>();
        try (var entries = store.range(key(new Due(0, "")), key(new Due(nowMs + 1, "")))) {
            while (entries.hasNext() && due.size() < PER_TICK) {
                var entry = due(entries.next().key);
                if (entry.dueMs <= nowMs) {
                    due.add(entry);
                }
            }
        }
        return due;
    }

    private static byte[] key(Due due) {
        var name = due.name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(Long.BYTES + name.length)
                .putLong(due.dueMs)
                .put(name)
                .array();
    }

    private static Due due(byte[] key) {
        long dueMs = ByteBuffer.wrap(key).getLong();
        return new Due(dueMs, new String(key, Long.BYTES, key.length - Long.BYTES, StandardCharsets.UTF_8));
    }
}
