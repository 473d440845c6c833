package io.homeostat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Plane;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import io.homeostat.simulation.engine.SimulatedPlane;
import io.homeostat.simulation.line.InputLine;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The whole plane in virtual time. Lines go in in the order of their times; ticks are written at whole half seconds from the
 * first line on, behind the lines of the same instant; each instant is brought to rest before the next one begins. The same
 * lines give the same records, always.
 *
 * <p>Not safe for several threads.
 */
public final class Simulation implements AutoCloseable {

    /** Distance of ticks in milliseconds (contract 7). */
    public static final long TICK_MS = 500;

    private static final byte[] TICK = {'{', '}'};

    private final Setup setup;
    private final Consumer<LoggedRecord> watcher;
    private final Services services = new Services();
    private final Hops hops = new Hops();
    private final List<InputLine> recordedSeeds = new ArrayList<>();
    private @Nullable SimulatedPlane plane;
    private long nextTickMs;
    private boolean writesTicks;

    /**
     * A simulation that begins at its first line.
     *
     * @param watcher sees every record when it is written, in the order of writing
     */
    public Simulation(Setup setup, Consumer<LoggedRecord> watcher) {
        this.setup = setup;
        this.watcher = watcher;
        this.writesTicks = setup.writesTicks();
    }

    /** Appends a line. @throws IllegalArgumentException if it is older than the last one, or a seed behind an event */
    public void accept(InputLine line) {
        if (line.seed()) {
            if (plane != null) {
                throw new IllegalArgumentException("seeds stand before the first event");
            }
            recordedSeeds.add(line);
            return;
        }
        var running = plane == null ? begin(line.timeMs()) : plane;
        if (line.timeMs() != running.nowMs()) {
            passBefore(running, line.timeMs());
            running.advanceTo(line.timeMs());
        }
        append(running, line, Writer.INPUT);
    }

    /** Lets time pass to {@code ms}, that instant included, and brings it to rest. Without any line nothing happens. */
    public void passTo(long ms) {
        if (plane != null) {
            passBefore(plane, ms + 1);
            plane.advanceTo(Math.max(ms, plane.nowMs()));
        }
    }

    /** Virtual now in milliseconds; -1 before the first line. */
    public long nowMs() {
        return plane == null ? -1 : plane.nowMs();
    }

    /** What is known of the hops of what the services will write. */
    Hops hops() {
        return hops;
    }

    /** Lets time pass until nothing is on its way any more. */
    void land() {
        while (plane != null && plane.nextArrivalMs() < Long.MAX_VALUE) {
            passTo(plane.nextArrivalMs());
        }
    }

    /** The plane, for faults; null before the first line. */
    @Nullable
    SimulatedPlane plane() {
        return plane;
    }

    /** Whether ticks are written from now on: without them the plane is blind. */
    public void writeTicks(boolean writes) {
        writesTicks = writes;
    }

    @Override
    public void close() {
        if (plane != null) {
            plane.close();
        }
    }

    private SimulatedPlane begin(long startMs) {
        var created = new SimulatedPlane(services.all(), startMs, setup.faulty(), hops);
        created.watch(watcher);
        if (recordedSeeds.stream().noneMatch(seed -> seed.topic().equals(Topics.PLANE))) {
            var provisioned = new Plane(1, "provisioned", Instant.ofEpochMilli(startMs));
            seed(created, Topics.PLANE, Plane.KEY, Json.bytes(provisioned));
        }
        recordedSeeds.forEach(seed -> append(created, seed, Writer.SEED));
        recordedSeeds.clear();
        setup.seeds().forEach(seed -> seed(created, seed.topic(), seed.key(), seed.value()));
        created.start();
        SimulatedAgent.join(created, setup.agent());
        nextTickMs = Math.ceilDiv(startMs, TICK_MS) * TICK_MS;
        plane = created;
        return created;
    }

    private static void seed(SimulatedPlane plane, TopicSpec topic, String key, byte[] value) {
        plane.append(topic, Writer.SEED, key.getBytes(UTF_8), value);
    }

    private static void append(SimulatedPlane plane, InputLine line, Writer writer) {
        plane.append(
                line.topic(),
                line.partition(),
                line.offset(),
                writer,
                line.timeMs(),
                line.seed()
                        ? plane.nowMs()
                        : line.timeMs() + line.hopMs(), // a seed may be younger than the first event
                line.key(),
                line.value(),
                line.headers());
    }

    /** Everything before {@code endMs} comes to rest, this instant first. */
    private void passBefore(SimulatedPlane running, long endMs) {
        if (nextTickMs != running.nowMs()) {
            running.settle();
        }
        for (long next = next(running); next < endMs; next = next(running)) {
            running.advanceTo(next);
            if (next == nextTickMs) {
                nextTickMs += TICK_MS;
                tick(running);
            }
            running.settle();
        }
    }

    private long next(SimulatedPlane running) {
        return Math.min(nextTickMs, running.nextArrivalMs());
    }

    /** A whole half second: the tick, and whoever listens to the wall clock hears it, too. */
    private void tick(SimulatedPlane running) {
        if (writesTicks) {
            appendTicks(running);
        }
        running.settle();
        running.punctuate();
    }

    private void appendTicks(SimulatedPlane running) {
        for (int partition = 0; partition < Topics.HEARTBEATS.partitions(); partition++) {
            appendTick(running, Topics.HEARTBEATS, partition, Ticks.key(partition));
        }
        if (services.clockTicks()) {
            for (int partition = 0; partition < Topics.CLOCK.partitions(); partition++) {
                appendTick(running, Topics.CLOCK, partition, String.valueOf(partition));
            }
        }
    }

    private static void appendTick(SimulatedPlane running, TopicSpec topic, int partition, String key) {
        running.append(topic, partition, Writer.TICKER, key.getBytes(UTF_8), TICK, new RecordHeaders());
    }
}
