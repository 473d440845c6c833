package io.homeostat.rollback;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.FlagValue;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.contract.Parsed;
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

/** An operator at the switch and the policies: asks as anybody may, reads what was committed. */
final class ControlWire implements AutoCloseable {

    private final String bootstrap;
    private final KafkaProducer<String, byte[]> producer;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<String, String> answers = new HashMap<>();
    private final Map<String, FlagValue> flags = new HashMap<>();
    private final Map<String, KillSwitch> switches = new HashMap<>();
    private int letters;
    private int asked;

    ControlWire(String bootstrap) {
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
                        "earliest"),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }

    void provision() {
        try (var admin = Admin.create(Map.of("bootstrap.servers", bootstrap))) {
            var _ = new TopicProvisioner(admin, TopicNames.PLAIN).createMissing(Topics.all(), (short) 1);
        }
        var partitions = new ArrayList<TopicPartition>();
        for (var topic : List.of(Topics.AUDIT, Topics.FLAGS, Topics.KILL_SWITCH, Topics.DEAD_LETTERS)) {
            for (int partition = 0; partition < topic.partitions(); partition++) {
                partitions.add(new TopicPartition(topic.name(), partition));
            }
        }
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** A number that was not asked for before. */
    int next() {
        return ++asked;
    }

    /** An operator's command; returns what the answer names as its cause. */
    String command(String type, String subject, String arguments) {
        var id = "c-" + next();
        send(
                Topics.OPERATOR_COMMANDS,
                subject,
                "{'commandId':'" + id + "','type':'" + type + "','subject':'" + subject
                        + "','actor':'alice','reason':'because','arguments':" + arguments + "}");
        return id;
    }

    /** A request for a policy; returns what the answer names as its cause. */
    String request(String name, String policy) {
        return send(
                Topics.POLICY_REQUESTS,
                name,
                "{'name':'" + name + "','actor':'alice','reason':'because','policy':" + policy + "}");
    }

    /** Writes anything; returns the coordinates of the record. */
    String send(TopicSpec topic, String key, String json) {
        var value = json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
        try {
            var at = producer.send(new ProducerRecord<>(topic.name(), key, value))
                    .get();
            return topic.name() + '/' + at.partition() + '/' + at.offset();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The only answer, as {@code decision reason}; null: none yet. */
    @Nullable
    String answer(String causeId) {
        read();
        return answers.get(causeId);
    }

    /** Stored values by name. */
    Map<String, String> flags() {
        read();
        var values = new HashMap<String, String>();
        flags.forEach((name, record) -> values.put(name, record.value().toString()));
        return values;
    }

    /** What a reader makes of a flag. */
    String readAs(String flag) {
        read();
        var record = flags.get(flag);
        if (record == null) {
            throw new AssertionError("no flag " + flag);
        }
        return (isOn(KillSwitch.GLOBAL) ? record.safeDefault() : record.value()).toString();
    }

    boolean isOn(String scope) {
        read();
        var record = switches.get(scope);
        return record != null && record.disableNew();
    }

    int deadLetters() {
        read();
        return letters;
    }

    private void read() {
        for (var record : consumer.poll(Duration.ofMillis(20))) {
            if (record.topic().equals(Topics.AUDIT.name())) {
                answered(Json.readState(record.value(), AuditRecord.class));
            } else if (record.topic().equals(Topics.DEAD_LETTERS.name())) {
                letters++;
            } else if (record.topic().equals(Topics.FLAGS.name())) {
                flags.put(record.key(), valid(FlagValue.parse(record.key(), record.value()), record));
            } else {
                switches.put(record.key(), valid(KillSwitch.parse(record.key(), record.value()), record));
            }
        }
    }

    private void answered(AuditRecord audit) {
        var said = audit.decision() + ' ' + audit.reason();
        if (audit.actor().equals("alice") && !audit.action().equals("KILL_SWITCH")) {
            answers.merge(audit.causeId(), said, (first, second) -> first + ", then " + second);
        }
    }

    private static <T> T valid(Parsed<T> parsed, ConsumerRecord<?, ?> record) {
        return switch (parsed) {
            case Parsed.Valid<T>(var value) -> value;
            case Parsed.Rejected<T> rejected -> throw new AssertionError(record.key() + ": " + rejected.message());
        };
    }

    @Override
    public void close() {
        producer.close(Duration.ofSeconds(5));
        consumer.close();
    }
}
