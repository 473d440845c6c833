package io.homeostat.heartbeat;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** Plain clients of a test: what anybody outside sees and can do. */
final class Wire implements AutoCloseable {

    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;

    Wire(String bootstrapServers) {
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers, "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
        consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    void send(TopicSpec topic, String key, String json) {
        send(topic, null, key, json);
    }

    void send(TopicSpec topic, @Nullable Integer partition, String key, String json) {
        try {
            producer.send(new ProducerRecord<>(topic.name(), partition, key, json.getBytes(UTF_8)))
                    .get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** The last value under a key. */
    <T> T last(TopicSpec topic, String key, Class<T> type) {
        return find(topic, key, type).orElseThrow(() -> new AssertionError(topic.name() + " has no " + key));
    }

    <T> Optional<T> find(TopicSpec topic, String key, Class<T> type) {
        return all(topic).stream()
                .filter(record -> key.equals(record.key()))
                .map(ConsumerRecord::value)
                .filter(Objects::nonNull)
                .reduce((_, second) -> second)
                .map(bytes -> Json.readState(bytes, type));
    }

    long count(TopicSpec topic, String key) {
        return all(topic).stream().filter(record -> key.equals(record.key())).count();
    }

    /** Every committed record of a topic, up to its present end. */
    List<ConsumerRecord<String, byte[]>> all(TopicSpec topic) {
        var partitions = IntStream.range(0, topic.partitions())
                .mapToObj(partition -> new TopicPartition(topic.name(), partition))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        var ends = consumer.endOffsets(partitions);
        var all = new ArrayList<ConsumerRecord<String, byte[]>>();
        while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
            consumer.poll(Duration.ofMillis(200)).forEach(all::add);
        }
        return all;
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
