package io.homeostat.simulation.engine;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.internals.InMemoryKeyValueStore;
import org.apache.kafka.streams.state.internals.InMemoryWindowStore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The stores of a simulated plane hold what Kafka's own in memory hold. */
class KeyedStoresTest {

    private static final long RETENTION_MS = 1_000;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void windows_are_found_as_in_the_store_of_kafka(long seed) {
        var random = new Random(seed);
        var ours = new KeyedWindows("windows", RETENTION_MS, 1);
        var kafkas = new InMemoryWindowStore("windows", RETENTION_MS, 1, false, "scope");
        long latest = 5_000;
        for (int i = 0; i < 400; i++) {
            latest += random.nextInt(20);
            long start = latest - random.nextInt(500);
            var key = key(random);
            var value = random.nextInt(4) == 0 ? null : new byte[] {(byte) i};
            ours.put(key, value, start);
            kafkas.put(key, value, start);

            long from = latest - random.nextInt(1_500);
            long to = from + random.nextInt(1_500) - 100;
            assertThat(rows(ours.fetch(key, from, to))).isEqualTo(rows(kafkas.fetch(key, from, to)));
            assertThat(ours.fetch(key, start)).isEqualTo(kafkas.fetch(key, start));
            assertThat(rows(ours.all())).containsExactlyInAnyOrderElementsOf(rows(kafkas.all()));
        }
    }

    @ParameterizedTest
    @CsvSource({"999,true", "1000,false", "1001,false"})
    void a_window_is_gone_when_another_begins_one_retention_later(long laterMs, boolean there) {
        var store = new KeyedWindows("windows", RETENTION_MS, 1);
        var old = bytes("a");
        store.put(old, new byte[] {1}, 5_000);

        store.put(bytes("b"), new byte[] {2}, 5_000 + laterMs);

        assertThat(store.fetch(old, 5_000) != null).isEqualTo(there);
        assertThat(rows(store.fetch(old, 0, 9_000))).hasSize(there ? 1 : 0);
        assertThat(rows(store.all())).hasSize(there ? 2 : 1);
    }

    @ParameterizedTest
    @CsvSource({"4000,0", "4001,1"})
    void a_window_that_is_put_one_retention_late_is_not_kept(long startMs, int kept) {
        var store = new KeyedWindows("windows", RETENTION_MS, 1);
        store.put(bytes("a"), new byte[] {1}, 5_000);

        store.put(bytes("b"), new byte[] {2}, startMs);

        assertThat(rows(store.fetch(bytes("b"), 0, 9_000))).hasSize(kept);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void values_are_found_as_in_the_store_of_kafka(long seed) {
        var random = new Random(seed);
        var ours = new KeyedValues("values");
        var kafkas = new InMemoryKeyValueStore("values");
        for (int i = 0; i < 400; i++) {
            var key = key(random);
            var value = random.nextInt(4) == 0 ? null : new byte[] {(byte) i};
            if (random.nextBoolean()) {
                ours.put(key, value);
                kafkas.put(key, value);
            } else {
                assertThat(ours.putIfAbsent(key, value)).isEqualTo(kafkas.putIfAbsent(key, value));
            }
            if (random.nextInt(5) == 0) {
                assertThat(ours.delete(key)).isEqualTo(kafkas.delete(key));
            }

            var first = random.nextInt(5) == 0 ? null : key(random);
            var last = random.nextInt(5) == 0 ? null : key(random);
            assertThat(ours.get(key)).isEqualTo(kafkas.get(key));
            assertThat(rows(ours.range(first, last))).isEqualTo(rows(kafkas.range(first, last)));
            assertThat(rows(ours.reverseRange(first, last))).isEqualTo(rows(kafkas.reverseRange(first, last)));
            assertThat(rows(ours.all())).isEqualTo(rows(kafkas.all()));
            assertThat(rows(ours.reverseAll())).isEqualTo(rows(kafkas.reverseAll()));
            assertThat(rows(ours.prefixScan("k1", new StringSerializer())))
                    .isEqualTo(rows(kafkas.prefixScan("k1", new StringSerializer())));
            assertThat(ours.approximateNumEntries()).isEqualTo(kafkas.approximateNumEntries());
        }
    }

    @Test
    void who_looks_through_a_store_may_change_it() {
        var store = new KeyedValues("values");
        store.put(bytes("a"), new byte[] {1});
        store.put(bytes("b"), new byte[] {2});

        try (var all = store.all()) {
            while (all.hasNext()) {
                store.delete(all.next().key);
            }
        }

        assertThat(rows(store.all())).isEmpty();
    }

    private static Bytes key(Random random) {
        return bytes("k" + random.nextInt(25));
    }

    private static Bytes bytes(String text) {
        return Bytes.wrap(text.getBytes(UTF_8));
    }

    private static <K> List<String> rows(KeyValueIterator<K, byte[]> some) {
        var rows = new ArrayList<String>();
        try (some) {
            while (some.hasNext()) {
                var row = some.next();
                rows.add(row.key + "=" + Arrays.toString(row.value));
            }
        }
        return rows;
    }
}
