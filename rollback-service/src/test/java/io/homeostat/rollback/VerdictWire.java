package io.homeostat.rollback;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.RollbackCommand;
import io.homeostat.common.streams.Placement;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.signal.SwitchSignal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

/** What surrounds the verdict application: writes its inputs as anybody may, reads what it committed. */
final class VerdictWire implements AutoCloseable {

    private final String bootstrap;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final List<Rollback> rollbacks = new ArrayList<>();
    private final List<RollbackCommand> commands = new ArrayList<>();
    private final List<SwitchSignal> signals = new ArrayList<>();

    VerdictWire(String bootstrap) {
        this.bootstrap = bootstrap;
        this.producer = new KafkaProducer<>(
                Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap, ProducerConfig.LINGER_MS_CONFIG, 0),
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

    void provision() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var _ = new TopicProvisioner(admin, TopicNames.PLAIN).createMissing(Topics.all(), (short) 1);
        }
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : List.of(Topics.ROLLBACKS, Topics.ROLLBACK_COMMANDS, Topics.SWITCH_SIGNALS)) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.add(new TopicPartition(topic.name(), partition));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    void send(TopicSpec topic, String key, String json) {
        sendTo(null, topic, key, json);
    }

    /** Where a producer with another partitioner may put it. */
    void misplace(TopicSpec topic, String key, String json) {
        sendTo((Placement.of(key, TopicSpec.PARTITIONS) + 1) % TopicSpec.PARTITIONS, topic, key, json);
    }

    private void sendTo(@Nullable Integer partition, TopicSpec topic, String key, String json) {
        var value = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try {
            var _ = producer.send(new ProducerRecord<>(topic.name(), partition, key, value))
                    .get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** One more update of the window of the last minute. */
    void rate(String service, String version, long succeeded, long failed) {
        send(
                Topics.ERROR_RATES,
                service + "|" + version,
                "{'service':'" + service + "','version':'" + version + "','windowSeconds':60,'windowStart':'"
                        + Instant.now().minusSeconds(54) + "','succeeded':" + succeeded + ",'failed':" + failed
                        + ",'verdict':'OK','id':'ert-" + succeeded + "-" + failed + "','causeId':'t'}");
    }

    List<Rollback> rollbacksOf(String service) {
        read();
        return rollbacks.stream().filter(r -> r.service().equals(service)).toList();
    }

    List<String> stepsOf(String service) {
        return rollbacksOf(service).stream()
                .filter(record -> record.type() != Rollback.Type.CHECK)
                .map(record -> record.type() + " " + record.status() + " " + record.reason())
                .toList();
    }

    List<RollbackCommand> commandsOf(String service) {
        read();
        return commands.stream().filter(c -> c.service().equals(service)).toList();
    }

    List<SwitchSignal> signalsOf(String service) {
        read();
        return signals.stream()
                .filter(s -> s.kind() == SwitchSignal.Kind.ESCALATION && service.equals(s.service()))
                .toList();
    }

    private void read() {
        for (var record : consumer.poll(Duration.ofMillis(20))) {
            if (record.topic().equals(Topics.ROLLBACKS.name())) {
                rollbacks.add(Json.readState(record.value(), Rollback.class));
            } else if (record.topic().equals(Topics.ROLLBACK_COMMANDS.name())) {
                commands.add(Json.readState(record.value(), RollbackCommand.class));
            } else if (SwitchSignal.parse(record.key(), record.value())
                    instanceof Parsed.Valid<SwitchSignal>(var signal)) {
                signals.add(signal);
            }
        }
    }

    @Override
    public void close() {
        producer.close();
        consumer.close();
    }
}
