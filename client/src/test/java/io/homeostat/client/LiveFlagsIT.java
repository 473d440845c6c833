package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.homeostat.broker.BrokerSettings;
import io.homeostat.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Kill switch and flags on a real broker that comes and goes. */
@Timeout(120)
class LiveFlagsIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Duration STALE_AFTER = Duration.ofSeconds(4);
    private static final String ON = "{\"scope\":\"images\",\"epoch\":1,\"disableNew\":true,\"value\":\"1\"}";
    private static final String RESET = "{\"scope\":\"images\",\"epoch\":2,\"disableNew\":false,\"value\":\"0\"}";
    private static final String PIPELINE =
            "{\"name\":\"pipeline\",\"kind\":\"boolean\",\"value\":true,\"default\":false}";

    @TempDir
    Path directory;

    private @Nullable EmbeddedBroker broker;
    private int port;

    @BeforeEach
    void start() throws Exception {
        startBroker();
        try (var admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            var topics = List.of(
                    new NewTopic("kill-switch", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                    new NewTopic("flags", 1, (short) 1).configs(Map.of("cleanup.policy", "compact")),
                    new NewTopic("heartbeats", 1, (short) 1));
            admin.createTopics(topics).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }

    @AfterEach
    void stop() {
        stopBroker();
    }

    @Test
    void a_switch_that_is_thrown_is_obeyed_within_a_second_and_echoed_in_the_beats() throws Exception {
        try (var producer = transactions();
                var flags = flags().start()) {
            send(producer, "flags", "pipeline", PIPELINE);
            assertThat(flags.awaitRead(LIMIT)).isTrue();
            await().atMost(LIMIT).until(() -> flags.booleanFlag("pipeline", false));

            long thrown = send(producer, "kill-switch", "images", ON);
            long committed = System.nanoTime();
            await().pollInterval(Duration.ofMillis(5)).atMost(LIMIT).until(flags::disableNew);
            assertThat(Duration.ofNanos(System.nanoTime() - committed)).isLessThan(Duration.ofSeconds(1));
            assertThat(flags.booleanFlag("pipeline", true)).isFalse();
            assertThat(flags.killSwitchOffset()).isEqualTo(thrown);

            try (var _ = HeartbeatEmitter.builder("w-1")
                    .bootstrapServers(servers())
                    .flags(flags)
                    .start()) {
                assertThat(firstBeat()).contains("\"killSwitchOffset\":" + thrown);
            }
            send(producer, "kill-switch", "images", RESET);
            await().atMost(LIMIT).until(() -> flags.booleanFlag("pipeline", false));
        }
    }

    @Test
    void what_was_never_committed_was_never_thrown() throws Exception {
        try (var producer = transactions();
                var flags = flags().start()) {
            producer.beginTransaction();
            producer.send(new ProducerRecord<>("kill-switch", "images", ON)).get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            producer.abortTransaction();
            send(producer, "flags", "pipeline", PIPELINE);
            await().atMost(LIMIT).until(() -> flags.booleanFlag("pipeline", false));
            assertThat(flags.disableNew()).isFalse();
        }
    }

    @Test
    void without_the_broker_the_last_state_holds_then_everything_new_is_disabled_until_it_is_back() throws Exception {
        var changes = new CopyOnWriteArrayList<Boolean>();
        try (var producer = transactions()) {
            send(producer, "flags", "pipeline", PIPELINE);
        }
        try (var flags = flags().staleAfter(STALE_AFTER).start()) {
            flags.onChange(snapshot -> {
                changes.add(snapshot.disableNew());
                throw new IllegalStateException("a listener's own trouble");
            });
            await().atMost(LIMIT).until(() -> flags.booleanFlag("pipeline", false));

            stopBroker();
            assertThat(flags.booleanFlag("pipeline", false))
                    .as("the last state holds")
                    .isTrue();
            long gone = System.nanoTime();
            await().pollInterval(Duration.ofMillis(10)).atMost(LIMIT).until(flags::disableNew);
            // The last contact was at most one question (a quarter of the age) before the end.
            assertThat(Duration.ofNanos(System.nanoTime() - gone))
                    .isBetween(STALE_AFTER.dividedBy(2), STALE_AFTER.plusSeconds(1));
            assertThat(flags.snapshot().why()).isEqualTo("no contact with Kafka for 4 s");
            await().atMost(LIMIT).until(() -> changes.getLast());

            startBroker();
            await().atMost(LIMIT).until(() -> flags.booleanFlag("pipeline", false));
            await().atMost(LIMIT).until(() -> !changes.getLast());
        }
    }

    @Test
    void a_worker_that_starts_without_a_broker_disables_everything_new_until_it_could_read() throws Exception {
        try (var producer = transactions()) {
            send(producer, "flags", "pipeline", PIPELINE);
        }
        stopBroker();
        try (var flags = flags().start()) {
            assertThat(flags.awaitRead(Duration.ofSeconds(1))).isFalse();
            assertThat(flags.disableNew()).isTrue();
            assertThat(flags.booleanFlag("pipeline", true))
                    .as("nothing is known of it")
                    .isTrue();

            startBroker();
            assertThat(flags.awaitRead(LIMIT)).isTrue();
            assertThat(flags.booleanFlag("pipeline", false)).isTrue();
        }
    }

    @Test
    void the_broker_keeps_no_group_and_makes_no_topic() throws Exception {
        try (var flags = flags().start();
                var elsewhere = flags().topicsPrefix("blue.").start();
                var admin = Admin.create(Map.of("bootstrap.servers", servers()))) {
            assertThat(flags.awaitRead(LIMIT)).isTrue();
            assertThat(elsewhere.awaitRead(Duration.ofSeconds(1)))
                    .as("its topics are missing")
                    .isFalse();
            assertThat(elsewhere.disableNew()).isTrue();
            assertThat(admin.listGroups().all().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .isEmpty();
            assertThat(admin.listTopics().names().get(LIMIT.toSeconds(), TimeUnit.SECONDS))
                    .noneMatch(name -> name.startsWith("blue."));
        }
    }

    private LiveFlagsBuilder flags() {
        return LiveFlags.builder("images").bootstrapServers(servers());
    }

    private String servers() {
        return "127.0.0.1:" + port;
    }

    private void startBroker() {
        broker = EmbeddedBroker.start(
                BrokerSettings.in(directory.resolve("data")).withPort(port));
        port = broker.port();
    }

    private void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private KafkaProducer<String, String> transactions() {
        var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", servers(), "transactional.id", "switch", "transaction.timeout.ms", 10_000),
                new StringSerializer(),
                new StringSerializer());
        producer.initTransactions();
        return producer;
    }

    private static long send(KafkaProducer<String, String> producer, String topic, String key, String value)
            throws Exception {
        producer.beginTransaction();
        var sent = producer.send(new ProducerRecord<>(topic, key, value));
        producer.commitTransaction();
        return sent.get(LIMIT.toSeconds(), TimeUnit.SECONDS).offset();
    }

    private String firstBeat() {
        try (var consumer = new KafkaConsumer<>(
                Map.of("bootstrap.servers", servers(), "enable.auto.commit", false),
                new StringDeserializer(),
                new StringDeserializer())) {
            var partition = new TopicPartition("heartbeats", 0);
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            var beats = new CopyOnWriteArrayList<String>();
            await().pollInSameThread().atMost(LIMIT).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> beats.add(record.value()));
                return !beats.isEmpty();
            });
            return beats.getFirst();
        }
    }
}
