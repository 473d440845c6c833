package io.homeostat.simulation.engine;

import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;

/**
 * What a store held when somebody began to look through it.
 *
 * @param <K> the store's keys
 */
class Rows<K> implements KeyValueIterator<K, byte[]> {
    private final List<KeyValue<K, byte[]>> rows;
    private int next;

    Rows(List<KeyValue<K, byte[]>> rows) {
        this.rows = rows;
    }

    @Override
    public boolean hasNext() {
        return next < rows.size();
    }

    @Override
    public KeyValue<K, byte[]> next() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rows.get(next++);
    }

    @Override
    public K peekNextKey() {
        if (!hasNext()) {
            throw new NoSuchElementException();
        }
        return rows.get(next).key;
    }

    @Override
    public void close() {}
}
