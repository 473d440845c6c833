package io.homeostat.simulation.engine;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A plane in one thread: the services, and the log between them as far as it is not yet read. What is appended is delivered
 * by {@link #settle()}, within one instant by topic in the order of the catalogue, partition and offset, until nothing is
 * left (docs/decisions/0022-the-plane-in-virtual-time.md). Nothing happens by itself: time and ticks come from outside.
 *
 * <p>Not safe for several threads.
 */
public final class SimulatedPlane implements AutoCloseable {

    /** More records of one instant than any plane writes: somebody answers himself for ever. */
    private static final long RESTLESS = 20_000_000;

    private final Catalogue catalogue = new Catalogue(Topics.all());
    private final VirtualTime time;
    private final Path directory = Settings.directory();
    private final List<Running> services = new ArrayList<>();
    private final List<LoggedRecord> tableRecords = new ArrayList<>();
    private final boolean faulty;
    private final PartitionLog[] slots = new PartitionLog[catalogue.slots()];
    private final BitSet waiting = new BitSet();
    private final List<Consumer<LoggedRecord>> watchers = new ArrayList<>();
    private boolean begun;

    /**
     * A plane whose services have not begun yet: first {@link #append} what they shall find, then {@link #start()}.
     *
     * @param services in the order in which they read the same record
     * @param startMs virtual now in milliseconds since 1970
     */
    public SimulatedPlane(List<PluggedService> services, long startMs) {
        this(services, startMs, false);
    }

    /**
     * A plane like the other.
     *
     * @param faulty true: services can be stopped in the middle; that costs memory for what their next start must know
     */
    public SimulatedPlane(List<PluggedService> services, long startMs, boolean faulty) {
        this.faulty = faulty;
        time = new VirtualTime(startMs);
        for (int i = 0; i < slots.length; i++) {
            slots[i] = new PartitionLog();
        }
        for (var service : services) {
            this.services.add(new Running(service, catalogue, time, directory, faulty));
        }
    }

    /**
     * Fills the global tables with what was appended, begins every task, and lets the tasks read it, too. As in the live
     * services, tables are whole before the first task begins.
     */
    public void start() {
        for (var service : services) {
            for (var topic : Topics.all()) {
                if (service.application().keepsTable(topic)) {
                    everyPartition(
                            topic,
                            slot -> slot.addTable(
                                    record -> service.application().keep(record)));
                }
            }
        }
        for (var slot : slots) {
            slot.feedTables();
        }
        begun = true;
        services.forEach(this::begin);
        settle();
    }

    private void begin(Running service) {
        service.application().start();
        for (var topic : Topics.all()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                for (var id : service.application().readers(topic.name(), partition)) {
                    slots[catalogue.slot(topic, partition)].addReader(
                            record -> write(service.read(id, record, tableRecords)));
                }
            }
        }
    }

    /** Kills a service's process and starts it again from what it had committed. Only in a faulty plane. */
    public void restart(String applicationId) {
        named(applicationId).restart(tableRecords);
    }

    /** Kills a service's process within the transaction of the next record that it reads. Only in a faulty plane. */
    public void abortNext(String applicationId) {
        named(applicationId).abortNext();
    }

    /** A service's process ends, and nobody starts another: what it would read waits. Only in a faulty plane. */
    public void stop(String applicationId) {
        named(applicationId).stop();
    }

    /**
     * A stopped service starts from what it had committed, and reads what waited: each task in its order, tasks among each
     * other in any.
     */
    public void catchUp(String applicationId, RandomGenerator order) {
        var service = named(applicationId);
        service.startAgain(tableRecords);
        while (service.isBehind()) {
            write(service.readOne(order, tableRecords));
        }
    }

    /** A task of a service moves to another instance: it starts from what it had committed, and the others go on. */
    public void move(String applicationId, int task) {
        named(applicationId).move(task);
    }

    private Running named(String applicationId) {
        return services.stream()
                .filter(service -> service.isNamed(applicationId))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(applicationId + " is not plugged in"));
    }

    /** Somebody outside the services who reads a whole topic, after them. */
    public void subscribe(TopicSpec topic, Consumer<LoggedRecord> reader) {
        everyPartition(topic, slot -> slot.addReader(reader));
    }

    private void everyPartition(TopicSpec topic, Consumer<PartitionLog> each) {
        for (int partition = 0; partition < topic.partitions(); partition++) {
            each.accept(slots[catalogue.slot(topic, partition)]);
        }
    }

    /** Somebody who sees every record at the moment it is written, in the order of writing. */
    public void watch(Consumer<LoggedRecord> watcher) {
        watchers.add(watcher);
    }

    /** Virtual now in milliseconds since 1970. */
    public long nowMs() {
        return time.milliseconds();
    }

    /** Lets time pass. @throws IllegalArgumentException if it would run back */
    public void advanceTo(long ms) {
        if (ms < time.milliseconds()) {
            throw new IllegalArgumentException("time never runs back");
        }
        time.advanceTo(ms);
    }

    /**
     * Appends a record now.
     *
     * @param partition null: where the key belongs by murmur2; 0 without a key
     */
    public void append(
            TopicSpec topic,
            @Nullable Integer partition,
            Writer writer,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {
        append(topic, partition, null, writer, time.milliseconds(), key, value, headers);
    }

    /**
     * Appends what once stood in a real log.
     *
     * @param offset by which its readers know it, whatever else stands there; null: the next one
     * @param timestampMs of the real record
     */
    public void append(
            TopicSpec topic,
            @Nullable Integer partition,
            @Nullable Long offset,
            Writer writer,
            long timestampMs,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {
        if (begun == (writer == Writer.SEED)) {
            throw new IllegalStateException("seeds stand before the start, everything else behind it");
        }
        int to = partition != null ? partition : key == null ? 0 : place(key, topic.partitions());
        int number = catalogue.slot(topic, to);
        var slot = slots[number];
        long at = offset == null ? slot.nextOffset() : offset;
        var record = new LoggedRecord(topic, to, at, timestampMs, writer, key, value, headers);
        slot.append(record);
        waiting.set(number);
        for (var watcher : watchers) {
            watcher.accept(record);
        }
    }

    /** Appends a record without headers where its key belongs. */
    public void append(TopicSpec topic, Writer writer, byte @Nullable [] key, byte @Nullable [] value) {
        append(topic, null, writer, key, value, new RecordHeaders());
    }

    private static int place(byte[] key, int partitions) {
        return partitions == 1 ? 0 : BuiltInPartitioner.partitionForKey(key, partitions);
    }

    private void write(List<Collector.Written> all) {
        for (var written : all) {
            var topic = catalogue.get(written.topic());
            append(
                    topic,
                    written.partition(),
                    null,
                    Writer.SERVICE,
                    topic.appendTime() ? time.milliseconds() : written.timestampMs(),
                    written.key(),
                    written.value(),
                    written.headers());
        }
    }

    /** Delivers everything that was appended, and what comes of it, until the plane is at rest. */
    public void settle() {
        long delivered = 0;
        for (int next = waiting.nextSetBit(0); next >= 0; next = waiting.nextSetBit(0)) {
            var slot = slots[next];
            var record = slot.next();
            waiting.set(next, slot.hasUnread());
            if (faulty && slot.hasTables()) {
                tableRecords.add(record);
            }
            slot.deliver(record);
            delivered++;
            if (delivered > RESTLESS) {
                throw new IllegalStateException("the plane does not come to rest at " + time.milliseconds()
                        + "; the last record was of " + record.topic().name());
            }
        }
    }

    /** Runs what is due by the wall clock, which is virtual too: it only notices that ticks are missing. */
    public void punctuate() {
        for (var service : services) {
            for (var id : service.application().tasks()) {
                write(service.punctuate(id));
            }
        }
    }

    @Override
    public void close() {
        services.forEach(service -> service.application().close());
        TemporaryFiles.delete(directory);
    }
}
