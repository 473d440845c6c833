package io.homeostat.pattern.topology;

import io.homeostat.common.contract.Origin;
import io.homeostat.pattern.domain.Counts;
import io.homeostat.pattern.domain.Sample;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Operations of beats, summed until the next tick, so that a million workers do not make a million samples. Sums are by
 * second: what is read out of a backlog goes into the windows of its own time.
 *
 * <p>Keys are {@code second/length of the service/service|version}; values the counts, and where the last beat stands.
 */
final class PendingOperations {

    private static final long SLOT_MS = 1_000;

    private final KeyValueStore<String, byte[]> store;

    /** A sum with the append time of its last beat. */
    record Summed(Sample sample, Instant at) {}

    PendingOperations(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    void add(String service, String version, Counts counts, Origin origin) {
        long ms = origin.time().toEpochMilli();
        var key = Math.floorDiv(ms, SLOT_MS) + "/" + service.length() + '/' + service + '|' + version;
        var bytes = store.get(key);
        var before = bytes == null ? Counts.NONE : CountsBytes.counts(bytes);
        store.put(key, value(before.plus(counts), origin, bytes == null ? ms : Math.max(ms, timeOf(bytes))));
    }

    /** All sums; nothing is pending afterwards. */
    List<Summed> take() {
        var taken = new ArrayList<Summed>();
        var keys = new ArrayList<String>();
        try (var all = store.all()) {
            all.forEachRemaining(entry -> {
                keys.add(entry.key);
                taken.add(summed(entry.key, entry.value));
            });
        }
        keys.forEach(store::delete);
        return taken;
    }

    private static Summed summed(String key, byte[] value) {
        int first = key.indexOf('/');
        int second = key.indexOf('/', first + 1);
        int length = Integer.parseInt(key.substring(first + 1, second));
        var service = key.substring(second + 1, second + 1 + length);
        var version = key.substring(second + 2 + length);
        var counts = CountsBytes.counts(value);
        int header = 3 * Long.BYTES;
        var coordinates = new String(value, header, value.length - header, StandardCharsets.UTF_8);
        return new Summed(
                new Sample(service, version, counts.succeeded(), counts.failed(), null, coordinates),
                Instant.ofEpochMilli(timeOf(value)));
    }

    private static long timeOf(byte[] value) {
        return ByteBuffer.wrap(value).getLong(2 * Long.BYTES);
    }

    private static byte[] value(Counts counts, Origin origin, long timeMs) {
        var coordinates = origin.coordinates().getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(3 * Long.BYTES + coordinates.length)
                .put(CountsBytes.of(counts))
                .putLong(timeMs)
                .put(coordinates)
                .array();
    }
}
