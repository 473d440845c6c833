package io.homeostat.simulation.engine;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.InFlight.Appending;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
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
    private final SimulatedLog log = new SimulatedLog(catalogue);
    private final Delays delays;
    private boolean begun;

    /**
     * A plane whose services have not begun yet: first {@link #append} what they shall find, then {@link #start()}.
     *
     * @param services in the order in which they read the same record
     * @param startMs virtual now in milliseconds since 1970
     */
    public SimulatedPlane(List<PluggedService> services, long startMs) {
        this(services, startMs, false, Delays.NONE);
    }

    /**
     * A plane like the other.
     *
     * @param faulty true: services can be stopped in the middle; that costs memory for what their next start must know
     * @param delays of what the services write
     */
    public SimulatedPlane(List<PluggedService> services, long startMs, boolean faulty, Delays delays) {
        this.faulty = faulty;
        this.delays = delays;
        time = new VirtualTime(startMs);
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
                    log.everyPartition(
                            topic,
                            slot -> slot.addTable(
                                    record -> service.application().keep(record)));
                }
            }
        }
        log.feedTables();
        begun = true;
        services.forEach(this::begin);
        settle();
    }

    private void begin(Running service) {
        service.application().start();
        for (var topic : Topics.all()) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                for (var id : service.application().readers(topic.name(), partition)) {
                    log.partition(topic, partition).addReader(record -> write(service.read(id, record, tableRecords)));
                }
            }
        }
    }

    /** What can happen to the services of a faulty plane. @throws IllegalStateException if this is none */
    public Faults faults() {
        if (!faulty) {
            throw new IllegalStateException("this plane keeps nothing from which a service could start again");
        }
        return new Faults(services, tableRecords, this::write);
    }

    /** Somebody outside the services who reads a whole topic, after them. */
    public void subscribe(TopicSpec topic, Consumer<LoggedRecord> reader) {
        log.everyPartition(topic, slot -> slot.addReader(reader));
    }

    /** Somebody who sees every record at the moment it is written, in the order of writing. */
    public void watch(Consumer<LoggedRecord> watcher) {
        log.watch(watcher);
    }

    /** Virtual now in milliseconds since 1970. */
    public long nowMs() {
        return time.milliseconds();
    }

    /** When the next record arrives that is on its way to the log; {@link Long#MAX_VALUE}: none is. */
    public long nextArrivalMs() {
        return log.nextArrivalMs();
    }

    /** Lets time pass; what has arrived by then is appended then. @throws IllegalArgumentException if it would run back */
    public void advanceTo(long ms) {
        if (ms < time.milliseconds()) {
            throw new IllegalArgumentException("time never runs back");
        }
        time.advanceTo(ms);
        log.land(ms);
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
        int to = partition == null ? SimulatedLog.place(key, topic.partitions()) : partition;
        append(new Appending(time.milliseconds(), topic, to, null, writer, time.milliseconds(), key, value, headers));
    }

    /** Appends a record without headers where its key belongs. */
    public void append(TopicSpec topic, Writer writer, byte @Nullable [] key, byte @Nullable [] value) {
        append(topic, null, writer, key, value, new RecordHeaders());
    }

    /**
     * Appends what once stood in a real log.
     *
     * @param partition null: where the key belongs
     * @param offset by which its readers know it, whatever else stands there; null: the next one
     * @param timestampMs of the real record
     * @param atMs when it is appended; what lies in the past is now
     */
    public void append(
            TopicSpec topic,
            @Nullable Integer partition,
            @Nullable Long offset,
            Writer writer,
            long timestampMs,
            long atMs,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {
        int to = partition == null ? SimulatedLog.place(key, topic.partitions()) : partition;
        append(new Appending(atMs, topic, to, offset, writer, timestampMs, key, value, headers));
    }

    private void append(Appending record) {
        if (begun == (record.writer() == Writer.SEED)) {
            throw new IllegalStateException("seeds stand before the start, everything else behind it");
        }
        log.append(record, time.milliseconds());
    }

    private void write(List<Collector.Written> all) {
        for (var written : all) {
            var topic = catalogue.get(written.topic());
            var place = written.partition();
            log.append(
                    new Appending(
                            delays.appendMs(topic, written.headers()),
                            topic,
                            place == null ? SimulatedLog.place(written.key(), topic.partitions()) : place,
                            null,
                            Writer.SERVICE,
                            topic.appendTime() ? null : written.timestampMs(),
                            written.key(),
                            written.value(),
                            written.headers()),
                    time.milliseconds());
        }
    }

    /** Delivers everything that was appended, and what comes of it, until the plane is at rest. */
    public void settle() {
        long delivered = 0;
        for (var slot = log.nextToRead(); slot != null; slot = log.nextToRead()) {
            var record = log.take(slot);
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
