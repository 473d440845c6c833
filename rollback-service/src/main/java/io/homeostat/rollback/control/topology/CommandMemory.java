package io.homeostat.rollback.control.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.state.KeyValueStore;

/** The ids of the commands that were answered lately: a repeated one is not carried out again. */
final class CommandMemory {

    /** Ids that are kept: weeks of an operator's work, within a few megabytes. */
    static final int IDS_MAX = 10_000;

    private static final String NEXT = "#next";
    private static final String ID = "id:";

    private final KeyValueStore<String, byte[]> store;

    CommandMemory(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /**
     * Notes one more arrival of {@code commandId}.
     *
     * @return how often it had come before; 0: never, or too long ago
     */
    long arrived(String commandId) {
        var known = store.get(ID + commandId);
        if (known != null) {
            long before = number(known);
            store.put(ID + commandId, bytes(before + 1));
            return before;
        }
        var next = store.get(NEXT);
        long place = next == null ? 0 : number(next);
        var forgotten = store.get(slot(place));
        if (forgotten != null) {
            store.delete(ID + new String(forgotten, StandardCharsets.UTF_8));
        }
        store.put(slot(place), commandId.getBytes(StandardCharsets.UTF_8));
        store.put(ID + commandId, bytes(1));
        store.put(NEXT, bytes(place + 1));
        return 0;
    }

    private static String slot(long place) {
        return "#" + place % IDS_MAX;
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(byte[] bytes) {
        return ByteBuffer.wrap(bytes).getLong();
    }
}
