package io.homeostat.simulation.engine;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.InFlight.Appending;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.jspecify.annotations.Nullable;

/** All partitions, as far as they are not yet read, and what is on its way to them. */
final class SimulatedLog {

    private final Catalogue catalogue;
    private final PartitionLog[] slots;
    private final BitSet waiting = new BitSet();
    private final InFlight inFlight = new InFlight();
    private final List<Consumer<LoggedRecord>> watchers = new ArrayList<>();

    SimulatedLog(Catalogue catalogue) {
        this.catalogue = catalogue;
        this.slots = new PartitionLog[catalogue.slots()];
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new PartitionLog();
        }
    }

    /** Where a key belongs; 0 without one. */
    static int place(byte @Nullable [] key, int partitions) {
        return key == null || partitions == 1 ? 0 : BuiltInPartitioner.partitionForKey(key, partitions);
    }

    PartitionLog partition(TopicSpec topic, int partition) {
        return slots[catalogue.slot(topic, partition)];
    }

    void everyPartition(TopicSpec topic, Consumer<PartitionLog> each) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            each.accept(partition(topic, partition));
        }
    }

    /** Tables read what stands here before the start. */
    void feedTables() {
        for (var topic : Topics.all()) {
            everyPartition(topic, PartitionLog::feedTables);
        }
    }

    void watch(Consumer<LoggedRecord> watcher) {
        watchers.add(watcher);
    }

    /** Appends a record, at once or when it arrives. */
    void append(Appending record, long nowMs) {
        int slot = catalogue.slot(record.topic(), record.partition());
        if (inFlight.mustWait(slot, record.atMs(), nowMs)) {
            inFlight.add(slot, record);
        } else {
            put(record, slot, nowMs);
        }
    }

    /** When the next record arrives that is on its way; {@link Long#MAX_VALUE}: none is. */
    long nextArrivalMs() {
        return inFlight.nextMs();
    }

    /** Appends what has arrived by now. */
    void land(long nowMs) {
        for (var record = inFlight.arrived(nowMs); record != null; record = inFlight.arrived(nowMs)) {
            put(record, catalogue.slot(record.topic(), record.partition()), nowMs);
        }
    }

    private void put(Appending appending, int number, long nowMs) {
        var slot = slots[number];
        var offset = appending.offset();
        var timestampMs = appending.timestampMs();
        var record = new LoggedRecord(
                appending.topic(),
                appending.partition(),
                offset == null ? slot.nextOffset() : offset,
                timestampMs == null ? nowMs : timestampMs,
                appending.writer(),
                appending.key(),
                appending.value(),
                appending.headers());
        slot.append(record);
        waiting.set(number);
        for (var watcher : watchers) {
            watcher.accept(record);
        }
    }

    /** The partition that is read next: of those with unread records the first in the catalogue; null: all are read. */
    @Nullable
    PartitionLog nextToRead() {
        int next = waiting.nextSetBit(0);
        return next < 0 ? null : slots[next];
    }

    /** Takes the next record of what {@link #nextToRead} gave. */
    LoggedRecord take(PartitionLog slot) {
        var record = slot.next();
        if (!slot.hasUnread()) {
            waiting.clear(catalogue.slot(record.topic(), record.partition()));
        }
        return record;
    }
}
