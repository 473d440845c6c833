package io.homeostat.simulation.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.processor.internals.RecordBatchingStateRestoreCallback;
import org.apache.kafka.streams.query.Position;
import org.apache.kafka.streams.state.KeyValueBytesStoreSupplier;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * A key-value store in memory for one thread: bytes in their order, as on disk, and nothing else to keep up at each put.
 * Iterators show what was there when they were opened.
 */
final class KeyedValues implements KeyValueStore<Bytes, byte[]> {

    private final String name;
    private final NavigableMap<Bytes, byte[]> values = new TreeMap<>();
    private final Position position = Position.emptyPosition();
    private boolean open;

    KeyedValues(String name) {
        this.name = name;
    }

    /** Makes such a store. */
    record Supplier(String name) implements KeyValueBytesStoreSupplier {

        @Override
        public KeyValueStore<Bytes, byte[]> get() {
            return new KeyedValues(name);
        }

        @Override
        public String metricsScope() {
            return "in-memory";
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        open = true;
        context.register(root, (RecordBatchingStateRestoreCallback)
                records -> records.forEach(record -> put(Bytes.wrap(record.key()), record.value())));
    }

    @Override
    public void put(Bytes key, byte @Nullable [] value) {
        if (value == null) {
            values.remove(key);
        } else {
            values.put(key, value);
        }
    }

    @Override
    public byte @Nullable [] putIfAbsent(Bytes key, byte @Nullable [] value) {
        var before = values.get(key);
        if (before == null) {
            put(key, value);
        }
        return before;
    }

    @Override
    public void putAll(List<KeyValue<Bytes, byte[]>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public byte @Nullable [] delete(Bytes key) {
        return values.remove(key);
    }

    @Override
    public byte @Nullable [] get(Bytes key) {
        return values.get(key);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> range(@Nullable Bytes first, @Nullable Bytes last) {
        return rows(between(values, first, last));
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseRange(@Nullable Bytes first, @Nullable Bytes last) {
        return rows(between(values, first, last).descendingMap());
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> all() {
        return rows(values);
    }

    @Override
    public KeyValueIterator<Bytes, byte[]> reverseAll() {
        return rows(values.descendingMap());
    }

    @Override
    public <S extends Serializer<P>, P> KeyValueIterator<Bytes, byte[]> prefixScan(P prefix, S serializer) {
        var bytes = serializer.serialize(null, prefix);
        var found = new TreeMap<Bytes, byte[]>();
        for (var entry : values.tailMap(Bytes.wrap(bytes), true).entrySet()) {
            if (!startsWith(entry.getKey().get(), bytes)) {
                break;
            }
            found.put(entry.getKey(), entry.getValue());
        }
        return rows(found);
    }

    private static boolean startsWith(byte[] key, byte[] prefix) {
        int differsAt = Arrays.mismatch(key, prefix);
        return differsAt < 0 || differsAt == prefix.length;
    }

    /** The part of a map between two keys, both inclusive; null: no end on that side, as stores take it. */
    static <V> NavigableMap<Bytes, V> between(NavigableMap<Bytes, V> all, @Nullable Bytes first, @Nullable Bytes last) {
        if (first != null && last != null) {
            return first.compareTo(last) > 0 ? new TreeMap<>() : all.subMap(first, true, last, true);
        }
        if (first != null) {
            return all.tailMap(first, true);
        }
        return last == null ? all : all.headMap(last, true);
    }

    private static KeyValueIterator<Bytes, byte[]> rows(NavigableMap<Bytes, byte[]> some) {
        var found = new ArrayList<KeyValue<Bytes, byte[]>>();
        some.forEach((key, value) -> found.add(KeyValue.pair(key, value)));
        return new Rows<>(found);
    }

    @Override
    public long approximateNumEntries() {
        return values.size();
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
        values.clear();
        open = false;
    }
}
