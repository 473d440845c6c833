package io.homeostat.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.TopicReader;
import io.homeostat.common.contract.Json;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.TopicSpec.Kind;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.line.HopLine;
import io.homeostat.simulation.line.InputLine;
import io.homeostat.simulation.line.OutputLine;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a span out of a real plane: its inputs as {@code simulate} reads them, and beside them what was decided then. What
 * the global tables held when the plane began to tick, or at the beginning of the span, goes ahead as seeds
 * (docs/decisions/0024-a-recording-is-simulated.md).
 */
public final class Recorder {

    /** Views that the services have read whole before they begin. */
    private static final List<TopicSpec> TABLES = List.of(Topics.PLANE, Topics.POLICIES, Topics.COMPONENTS);

    private static final List<TopicSpec> PUBLIC =
            Topics.all().stream().filter(topic -> topic.kind() != Kind.INTERNAL).toList();

    /** From the last input to the last decision that it leads to. */
    private static final Duration HOPS = Duration.ofSeconds(3);

    private final KafkaAccess access;
    private final OutputStream inputs;
    private final OutputStream decisions;
    private long written;
    private long decided;
    private long seeds;
    private long lastMs;
    private long movedMs;
    private Set<Long> ownBlindness = Set.of();

    /**
     * A recorder of one plane.
     *
     * @param inputs gets the lines of what {@code simulate} reads
     * @param decisions gets the lines of what the services wrote in the span
     */
    public Recorder(KafkaAccess access, OutputStream inputs, OutputStream decisions) {
        this.access = access;
        this.inputs = inputs;
        this.decisions = decisions;
    }

    /**
     * What was recorded.
     *
     * @param missing what the plane knew and the recording does not, in sentences; empty: nothing
     * @param movedMs by how much the most disordered line had to be moved to keep the order of times; 0: none was
     */
    public record Report(
            Instant from, Instant to, long seeds, long inputs, long decisions, List<String> missing, long movedMs) {}

    /**
     * Records.
     *
     * @param from no event is older; null: from the first tick of an empty plane on
     * @param to no event is younger, and not in the future
     * @throws CommandFailure if the plane did not tick in the span, or its broker does not answer
     */
    public Report record(@Nullable Instant from, Instant to) throws InterruptedException {
        awaitHops(to);
        var firstTick = firstTick(from);
        if (firstTick == null || firstTick.isAfter(to)) {
            throw new CommandFailure("the plane did not tick in this span: there is nothing to be decided anew");
        }
        var begin = from == null ? firstTick : from;
        var cut = new Cut(begin, to, missing(from));
        write(inputs, cut.line("inputs"));
        write(decisions, cut.line("decisions"));
        seed(begin, from != null);
        ownBlindness = ownBlindness(from);
        new MergedTopics(access).read(PUBLIC, from, (topic, record) -> {
            if (record.timestamp() <= to.toEpochMilli()) {
                take(topic, record, begin);
            }
            return true;
        });
        return new Report(begin, to, seeds, written, decided, cut.missing(), movedMs);
    }

    private Set<Long> ownBlindness(@Nullable Instant from) {
        var own = new OwnBlindness();
        new MergedTopics(access).read(List.of(Topics.FLEET_GROUPS), from, (_, record) -> {
            own.take(record.offset(), record.value());
            return true;
        });
        return own.offsets();
    }

    /** What follows from the last input is written a few hops later. */
    private static void awaitHops(Instant to) throws InterruptedException {
        long left = Duration.between(Instant.now(), to.plus(HOPS)).toMillis();
        if (left > HOPS.toMillis()) {
            throw new CommandFailure("--to lies in the future");
        }
        if (left > 0) {
            Thread.sleep(left);
        }
    }

    private @Nullable Instant firstTick(@Nullable Instant from) {
        var found = new ArrayList<Instant>();
        new MergedTopics(access).read(List.of(Topics.HEARTBEATS), from, (_, record) -> {
            if (Ticks.isTick(TopicReader.text(record.key()))) {
                found.add(Instant.ofEpochMilli(record.timestamp()));
            }
            return found.isEmpty();
        });
        return found.isEmpty() ? null : found.getFirst();
    }

