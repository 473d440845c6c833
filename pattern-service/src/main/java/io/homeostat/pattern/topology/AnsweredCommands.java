package io.homeostat.pattern.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.state.KeyValueStore;

/** The ids of the newest commands that were answered: a repeated one is not carried out again. */
final class AnsweredCommands {

    /** Ids that are remembered. */
    static final int MAX = 10_000;

    private static final String HEAD = "head";
    private static final String ID = "id/";
    private static final String PLACE = "at/";

    private final KeyValueStore<String, byte[]> store;

    AnsweredCommands(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** Notes that the command is answered; returns how often it was before, as far as is remembered. */
    int answer(String commandId) {
        var before = store.get(ID + commandId);
        if (before != null) {
            int times = ByteBuffer.wrap(before).getInt();
            store.put(ID + commandId, number(times + 1));
            return times;
        }
        store.put(ID + commandId, number(1));
        var head = store.get(HEAD);
        int place = head == null ? 0 : ByteBuffer.wrap(head).getInt();
        var forgotten = store.get(PLACE + place);
        if (forgotten != null) {
            store.delete(ID + new String(forgotten, StandardCharsets.UTF_8));
        }
        store.put(PLACE + place, commandId.getBytes(StandardCharsets.UTF_8));
        store.put(HEAD, number((place + 1) % MAX));
        return 0;
    }

    private static byte[] number(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }
}
