package io.homeostat.restart;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.streams.Placement;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
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

    private final String bootstrap;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Restart> restarts = new ArrayList<>();
    private final List<RestartCommand> commands = new ArrayList<>();
    private final List<AuditRecord> audits = new ArrayList<>();
    private final Map<String, Long> reportedMs = new HashMap<>();
    private final Map<String, Long> latencies = new HashMap<>();

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
            var _ = new TopicProvisioner(admin, TopicNames.PLAIN).createMissing(Topics.all(), (short) 1);
        }
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : List.of(Topics.RESTARTS, Topics.RESTART_COMMANDS, Topics.AUDIT)) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.add(new TopicPartition(topic.name(), partition));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    int partitionOf(String worker) {
        return Placement.of(worker, TopicSpec.PARTITIONS);
    }

    void send(TopicSpec topic, String key, String value) {
        sendTo(null, topic, key, value);
    }

    void sendTo(@Nullable Integer partition, TopicSpec topic, String key, String value) {
        var record = new ProducerRecord<>(topic.name(), partition, key, value.getBytes(StandardCharsets.UTF_8));
        try {
            var sent = producer.send(record).get();
            reportedMs.putIfAbsent(key, sent.timestamp());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Restart> restartsOf(String worker) {
        read();
        return restarts.stream().filter(r -> r.workerId().equals(worker)).toList();
    }

    List<RestartCommand> commandsOf(String worker) {
        read();
        return commands.stream().filter(c -> c.workerId().equals(worker)).toList();
    }

    List<AuditRecord> answersTo(String commandId) {
        read();
        return audits.stream().filter(a -> a.causeId().equals(commandId)).toList();
    }

    /** Milliseconds from the report of each worker to the sight of its first command. */
    Map<String, Long> latencies() {
        return latencies;
    }

    private void read() {
        for (var record : consumer.poll(Duration.ofMillis(20))) {
            if (record.topic().equals(Topics.RESTARTS.name())) {
                restarts.add(Json.readState(record.value(), Restart.class));
            } else if (record.topic().equals(Topics.AUDIT.name())) {
                audits.add(Json.readState(record.value(), AuditRecord.class));
            } else {
                commands.add(Json.readState(record.value(), RestartCommand.class));
                var reported = Objects.requireNonNullElse(reportedMs.get(record.key()), 0L);
                latencies.putIfAbsent(record.key(), System.currentTimeMillis() - reported);
            }
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