    private List<String> missing(@Nullable Instant from) {
        var missing = new ArrayList<String>();
        if (from != null) {
            missing.add("what the services knew at " + Json.instant(from)
                    + ": the simulation begins with policies, components and generation of that moment, and with"
                    + " empty stores");
        }
        var cut = new TreeSet<String>();
        new MergedTopics(access).read(PUBLIC, Instant.now(), (_, _) -> false).forEach((partition, offset) -> {
            if (from == null && !compacted(partition.topic())) {
                cut.add(partition + " before offset " + offset);
            }
        });
        if (!cut.isEmpty()) {
            missing.add("what retention has removed: " + String.join(", ", cut));
        }
        return missing;
    }

    private boolean compacted(String name) {
        return PUBLIC.stream()
                .anyMatch(topic ->
                        topic.kind().isCompacted() && access.topics().of(topic).equals(name));
    }

    /** @param lastOnly the last value of each key; else all of them in their order, as they are judged when they are read */
    private void seed(Instant begin, boolean lastOnly) {
        var last = new LinkedHashMap<String, InputLine>();
        new MergedTopics(access).read(TABLES, null, (topic, record) -> {
            if (record.timestamp() < begin.toEpochMilli()) {
                var line = line(topic, record, record.timestamp(), true);
                if (!lastOnly) {
                    seed(line);
                } else if (record.value() == null) {
                    last.remove(name(topic, record));
                } else {
                    last.put(name(topic, record), line);
                }
            }
            return true;
        });
        last.values().forEach(this::seed);
    }

    private static String name(TopicSpec topic, ConsumerRecord<byte[], byte[]> record) {
        return topic.name() + '/' + TopicReader.text(record.key());
    }

    private void seed(InputLine line) {
        write(inputs, OutputLine.bytes(line));
        seeds++;
    }

    private void take(TopicSpec topic, ConsumerRecord<byte[], byte[]> record, Instant begin) {
        boolean seeded = TABLES.contains(topic) && record.timestamp() < begin.toEpochMilli();
        switch (Share.of(topic, record.headers())) {
            case NEITHER -> {}
            case DECISION -> {
                var hopMs = HopTime.of(topic, record.timestamp(), record.headers());
                if (topic.equals(Topics.FLEET_GROUPS) && ownBlindness.contains(record.offset())) {
                    input(topic, record, hopMs == null ? 0 : hopMs);
                } else {
                    write(decisions, OutputLine.bytes(line(topic, record, record.timestamp(), false)));
                    decided++;
                    hop(topic, record, hopMs);
                }
            }
            case INPUT -> {
                if (!seeded) {
                    input(topic, record, 0);
                }
            }
        }
    }

    private void input(TopicSpec topic, ConsumerRecord<byte[], byte[]> record, long hopMs) {
        movedMs = Math.max(movedMs, lastMs - record.timestamp());
        lastMs = Math.max(lastMs, record.timestamp());
        var line = line(topic, record, lastMs, false);
        write(inputs, OutputLine.bytes(hopMs == 0 ? line : line.after(hopMs)));
        written++;
    }

    private void hop(TopicSpec topic, ConsumerRecord<byte[], byte[]> record, @Nullable Long hopMs) {
        var id = record.headers().lastHeader("ce_id");
        if (hopMs != null && id != null && id.value() != null) {
            lastMs = Math.max(lastMs, record.timestamp());
            write(inputs, OutputLine.bytes(new HopLine(lastMs, topic, new String(id.value(), UTF_8), hopMs)));
        }
    }

    private static InputLine line(TopicSpec topic, ConsumerRecord<byte[], byte[]> record, long timeMs, boolean seed) {
        return new InputLine(
                Math.max(0, timeMs),
                seed,
                topic,
                record.partition(),
                record.offset(),
                record.key(),
                record.value(),
                record.headers(),
                0);
    }

    private static void write(OutputStream out, byte[] line) {
        try {
            out.write(line);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write: " + e.getMessage(), e);
        }
    }
}
