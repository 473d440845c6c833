package io.homeostat.client;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Kill switch and flags behind Kafka's own simulated consumers. */
final class SimulatedTopics {

    static final TopicPartition SWITCH = new TopicPartition("blue.kill-switch", 0);
    static final TopicPartition FLAGS = new TopicPartition("blue.flags", 0);

    final List<MockConsumer<byte[], byte[]>> consumers = new ArrayList<>();

    /** Where the topics end for consumers that are made from now on. */
    final Map<TopicPartition, Long> ends = new HashMap<>(Map.of(SWITCH, 0L, FLAGS, 0L));

    /** The first record of each topic; absent: it is empty. */
    final Map<TopicPartition, OffsetAndTimestamp> firsts = new HashMap<>();

    /** How many partitions each topic has. */
    int partitions = 1;

    /** Why no consumer can be made. */
    @Nullable
    RuntimeException refusal;

    MockConsumer<byte[], byte[]> consumer() {
        return consumers.getLast();
    }

    Consumer<byte[], byte[]> connect() {
        if (refusal != null) {
            throw refusal;
        }
        var made = new MockConsumer<byte[], byte[]>("none") {
            @Override // the one thing that Kafka's own does not simulate
            public Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(
                    Map<TopicPartition, Long> times, Duration patience) {
                var found = new HashMap<TopicPartition, OffsetAndTimestamp>();
                times.keySet().forEach(partition -> found.put(partition, firsts.get(partition)));
                return found;
            }
        };
        for (var partition : List.of(SWITCH, FLAGS)) {
            var infos = new ArrayList<PartitionInfo>();
            for (int i = 0; i < partitions; i++) {
                infos.add(new PartitionInfo(partition.topic(), i, null, null, null));
            }
            made.updatePartitions(partition.topic(), infos);
        }
        made.updateBeginningOffsets(Map.of(SWITCH, 0L, FLAGS, 0L));
        made.updateEndOffsets(ends);
        consumers.add(made);
        return made;
    }

    void killSwitch(long offset, String key, String value) {
        add(SWITCH, offset, key, value);
    }

    void flag(long offset, String key, String value) {
        add(FLAGS, offset, key, value);
    }

    private void add(TopicPartition partition, long offset, String key, String value) {
        consumer()
                .addRecord(new ConsumerRecord<>(
                        partition.topic(),
                        partition.partition(),
                        offset,
                        key.getBytes(StandardCharsets.UTF_8),
                        value.getBytes(StandardCharsets.UTF_8)));
    }
}
