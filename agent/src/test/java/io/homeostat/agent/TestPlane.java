package io.homeostat.agent;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import io.homeostat.broker.EmbeddedBroker;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Plane;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.streams.Ticker;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
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

/** A plane without its services: a broker, the topics, ticks, and a hand that writes and reads what it likes. */
final class TestPlane implements AutoCloseable {

    static final Duration PATIENCE = Duration.ofSeconds(40);

    final EmbeddedBroker broker;
    private final Ticker ticker;
    private final KafkaProducer<String, byte[]> producer;

    private TestPlane(EmbeddedBroker broker) {
        this.broker = broker;
        this.producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "linger.ms", 0),
                new StringSerializer(),
                new ByteArraySerializer());
        var settings = new StreamsSettings(
                broker.bootstrapServers(), "test", TopicNames.PLAIN, Path.of("unused"), null, 50, 1, Map.of());
        this.ticker = new Ticker(settings, List.of(Topics.CLOCK), 100);
    }

    static TestPlane start(Path directory) {
        return on(EmbeddedBroker.startTemporary(directory));
    }

    static TestPlane on(EmbeddedBroker broker) {
        var plane = new TestPlane(broker);
        try (var admin = Admin.create(Map.of("bootstrap.servers", plane.broker.bootstrapServers()))) {
            new TopicProvisioner(admin, TopicNames.PLAIN).createMissing(Topics.all(), (short) -1);
        }
        plane.write(Topics.PLANE, Plane.KEY, Json.text(new Plane(1, "test", Instant.EPOCH)));
        plane.ticker.start();
        return plane;
    }

    /** Writes a record and returns the broker's time of it. */
    Instant write(TopicSpec topic, String key, @Nullable String json) {
        try {
            var value = json == null ? null : json.getBytes(StandardCharsets.UTF_8);
            var written = producer.send(new ProducerRecord<>(topic.name(), key, value))
                    .get(30, SECONDS);
            return Instant.ofEpochMilli(written.timestamp());
        } catch (Exception e) {
            throw new AssertionError("cannot write to " + topic.name(), e);
        }
    }

    /** Everything in a topic, oldest first within a partition. */
    List<ConsumerRecord<String, byte[]>> read(TopicSpec topic) {
        var partitions = IntStream.range(0, topic.partitions())
                .mapToObj(i -> new TopicPartition(topic.name(), i))
                .toList();
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers(), "enable.auto.commit", false),
                new StringDeserializer(),
                new ByteArrayDeserializer())) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            var records = new ArrayList<ConsumerRecord<String, byte[]>>();
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.getOrDefault(p, 0L))) {
                consumer.poll(Duration.ofMillis(100)).forEach(records::add);
            }
            return records;
        }
    }

    List<CommandResult> results(String commandId) {
        return results(Topics.RESTART_RESULTS, commandId);
    }

    List<CommandResult> results(TopicSpec topic, String commandId) {
        return read(topic).stream()
                .map(r -> valid(CommandResult.parse(r.key(), r.value())))
                .filter(r -> r.commandId().equals(commandId))
                .toList();
    }

    /** The final results of a command, at least so many. */
    List<CommandResult> outcomes(String commandId, int atLeast) {
        return await("results of " + commandId)
                .atMost(PATIENCE)
                .until(
                        () -> results(commandId).stream()
                                .filter(r -> r.status() != CommandResult.Status.ACCEPTED)
                                .toList(),
                        outcomes -> outcomes.size() >= atLeast);
    }

    /** The first final result of a command in a topic. */
    CommandResult outcome(TopicSpec topic, String commandId) {
        return await("result of " + commandId)
                .atMost(PATIENCE)
                .until(
                        () -> results(topic, commandId).stream()
                                .filter(r -> r.status() != CommandResult.Status.ACCEPTED)
                                .toList(),
                        outcomes -> !outcomes.isEmpty())
                .getFirst();
    }

    /** The newest record of a component. */
    String component(String subject) {
        return read(Topics.COMPONENTS).stream()
                .filter(r -> subject.equals(r.key()))
                .map(r -> r.value() == null ? "" : new String(r.value(), StandardCharsets.UTF_8))
                .reduce((_, newer) -> newer)
                .orElse("");
    }

    CommandResult outcome(String commandId) {
        return outcomes(commandId, 1).getFirst();
    }

    List<Failure> failures(String workerId) {
        return read(Topics.FAILURES).stream()
                .map(r -> valid(Failure.parse(
                        r.key(),
                        r.value(),
                        new Origin("failures", 0, r.offset(), Instant.ofEpochMilli(r.timestamp())))))
                .filter(f -> f.subject().equals(workerId))
                .toList();
    }

    /** The texts of a worker's heartbeats. */
    List<String> heartbeats(String workerId) {
        return read(Topics.HEARTBEATS).stream()
                .filter(r -> workerId.equals(r.key()))
                .map(r -> new String(r.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T>(var value) -> value;
            case Parsed.Rejected<T> rejected -> throw new AssertionError(rejected.message());
        };
    }

    @Override
    public void close() {
        ticker.close();
        producer.close(Duration.ZERO);
        broker.close();
    }
}
