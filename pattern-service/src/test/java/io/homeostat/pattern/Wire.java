package io.homeostat.pattern;

import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.pattern.topology.PatternTopology;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/** What surrounds the service: writes its inputs, reads its outputs as everybody does, committed ones only. */
final class Wire implements AutoCloseable {

    private static final List<TopicSpec> READ =
            List.of(Topics.ERROR_RATES, Topics.FAILURE_PATTERNS, Topics.INCIDENTS, Topics.AUDIT, Topics.DEAD_LETTERS);

    private final String bootstrap;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<ConsumerRecord<String, byte[]>> seen = new ArrayList<>();

    private Wire(String bootstrap) {
        this.bootstrap = bootstrap;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap),
                new StringSerializer(),
                new ByteArraySerializer());
        this.consumer = new KafkaConsumer<>(
                Map.of(
                        ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrap,
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        10),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    static Wire to(String bootstrap) {
        return new Wire(bootstrap);
    }

    void provision() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var _ = new TopicProvisioner(admin, TopicNames.PLAIN).createMissing(PatternTopology.topics(), (short) 1);
        }
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : READ) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.add(new TopicPartition(topic.name(), partition));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    void send(TopicSpec topic, String key, String value) {
        sendTo(null, topic, key, value);
    }

    void sendTo(@Nullable Integer partition, TopicSpec topic, String key, String value) {
        var bytes = value.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try {
            producer.send(new ProducerRecord<>(topic.name(), partition, key, bytes))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every committed record of a topic so far. */
    <T> List<T> all(TopicSpec topic, Class<T> type) {
        for (var records = consumer.poll(Duration.ofMillis(50));
                !records.isEmpty();
                records = consumer.poll(Duration.ofMillis(50))) {
            records.forEach(seen::add);
        }
        return seen.stream()
                .filter(record -> record.topic().equals(topic.name()))
                .map(record -> Json.readState(record.value(), type))
                .toList();
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
