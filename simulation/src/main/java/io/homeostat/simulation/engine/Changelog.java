package io.homeostat.simulation.engine;

import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/** What a broker would keep of the changelogs of an application's stores: the last value of each key. */
final class Changelog {

    private final Map<String, TreeMap<Bytes, Entry>> partitions = new TreeMap<>();

    /** One value and its timestamp. */
    record Entry(long timestampMs, byte[] value) {}

    void changed(String topic, int partition, long timestampMs, byte[] key, byte @Nullable [] value) {
        var entries = partitions.computeIfAbsent(name(topic, partition), _ -> new TreeMap<>());
        if (value == null) {
            entries.remove(Bytes.wrap(key));
        } else {
            entries.put(Bytes.wrap(key), new Entry(timestampMs, value));
        }
    }

    Map<Bytes, Entry> of(String topic, int partition) {
        return partitions.getOrDefault(name(topic, partition), new TreeMap<>());
    }

    private static String name(String topic, int partition) {
        return topic + '/' + partition;
    }
}
