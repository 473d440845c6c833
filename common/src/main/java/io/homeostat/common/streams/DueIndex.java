package io.homeostat.common.streams;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * What is due when, in observed time: keys {@code due, origin, name}, numbers big endian, so that their order is that of
 * time and among equals that of patience. Never a scan over everything.
 */
public final class DueIndex {

    private static final byte[] NOTHING = new byte[0];
    private static final int NUMBERS_BYTES = 2 * Long.BYTES;

    private final KeyValueStore<byte[], byte[]> store;

    /** @param store in memory: entries come and go, and a scan from the start must not meet their graves */
    public DueIndex(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    /**
     * An entry.
     *
     * @param dueMs observed time; {@link Long#MAX_VALUE}: none
     * @param originMs since when it waits: among equals the more patient one is served first
     */
    public record Due(long dueMs, long originMs, String name) {}

    /** Moves an entry; {@link Long#MAX_VALUE} as due time means none. */
    public void move(Due before, Due after) {
        if (before.equals(after)) {
            return;
        }
        if (before.dueMs != Long.MAX_VALUE) {
            store.delete(key(before));
        }
        if (after.dueMs != Long.MAX_VALUE) {
            store.put(key(after), NOTHING);
        }
    }

    /** Takes an entry away. */
    public void remove(Due due) {
        store.delete(key(due));
    }

    /** What is due at {@code nowMs}, inclusive, in order, at most {@code max} entries. */
    public List<Due> due(long nowMs, int max) {
        var due = new ArrayList<Due>();
        try (var entries = store.range(key(new Due(0, 0, "")), key(new Due(nowMs + 1, 0, "")))) {
            while (entries.hasNext() && due.size() < max) {
                due.add(due(entries.next().key));
            }
        }
        return due;
    }

    private static byte[] key(Due due) {
        var name = due.name.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(NUMBERS_BYTES + name.length)
                .putLong(due.dueMs)
                .putLong(due.originMs)
                .put(name)
                .array();
    }

    private static Due due(byte[] key) {
        var buffer = ByteBuffer.wrap(key);
        long dueMs = buffer.getLong();
        long originMs = buffer.getLong();
        return new Due(
                dueMs, originMs, new String(key, NUMBERS_BYTES, key.length - NUMBERS_BYTES, StandardCharsets.UTF_8));
    }
}
