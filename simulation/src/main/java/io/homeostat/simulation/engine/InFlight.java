package io.homeostat.simulation.engine;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** Records that are written, but do not stand in the log yet. Those of one partition never overtake each other. */
final class InFlight {

    /**
     * A record on its way.
     *
     * @param atMs when it arrives
     * @param offset null: the next one of its partition
     * @param timestampMs null: when it arrives
     */
    record Appending(
            long atMs,
            TopicSpec topic,
            int partition,
            @Nullable Long offset,
            Writer writer,
            @Nullable Long timestampMs,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {

        private Appending at(long laterMs) {
            return new Appending(laterMs, topic, partition, offset, writer, timestampMs, key, value, headers);
        }
    }

    private record Flight(Appending record, int slot, long number) {
        long atMs() {
            return record.atMs();
        }
    }

    private final PriorityQueue<Flight> flights =
            new PriorityQueue<>(Comparator.comparingLong(Flight::atMs).thenComparingLong(Flight::number));
    private final Map<Integer, ArrayDeque<Long>> arrivals = new HashMap<>();
    private long count;

    /** True if a record for this partition cannot be appended at once: it takes its time, or others are before it. */
    boolean mustWait(int slot, long atMs, long nowMs) {
        return atMs > nowMs || arrivals.containsKey(slot);
    }

    void add(int slot, Appending record) {
        var before = arrivals.computeIfAbsent(slot, _ -> new ArrayDeque<>());
        long atMs = before.isEmpty() ? record.atMs() : Math.max(before.getLast(), record.atMs());
        before.addLast(atMs);
        flights.add(new Flight(record.at(atMs), slot, count++));
    }

    /** When the next one arrives; {@link Long#MAX_VALUE}: none is on its way. */
    long nextMs() {
        var next = flights.peek();
        return next == null ? Long.MAX_VALUE : next.atMs();
    }

    /** The next one that has arrived by now; null: none has. */
    @Nullable
    Appending arrived(long nowMs) {
        if (nextMs() > nowMs) {
            return null;
        }
        var next = flights.remove();
        var others = arrivals.get(next.slot());
        if (others != null) {
            others.removeFirst();
            if (others.isEmpty()) {
                arrivals.remove(next.slot());
            }
        }
        return next.record();
    }
}
