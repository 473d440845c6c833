package io.homeostat.autofix;

import io.homeostat.autofix.topology.AutofixTopology;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.RestartRequest;
import io.homeostat.common.streams.Placement;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    private static final List<TopicSpec> READ =
            List.of(Topics.FIXES, Topics.FIX_COMMANDS, Topics.RESTART_REQUESTS, Topics.FIX_ADMISSION);

    private final String bootstrap;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Fix> fixes = new ArrayList<>();
    private final List<FixCommand> commands = new ArrayList<>();
    private final List<String> restartRequestIds = new ArrayList<>();
    private final Set<String> admissionTicks = new HashSet<>();

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
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    static Wire to(String bootstrap) {
        return new Wire(bootstrap);
    }

    void provision() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var _ = new TopicProvisioner(admin, TopicNames.PLAIN).createMissing(AutofixTopology.topics(), (short) 1);
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

    int partitionOf(String key) {
        return Placement.of(key, TopicSpec.PARTITIONS);
    }

    void send(TopicSpec topic, String key, String value) {
        sendTo(null, topic, key, value);
    }

    void sendTo(@Nullable Integer partition, TopicSpec topic, String key, String value) {
        send(new ProducerRecord<>(topic.name(), partition, key, value.getBytes(StandardCharsets.UTF_8)));
    }

    void tombstone(TopicSpec topic, String key) {
        send(new ProducerRecord<String, byte[]>(topic.name(), key, null));
    }

    private void send(ProducerRecord<String, byte[]> record) {
        try {
            var _ = producer.send(record).get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    List<Fix> fixes() {
        read();
        return List.copyOf(fixes);
    }

    List<FixCommand> commands() {
        read();
        return List.copyOf(commands);
    }

    List<String> restartRequestIds() {
        read();
        return List.copyOf(restartRequestIds);
    }

    Set<String> admissionTicks() {
        read();
        return Set.copyOf(admissionTicks);
    }

    private void read() {
        for (var record : consumer.poll(Duration.ofMillis(20))) {
            if (record.topic().equals(Topics.FIX_ADMISSION.name())) {
                if (record.key().startsWith(Ticks.KEY_PREFIX)) {
                    admissionTicks.add(record.key());
                }
            } else if (record.topic().equals(Topics.FIXES.name())) {
                fixes.add(Json.readState(record.value(), Fix.class));
            } else if (record.topic().equals(Topics.FIX_COMMANDS.name())) {
                commands.add(Json.readState(record.value(), FixCommand.class));
            } else {
                restartRequestIds.add(
                        Json.readState(record.value(), RestartRequest.class).requestId());
            }
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
