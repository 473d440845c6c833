package io.homeostat.simulation.engine;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.Windowed;
import org.apache.kafka.streams.kstream.internals.TimeWindow;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.WindowBytesStoreSupplier;
import org.apache.kafka.streams.state.WindowStore;
import org.apache.kafka.streams.state.WindowStoreIterator;
import org.apache.kafka.streams.state.internals.WindowKeySchema;
import org.jspecify.annotations.Nullable;

/**
 * A window store in memory that finds the windows of one key without a look at those of others, as the one on disk does:
 * Kafka's own in memory walks through every window start of any key. What is older than the retention, by the largest start
 * that was put, is gone. Iterators show what was there when they were opened.
 */
final class KeyedWindows implements WindowStore<Bytes, byte[]> {

    private final String name;
    private final long retentionMs;
    private final long windowMs;
    private final NavigableMap<Bytes, NavigableMap<Long, byte[]>> windows = new TreeMap<>();
    private final NavigableMap<Long, Set<Bytes>> keys = new TreeMap<>();
    private final Position position = Position.emptyPosition();
    private long latestMs = -1;
    private boolean open;

    KeyedWindows(String name, long retentionMs, long windowMs) {
        this.name = name;
        this.retentionMs = retentionMs;
        this.windowMs = windowMs;
    }

    /** Makes such a store in the place of another one of the same name, retention and windows. */
    record Supplier(WindowBytesStoreSupplier asked) implements WindowBytesStoreSupplier {

        @Override
        public String name() {
            return asked.name();
        }

        @Override
        public WindowStore<Bytes, byte[]> get() {
            return new KeyedWindows(asked.name(), asked.retentionPeriod(), asked.windowSize());
        }

        @Override
        public String metricsScope() {
            return "in-memory-window";
        }

        @Override
        public long segmentIntervalMs() {
            return asked.segmentIntervalMs();
        }

        @Override
        public long windowSize() {
            return asked.windowSize();
        }

        @Override
        public boolean retainDuplicates() {
            return false;
        }

        @Override
        public long retentionPeriod() {
            return asked.retentionPeriod();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        open = true;
        context.register(root, (RecordBatchingStateRestoreCallback) records -> records.forEach(this::restore));
    }

    private void restore(ConsumerRecord<byte[], byte[]> record) {
        var key = WindowKeySchema.fromStoreBytesKey(record.key(), windowMs);
        put(key.key(), record.value(), key.window().start());
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value, long startMs) {
        if (startMs > latestMs) {
            latestMs = startMs;
            expire();
        }
        if (startMs < firstMs()) {
            return;
        }
        if (value == null) {
            remove(key, startMs);
        } else if (windows.computeIfAbsent(key, _ -> new TreeMap<>()).put(startMs, value) == null) {
            keys.computeIfAbsent(startMs, _ -> new HashSet<>()).add(key);
        }
    }

    private long firstMs() {
        return latestMs - retentionMs + 1;
    }

    private void expire() {
        var old = keys.headMap(firstMs(), false);
        old.forEach((startMs, some) -> some.forEach(key -> forget(key, startMs)));
        old.clear();
    }

    private void remove(Bytes key, long startMs) {
        var some = keys.get(startMs);
        if (some != null && some.remove(key)) {
            forget(key, startMs);
            if (some.isEmpty()) {
                keys.remove(startMs);
            }
        }
    }

    private void forget(Bytes key, long startMs) {
        var ofKey = windows.get(key);
        if (ofKey != null) {
            ofKey.remove(startMs);
            if (ofKey.isEmpty()) {
                windows.remove(key);
            }
        }
    }

    @Override
    public byte @Nullable [] fetch(Bytes key, long startMs) {
        var ofKey = windows.get(key);
        return ofKey == null || startMs < firstMs() ? null : ofKey.get(startMs);
    }

    @Override
    public WindowStoreIterator<byte[]> fetch(Bytes key, long fromMs, long toMs) {
        var found = new ArrayList<KeyValue<Long, byte[]>>();
        between(windows.get(key), fromMs, toMs).forEach((start, value) -> found.add(KeyValue.pair(start, value)));
        return new Starts(found);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> fetch(
            @Nullable Bytes first, @Nullable Bytes last, long fromMs, long toMs) {
        var found = new ArrayList<KeyValue<Windowed<Bytes>, byte[]>>();
        KeyedValues.between(windows, first, last)
                .forEach((key, ofKey) -> between(ofKey, fromMs, toMs)
                        .forEach((startMs, value) -> found.add(KeyValue.pair(
                                new Windowed<>(key, new TimeWindow(startMs, startMs + windowMs)), value))));
        return new Rows<>(found);
    }

    private static NavigableMap<Long, byte[]> between(
            @Nullable NavigableMap<Long, byte[]> ofKey, long fromMs, long toMs) {
        return ofKey == null || fromMs > toMs ? new TreeMap<>() : ofKey.subMap(fromMs, true, toMs, true);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> fetchAll(long fromMs, long toMs) {
        return fetch(null, null, fromMs, toMs);
    }

    @Override
    public KeyValueIterator<Windowed<Bytes>, byte[]> all() {
        return fetchAll(Long.MIN_VALUE, Long.MAX_VALUE);
    }

    /** Nobody asks a task of a simulated plane from outside how far its stores are. */
    @Override
    public Position getPosition() {
        return position;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        windows.clear();
        keys.clear();
        open = false;
    }

    private static final class Starts extends Rows<Long> implements WindowStoreIterator<byte[]> {
        Starts(List<KeyValue<Long, byte[]>> rows) {
            super(rows);
        }
    }
}
