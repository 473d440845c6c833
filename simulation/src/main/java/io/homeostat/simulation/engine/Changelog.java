package io.homeostat.simulation.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** What a broker would keep of the changelogs of an application's stores: the last value of each key. */
final class Changelog {

    private final Map<String, TreeMap<Bytes, Entry>> partitions = new TreeMap<>();

    private final List<Change> uncommitted = new ArrayList<>();

    private record Change(String topic, int partition, long timestampMs, byte[] key, byte @Nullable [] value) {}

    /** One value and its timestamp. */
    record Entry(long timestampMs, byte[] value) {}

    void changed(String topic, int partition, long timestampMs, byte[] key, byte @Nullable [] value) {
        uncommitted.add(new Change(topic, partition, timestampMs, key, value));
    }

    /** What was changed since the last commit holds. */
    void commit() {
        uncommitted.forEach(this::apply);
        uncommitted.clear();
    }

    /** What was changed since the last commit never was. */
    void abort() {
        uncommitted.clear();
    }

    private void apply(Change change) {
        var entries = partitions.computeIfAbsent(name(change.topic, change.partition), _ -> new TreeMap<>());
        var value = change.value;
        if (value == null) {
            entries.remove(Bytes.wrap(change.key));
        } else {
            entries.put(Bytes.wrap(change.key), new Entry(change.timestampMs, value));
        }
    }

    Map<Bytes, Entry> of(String topic, int partition) {
        return partitions.getOrDefault(name(topic, partition), new TreeMap<>());
    }

    private static String name(String topic, int partition) {
        return topic + '/' + partition;
    }
}
