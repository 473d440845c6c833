package io.homeostat.cli;

import io.homeostat.common.topics.TopicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Reads topics from their start to what is committed now. */
public final class TopicReader {

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STALL = Duration.ofSeconds(15);

    private final KafkaAccess access;

    public TopicReader(KafkaAccess access) {
        this.access = access;
    }

    /**
     * Hands every committed record of the topics to {@code each}, a partition's records in their order.
     *
     * @throws CommandFailure if the broker does not answer or a topic is missing
     */
    public void readAll(Collection<TopicSpec> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        readSince(null, topics, each);
    }

    /**
     * As {@link #readAll}, but begins with the first record of each partition whose timestamp is not before {@code since}.
     *
     * @param since null: the start
     */
    public void readSince(
            @Nullable Instant since, Collection<TopicSpec> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (var consumer = access.consumer()) {
            var partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            if (since != null) {
                seek(consumer, partitions, since);
            }
            drain(consumer, consumer.endOffsets(partitions), each);
        } catch (KafkaException e) {
            throw unanswered(e);
        }
    }

    /**
     * As {@link #readAll}, but of each topic its newest records only, the same number of each partition.
     *
     * @param max of a topic, at least 1
     * @return by topic, without the plane's prefix, how many older ones there are at most; topics without any are absent
     */
    public Map<String, Long> readNewest(
            int max, Collection<TopicSpec> topics, Consumer<ConsumerRecord<byte[], byte[]>> each) {
        try (var consumer = access.consumer()) {
            var partitions = partitions(consumer, topics);
            consumer.assign(partitions);
            var beginnings = consumer.beginningOffsets(partitions);
            var ends = consumer.endOffsets(partitions);
            var starts = newest(max, beginnings, ends);
            starts.forEach(consumer::seek);
            drain(consumer, ends, each);
            var older = new TreeMap<String, Long>();
            starts.forEach((partition, start) -> {
                long left = start - beginnings.getOrDefault(partition, 0L);
                if (left > 0) {
                    older.merge(access.topics().plain(partition.topic()), left, Long::sum);
                }
            });
            return older;
        } catch (KafkaException e) {
            throw unanswered(e);
        }
    }

    /** Where to begin, so that no topic has more than {@code max} records from there on, but each partition one. */
    static Map<TopicPartition, Long> newest(
            int max, Map<TopicPartition, Long> beginnings, Map<TopicPartition, Long> ends) {
        var partitions =
                ends.keySet().stream().collect(Collectors.groupingBy(TopicPartition::topic, Collectors.counting()));
        var starts = new HashMap<TopicPartition, Long>();
        ends.forEach((partition, end) -> {
            long share = Math.max(1, max / partitions.getOrDefault(partition.topic(), 1L));
            starts.put(partition, Math.max(beginnings.getOrDefault(partition, 0L), end - share));
        });
        return starts;
    }

    private void drain(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> ends,
            Consumer<ConsumerRecord<byte[], byte[]>> each) {
        long deadline = System.nanoTime() + STALL.toNanos();
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            var polled = consumer.poll(POLL);
            deadline = polled.isEmpty() ? deadline : System.nanoTime() + STALL.toNanos();
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("the broker at " + access.bootstrapServers()
                        + " stopped answering: no record for " + STALL.toSeconds() + " s");
            }
            for (var record : polled) {
                var end = ends.getOrDefault(new TopicPartition(record.topic(), record.partition()), 0L);
                if (record.offset() < end) {
                    each.accept(record);
                }
            }
        }
    }

    private CommandFailure unanswered(KafkaException e) {
        return new CommandFailure(
                "no answer from the broker at " + access.bootstrapServers() + ": " + e.getMessage(), e);
    }

    /** The last value of each key of a compacted topic; removed keys are absent. */
    public Map<String, byte[]> view(TopicSpec topic) {
        var last = new LinkedHashMap<String, byte[]>();
        readAll(List.of(topic), record -> {
            var key = text(record.key());
            if (record.value() == null) {
                last.remove(key);
            } else {
                last.put(key, record.value());
            }
        });
        return last;
    }

    /** Puts each partition at its first record that is not older than {@code since}; at its end where there is none. */
    public static void seek(
            KafkaConsumer<byte[], byte[]> consumer, Collection<TopicPartition> partitions, Instant since) {
        var times = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> times.put(partition, since.toEpochMilli()));
        consumer.offsetsForTimes(times).forEach((partition, found) -> {
            if (found == null) {
                consumer.seekToEnd(List.of(partition));
            } else {
                consumer.seek(partition, found.offset());
            }
        });
    }

    /**
     * All partitions of the topics.
     *
     * @throws CommandFailure where one is missing
     */
    public List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer, Collection<TopicSpec> topics) {
        var all = new ArrayList<TopicPartition>();
        for (var topic : topics) {
            var name = access.topics().of(topic);
            var infos = consumer.partitionsFor(name);
            if (infos == null || infos.isEmpty()) {
                throw new CommandFailure("topic " + name + " is missing: run 'homeostat topics --create'");
            }
            infos.forEach(info -> all.add(new TopicPartition(name, info.partition())));
        }
        return all;
    }

    /** A key as text; empty for none. */
    public static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, java.nio.charset.StandardCharsets.UTF_8);
    }
}
