package io.homeostat.simulation.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.apache.kafka.streams.processor.internals.InternalProcessorContext;
import org.apache.kafka.streams.processor.internals.RecordCollector;
import org.jspecify.annotations.Nullable;

/** Takes what one task writes: to topics in its order, and to the changelogs of its stores. */
final class Collector implements RecordCollector {

    /**
     * What a task wrote.
     *
     * @param partition null: where the key belongs
     */
    record Written(
            String topic,
            @Nullable Integer partition,
            long timestampMs,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {}

    private final Partitions partitions;
    private final @Nullable Changelog changelog;
    private List<Written> written = new ArrayList<>();

    /** How many partitions a topic has. */
    @FunctionalInterface
    interface Partitions {
        int of(String topic);
    }

    /** @param changelog null: nobody restores anything */
    Collector(Partitions partitions, @Nullable Changelog changelog) {
        this.partitions = partitions;
        this.changelog = changelog;
    }

    /** What was written since the last look, in order. */
    List<Written> take() {
        if (written.isEmpty()) {
            return List.of();
        }
        var taken = written;
        written = new ArrayList<>();
        return taken;
    }

    @Override
    public <K, V> void send(
            String topic,
            K key,
            V value,
            Headers headers,
            Integer partition,
            Long timestamp,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            String node,
            InternalProcessorContext<Void, Void> context) {
        if (changelog != null) {
            changelog.changed(
                    topic,
                    partition,
                    timestamp,
                    keySerializer.serialize(topic, key),
                    value == null ? null : valueSerializer.serialize(topic, value));
        }
    }

    @Override
    public <K, V> void send(
            String topic,
            K key,
            V value,
            Headers headers,
            Long timestamp,
            Serializer<K> keySerializer,
            Serializer<V> valueSerializer,
            String node,
            InternalProcessorContext<Void, Void> context,
            @Nullable StreamPartitioner<? super K, ? super V> partitioner) {
        Optional<Set<Integer>> placed = partitioner == null
                ? Optional.empty()
                : partitioner.partitions(topic, key, value, partitions.of(topic));
        var keyBytes = key == null ? null : keySerializer.serialize(topic, headers, key);
        var valueBytes = value == null ? null : valueSerializer.serialize(topic, headers, value);
        if (placed.isEmpty()) {
            written.add(new Written(topic, null, timestamp, keyBytes, valueBytes, headers));
        } else {
            placed.get().stream()
                    .sorted()
                    .forEach(to -> written.add(new Written(topic, to, timestamp, keyBytes, valueBytes, headers)));
        }
    }

    /** The last net's dead letters. */
    @Override
    public <K, V> void send(
            K key,
            V value,
            String node,
            InternalProcessorContext<?, ?> context,
            ProducerRecord<byte[], byte[]> serialized) {
        written.add(new Written(
                serialized.topic(),
                serialized.partition(),
                serialized.timestamp() == null ? context.currentSystemTimeMs() : serialized.timestamp(),
                serialized.key(),
                serialized.value(),
                serialized.headers()));
    }

    @Override
    public void initialize() {}

    @Override
    public void flush() {}

    @Override
    public void closeClean() {}

    @Override
    public void closeDirty() {}

    @Override
    public Map<TopicPartition, Long> offsets() {
        return Map.of();
    }
}
