package io.homeostat.cli.record;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.KafkaAccess;
import io.homeostat.cli.TopicReader;
import io.homeostat.common.topics.TopicSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * Reads topics as one stream in the order of the records' times; a partition's records stay in their order. Of each
 * partition only a few records are in memory, however long it is.
 */
final class MergedTopics {

    private static final int AHEAD_MAX = 2_000;
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration STALL = Duration.ofSeconds(15);

    private final KafkaAccess access;

    MergedTopics(KafkaAccess access) {
        this.access = access;
    }

    /** Takes records of a topic. */
    @FunctionalInterface
    interface Reader {

        /** The next record. @return false: enough, nothing more is read */
        boolean take(TopicSpec topic, ConsumerRecord<byte[], byte[]> record);
    }

    /**
     * Hands on every record that is committed now.
     *
     * @param topics of equal times the earlier one of these comes first
     * @param since each partition begins with its first record that is not older; null: at its start
     * @return the partitions of which the start is no longer there, with the first offset that is
     * @throws CommandFailure if the broker does not answer or a topic is missing
     */
    Map<TopicPartition, Long> read(Collection<TopicSpec> topics, @Nullable Instant since, Reader reader) {
        try (var consumer = access.consumer()) {
            var lanes = lanes(consumer, topics);
            consumer.assign(lanes.keySet());
            var beginnings = consumer.beginningOffsets(lanes.keySet());
            consumer.seekToBeginning(lanes.keySet());
            if (since != null) {
                TopicReader.seek(consumer, lanes.keySet(), since);
            }
            new Merge(consumer, lanes).run(reader);
            beginnings.values().removeIf(offset -> offset == 0);
            return beginnings;
        } catch (KafkaException e) {
            throw new CommandFailure(
                    "no answer from the broker at " + access.bootstrapServers() + ": " + e.getMessage(), e);
        }
    }

    private Map<TopicPartition, Lane> lanes(KafkaConsumer<byte[], byte[]> consumer, Collection<TopicSpec> topics) {
        var lanes = new LinkedHashMap<TopicPartition, Lane>();
        var reader = new TopicReader(access);
        for (var topic : topics) {
            for (var partition : reader.partitions(consumer, List.of(topic))) {
                lanes.put(partition, new Lane(topic, lanes.size()));
            }
        }
        var ends = consumer.endOffsets(lanes.keySet());
        lanes.forEach((partition, lane) -> lane.end = ends.getOrDefault(partition, 0L));
        return lanes;
    }

    /** One partition, and what was read of it ahead of the others. */
    private static final class Lane {
        private final TopicSpec topic;
        private final int rank;
        private final ArrayDeque<ConsumerRecord<byte[], byte[]>> ahead = new ArrayDeque<>();
        private long end;

        Lane(TopicSpec topic, int rank) {
            this.topic = topic;
            this.rank = rank;
        }

        long timeMs() {
            return ahead.getFirst().timestamp();
        }

        int rank() {
            return rank;
        }
    }

    private final class Merge {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final Map<TopicPartition, Lane> lanes;
        private final PriorityQueue<Lane> heads =
                new PriorityQueue<>(Comparator.comparingLong(Lane::timeMs).thenComparingInt(Lane::rank));
        private final Map<TopicPartition, Lane> hungry;
        private long deadline = System.nanoTime() + STALL.toNanos();

        Merge(KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Lane> lanes) {
            this.consumer = consumer;
            this.lanes = lanes;
            this.hungry = new HashMap<>(lanes);
        }

        /** The oldest head may go once every partition that has not ended shows its own. */
        void run(Reader reader) {
            while (true) {
                deadline = System.nanoTime() + STALL.toNanos();
                while (!hungry.isEmpty() && !feed()) {
                    poll();
                }
                var oldest = heads.poll();
                if (oldest == null) {
                    return;
                }
                var record = oldest.ahead.removeFirst();
                if (!reader.take(oldest.topic, record)) {
                    return;
                }
                if (oldest.ahead.isEmpty()) {
                    hungry.put(new TopicPartition(record.topic(), record.partition()), oldest);
                } else {
                    heads.add(oldest);
                }
            }
        }

        /** True if nobody waits for a record any more. */
        private boolean feed() {
            hungry.entrySet().removeIf(entry -> {
                var lane = entry.getValue();
                if (!lane.ahead.isEmpty()) {
                    heads.add(lane);
                    return true;
                }
                return consumer.position(entry.getKey()) >= lane.end;
            });
            return hungry.isEmpty();
        }

        private void poll() {
            var full = new ArrayList<TopicPartition>();
            var wanted = new ArrayList<TopicPartition>();
            lanes.forEach((partition, lane) -> (lane.ahead.size() >= AHEAD_MAX ? full : wanted).add(partition));
            consumer.pause(full);
            consumer.resume(wanted);
            var polled = consumer.poll(POLL);
            deadline = polled.isEmpty() ? deadline : System.nanoTime() + STALL.toNanos();
            if (System.nanoTime() > deadline) {
                throw new CommandFailure("the broker at " + access.bootstrapServers()
                        + " stopped answering: no record for " + STALL.toSeconds() + " s");
            }
            for (var record : polled) {
                var lane = lanes.get(new TopicPartition(record.topic(), record.partition()));
                if (lane != null && record.offset() < lane.end) {
                    lane.ahead.addLast(record);
                }
            }
        }
    }
}
