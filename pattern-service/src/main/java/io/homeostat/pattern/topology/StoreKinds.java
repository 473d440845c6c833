package io.homeostat.pattern.topology;

import java.time.Duration;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.state.WindowStore;

/** The kinds of stores that the stages use; each has a changelog. */
final class StoreKinds {

    private static final Duration WINDOW = Duration.ofSeconds(1); // the shortest bucket of the shortest window

    private StoreKinds() {}

    /** State by key. */
    static StoreBuilder<KeyValueStore<String, byte[]>> persistent(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    }

    /** Entries in the order of their bytes. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> ordered(String name) {
        return Stores.keyValueStoreBuilder(
                Stores.persistentKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray());
    }

    /** In memory, restored from its changelog: entries come and go, and a scan from the start must not meet their graves. */
    static StoreBuilder<KeyValueStore<byte[], byte[]>> dueIndex(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.ByteArray(), Serdes.ByteArray());
    }

    /** Sums that change with every beat: what changed between two commits is written once. */
    static StoreBuilder<KeyValueStore<String, byte[]>> summing(String name) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled();
    }

    /** Values by key and time, dropped by whole segments once they are older than {@code kept}. */
    static StoreBuilder<WindowStore<String, byte[]>> windows(String name, Duration kept) {
        return Stores.windowStoreBuilder(
                Stores.persistentWindowStore(name, kept, WINDOW, false), Serdes.String(), Serdes.ByteArray());
    }
}
