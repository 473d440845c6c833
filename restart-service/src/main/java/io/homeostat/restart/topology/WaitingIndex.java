package io.homeostat.restart.topology;

import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Which lineages wait for the end of which cause: keys {@code cause NUL lineage}; no cause has a NUL. Never a scan over all
 * lineages.
 */
final class WaitingIndex {

    private static final byte[] NOTHING = new byte[0];
    private static final char END = '\0';
    private static final char BEHIND = '\1';

    /**
     * Lineages that were taken out.
     *
     * @param next from where to go on; null: nobody waits behind them
     */
    record Taken(List<String> lineages, @Nullable String next) {}

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

    /**
     * Takes lineages out of the index, in the order of their keys and at most {@code max}.
     *
     * @param place a cause, for those who wait for it from the first on; or what an earlier call gave as the next place
     */
    Taken take(String place, int max) {
        var cause = cause(place);
        var from = place.equals(cause) ? cause + END : place;
        var keys = new ArrayList<String>();
        try (var entries = store.range(from, cause + BEHIND)) {
            while (entries.hasNext() && keys.size() < max) {
                keys.add(entries.next().key);
            }
        }
        keys.forEach(store::delete);
        var lineages =
                keys.stream().map(key -> key.substring(cause.length() + 1)).toList();
        return new Taken(lineages, keys.size() < max ? null : keys.getLast() + END); // the first key behind the last
    }

    /** The cause of which {@link #take} is told, or gave, a place. */
    static String cause(String place) {
        int end = place.indexOf(END);
        return end < 0 ? place : place.substring(0, end);
    }
}
