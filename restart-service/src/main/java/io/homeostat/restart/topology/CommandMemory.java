package io.homeostat.restart.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Ids of operators' commands that were answered, the last {@value #IDS_MAX}. Entries: {@code id:ID} with the number of
 * answers, {@code at:PLACE} with the id in that place of a ring, and {@code next} with the place of the next one.
 */
final class CommandMemory {

    static final int IDS_MAX = 10_000;

    private static final String NEXT = "next";
    private static final byte[] ONCE = {1};
    private static final byte[] TWICE = {2};

    private final KeyValueStore<String, byte[]> store;

    CommandMemory(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** Whether an id was seen before. */
    enum Seen {
        NEVER,
        /** For the second time. */
        AGAIN,
        /** So often that it was said already. */
        OFTEN
    }

    /** Remembers an id, in place of the oldest one. */
    Seen see(String commandId) {
        var before = store.get(id(commandId));
        if (before != null) {
            if (before[0] == TWICE[0]) {
                return Seen.OFTEN;
            }
            store.put(id(commandId), TWICE);
            return Seen.AGAIN;
        }
        var bytes = store.get(NEXT);
        int place = bytes == null ? 0 : ByteBuffer.wrap(bytes).getInt();
        var oldest = store.get(at(place));
        if (oldest != null) {
            store.delete(id(new String(oldest, StandardCharsets.UTF_8)));
        }
        store.put(at(place), commandId.getBytes(StandardCharsets.UTF_8));
        store.put(id(commandId), ONCE);
        int next = (place + 1) % IDS_MAX;
        store.put(NEXT, ByteBuffer.allocate(Integer.BYTES).putInt(next).array());
        return Seen.NEVER;
    }

    private static String id(String commandId) {
        return "id:" + commandId;
    }

    private static String at(int place) {
        return "at:" + place;
    }
}
