package io.homeostat.common.streams;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.common.broker.TestBroker;
import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StreamsRunnerIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final List<TopicSpec> TOPICS = List.of(Topics.FAILURES, Topics.POLICIES, Topics.DEAD_LETTERS);

    @TempDir
    Path directory;

    private TestBroker broker;

    @BeforeEach
    void start() {
        broker = TestBroker.startTemporary(directory);
    }

    @AfterEach
    void stop() {
        broker.close();
    }

    @Test
    void a_topic_that_is_missing_or_would_lose_data_is_waited_for_and_named() throws Exception {
        try (var admin = admin();
                var runner = new StreamsRunner(settings(), TOPICS, topology -> topology)) {
            admin.createTopics(List.of(new NewTopic("policies", 1, (short) 1)))
                    .all()
                    .get();
            runner.start();
            await().atMost(LIMIT)
                    .untilAsserted(() -> assertThat(runner.waitingFor())
                            .contains("topic failures is missing")
                            .contains("topic policies has cleanup.policy=delete instead of compact"));
            assertThat(runner.state()).isNull();
        }
    }

    @Test
    void provisioning_creates_what_is_missing_and_finds_nothing_wrong_with_it() {
        try (var admin = admin()) {
            var provisioner = new TopicProvisioner(admin, new TopicNames("p."));
            assertThat(provisioner.createMissing(Topics.all(), (short) 1))
                    .hasSize(Topics.all().size());
            assertThat(provisioner.createMissing(Topics.all(), (short) 1)).isEmpty();
            assertThat(provisioner.problems(Topics.all())).isEmpty();
        }
    }

    @Test
    void a_record_that_makes_a_processor_fail_is_a_dead_letter_and_the_next_one_is_served() throws Exception {
        provision();
        var seen = new AtomicReference<>("");
        try (var runner = new StreamsRunner(settings(), TOPICS, topology -> failing(topology, seen))) {
            runner.start();
            send("failures", "w-1", "poison");
            send("failures", "w-1", "good");
            await().atMost(LIMIT).untilAsserted(() -> assertThat(seen.get()).isEqualTo("good"));
            assertThat(runner.replacedThreads()).isZero();
            assertThat(letters()).singleElement().satisfies(letter -> {
                assertThat(letter.topic()).isEqualTo("failures");
                assertThat(letter.error()).isEqualTo("fail: java.lang.IllegalStateException: a bug");
                assertThat(Base64.getDecoder().decode(letter.valueBase64()))
                        .isEqualTo("poison".getBytes(StandardCharsets.UTF_8));
            });
        }
    }

    @Test
    void the_last_good_policy_is_in_force_after_a_restart_although_a_bad_one_came_later() throws Exception {
        provision();
        send("policies", "plane-policy", policy("v1", "{\"max_workers\":7}"));
        send("policies", "plane-policy", policy("v2", "{\"max_workers\":-1}"));
        for (int start = 1; start <= 2; start++) {
            var table = PlaneTables.policies();
            var seen = new AtomicReference<>("");
            try (var runner = new StreamsRunner(settings(), TOPICS, topology -> {
                table.addTo(topology, TopicNames.PLAIN);
                return reading(topology, table, seen);
            })) {
                runner.start();
                await().atMost(LIMIT).until(() -> runner.state() == KafkaStreams.State.RUNNING);
                send("failures", "w-1", "look " + start);
                await().atMost(LIMIT).untilAsserted(() -> assertThat(seen.get()).isEqualTo("v1 7"));
            }
        }
    }

    private Topology failing(Topology topology, AtomicReference<String> seen) {
        topology.addProcessor(
                "fail",
                () -> new ContextualProcessor<byte[], byte[], Void, Void>() {
                    @Override
                    public void process(Record<byte[], byte[]> record) {
                        var text = new String(record.value(), StandardCharsets.UTF_8);
                        if (text.equals("poison")) {
                            throw new IllegalStateException("a bug");
                        }
                        seen.set(text);
                    }
                },
                stage().source(topology, Topics.FAILURES));
        return topology;
    }

    private Topology reading(Topology topology, GlobalTable table, AtomicReference<String> seen) {
        topology.addProcessor(
                "read",
                () -> new ContextualProcessor<byte[], byte[], Void, Void>() {
                    @Override
                    public void process(Record<byte[], byte[]> record) {
                        var plane = PlaneTables.policies(table.store(context())).plane();
                        seen.set(plane.ref().version() + " " + plane.policy().maxWorkers());
                    }
                },
                stage().source(topology, Topics.FAILURES));
        return topology;
    }

    private static Stage stage() {
        return new Stage("test-service", "workers", TopicNames.PLAIN);
    }

    private StreamsSettings settings() {
        return new StreamsSettings(
                broker.bootstrapServers(),
                "test-service",
                TopicNames.PLAIN,
                directory.resolve("state"),
                "one",
                50,
                1,
                Map.of());
    }

    private Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
    }

    private List<DeadLetter> letters() {
        var properties = Map.<String, Object>of(
                "bootstrap.servers",
                broker.bootstrapServers(),
                "isolation.level",
                "read_committed",
                "auto.offset.reset",
                "earliest");
        try (var consumer = new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            var partitions = IntStream.range(0, 6)
                    .mapToObj(p -> new TopicPartition("dead-letters", p))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var letters = new ArrayList<DeadLetter>();
            await().atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(100))
                        .forEach(r -> letters.add(Json.readState(r.value(), DeadLetter.class)));
                return !letters.isEmpty();
            });
            return letters;
        }
    }

    private void provision() {
        try (var admin = admin()) {
            new TopicProvisioner(admin, TopicNames.PLAIN).createMissing(Topics.all(), (short) 1);
        }
    }

    private void send(String topic, String key, String value) throws Exception {
        var properties = Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers());
        try (var producer = new KafkaProducer<>(properties, new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, key, value)).get();
        }
    }

    private static String policy(String version, String policy) {
        return "{\"name\":\"plane-policy\",\"version\":\"%s\",\"actor\":\"a\",\"reason\":\"r\",\"policy\":%s}"
                .formatted(version, policy);
    }
}
