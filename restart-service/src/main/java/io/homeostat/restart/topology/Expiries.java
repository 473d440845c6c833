package io.homeostat.restart.topology;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Names by the append time at which they end; in memory, made anew from the store that holds what ends. */
final class Expiries {

    private final TreeSet<Entry> entries =
            new TreeSet<>(Comparator.comparing(Entry::at).thenComparing(Entry::name));

    private record Entry(Instant at, String name) {}

    /** {@code name} ends at another time; null: not by itself. */
    void move(@Nullable Instant before, @Nullable Instant after, String name) {
        if (before != null) {
            entries.remove(new Entry(before, name));
        }
        if (after != null) {
            entries.add(new Entry(after, name));
        }
    }

    /** What has ended at {@code now}, its end included, in order. */
    List<String> due(Instant now) {
        var names = new ArrayList<String>();
        for (var entry : entries) {
            if (entry.at.isAfter(now)) {
                break;
            }
            names.add(entry.name);
        }
        return names;
    }
}
