package io.homeostat.restart.topology;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Which lineages wait for the end of which cause: keys {@code cause NUL lineage}. Never a scan over all lineages. */
final class WaitingIndex {

    private static final byte[] NOTHING = new byte[0];
    private static final char END = '\0';
    private static final char BEHIND = '\1';

    private final KeyValueStore<String, byte[]> store;

    WaitingIndex(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** A lineage waits for another cause; null: for none. */
    void move(@Nullable String before, @Nullable String after, String lineage) {
        if (before != null && !before.equals(after)) {
            remove(before, lineage);
        }
        if (after != null) {
            store.put(after + END + lineage, NOTHING);
        }
    }

    void remove(String cause, String lineage) {
        store.delete(cause + END + lineage);
    }

    /** Takes lineages that wait for the cause out of the index, at most {@code max}. */
    List<String> take(String cause, int max) {
        var keys = new ArrayList<String>();
        try (var entries = store.range(cause + END, cause + BEHIND)) {
            while (entries.hasNext() && keys.size() < max) {
                keys.add(entries.next().key);
            }
        }
        keys.forEach(store::delete);
        return keys.stream().map(key -> key.substring(cause.length() + 1)).toList();
    }
}
