package io.homeostat.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What clients find on a running broker. */
@Timeout(120)
class EmbeddedBrokerIT {

    private static final Duration SHORT = Duration.ofSeconds(1);

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedBroker broker;

    private String topic = "";

    @BeforeAll
    static void start(@TempDir Path temporary) {
        broker = EmbeddedBroker.startTemporary(temporary);
    }

    @AfterAll
    static void stop() {
        broker.close();
    }

    @BeforeEach
    void createTopic(TestInfo test) throws Exception {
        topic = test.getTestMethod().orElseThrow().getName();
        Clients.of(broker).createTopic(topic);
    }

    @Test
    void records_are_produced_and_consumed_in_order() throws Exception {
        Clients.of(broker).produce(topic, "one", "two", "three");

        assertThat(Clients.of(broker).consume("readers", topic, 3)).containsExactly("one", "two", "three");
    }

    @Test
    void committed_transactions_are_seen_and_aborted_ones_are_not() throws Exception {
        try (var producer = Clients.of(broker).transactionalProducer("t-1", SHORT)) {
            producer.beginTransaction();
            Clients.send(producer, topic, "aborted");
            producer.abortTransaction();
            producer.beginTransaction();
            Clients.send(producer, topic, "committed");
            producer.commitTransaction();
        }

        assertThat(Clients.of(broker).consume("readers", topic, 1)).containsExactly("committed");
    }

    @Test
    void a_second_producer_of_a_transactional_id_fences_the_first() throws Exception {
        try (var first = Clients.of(broker).transactionalProducer("t-2", SHORT)) {
            first.beginTransaction();
            Clients.send(first, topic, "of the first");
            try (var second = Clients.of(broker).transactionalProducer("t-2", SHORT)) {
                second.beginTransaction();
                Clients.send(second, topic, "of the second");

                assertThatExceptionOfType(ProducerFencedException.class).isThrownBy(first::commitTransaction);
                second.commitTransaction();
            }
        }

        assertThat(Clients.of(broker).consume("readers", topic, 1)).containsExactly("of the second");
    }

    /** With Kafka's default the broker looks for such transactions every ten seconds only. */
    @Test
    void a_transaction_whose_owner_went_silent_holds_readers_back_for_two_seconds() throws Exception {
        try (var silent = Clients.of(broker).transactionalProducer("t-3", SHORT)) {
            silent.beginTransaction();
            Clients.send(silent, topic, "never committed");
            var began = System.nanoTime();
            Clients.of(broker).produce(topic, "behind it");

            assertThat(Clients.of(broker).consume("readers", topic, 1)).containsExactly("behind it");
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(6));
        }
    }

    @Test
    void transactions_may_last_fifteen_seconds_and_no_longer() {
        try (var producer = Clients.of(broker).transactionalProducer("t-4", Duration.ofSeconds(15))) {
            assertThat(producer).isNotNull();
        }
        assertThatExceptionOfType(KafkaException.class)
                .isThrownBy(() -> Clients.of(broker).transactionalProducer("t-5", Duration.ofMillis(15_001)))
                .withMessageContaining("transaction.max.timeout.ms");
    }

    @Test
    void the_broker_takes_a_batch_of_one_mebibyte_and_no_more() throws Exception {
        // A batch header has 61 bytes; this record adds 14: lengths, deltas, attributes, the key "key", no headers.
        var largest = 1_048_576 - 61 - 14;
        try (var producer = Clients.of(broker).producer(Map.of("max.request.size", "2000000"))) {
            Clients.send(producer, topic, "x".repeat(largest));

            assertThatExceptionOfType(ExecutionException.class)
                    .isThrownBy(() -> Clients.send(producer, topic, "x".repeat(largest + 1)))
                    .withCauseInstanceOf(RecordTooLargeException.class);
        }
    }

    @Test
    void an_unknown_topic_is_not_made_by_asking_for_it() throws Exception {
        try (var producer = Clients.of(broker).producer(Map.of("max.block.ms", "500"));
                var admin = Clients.of(broker).admin()) {
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> producer.partitionsFor("misspelt"));

            assertThat(admin.listTopics().names().get(30, SECONDS))
                    .contains(topic)
                    .doesNotContain("misspelt");
        }
    }

    @Test
    void clients_are_told_the_loopback_address_and_nothing_else() throws Exception {
        try (var admin = Clients.of(broker).admin()) {
            var nodes = admin.describeCluster().nodes().get(30, SECONDS);

            assertThat(nodes).singleElement().satisfies(node -> {
                assertThat(node.host() + ":" + node.port()).isEqualTo(broker.bootstrapServers());
                assertThat(node.port()).isEqualTo(broker.port());
            });
        }
    }

    @Test
    void the_finalised_features_are_those_of_production() throws Exception {
        try (var admin = Clients.of(broker).admin()) {
            var levels =
                    admin.describeFeatures().featureMetadata().get(30, SECONDS).finalizedFeatures().entrySet().stream()
                            .collect(Collectors.toMap(
                                    Map.Entry::getKey, level -> level.getValue().maxVersionLevel()));

            assertThat(levels)
                    .containsEntry("transaction.version", (short) 2)
                    .containsEntry("group.version", (short) 1)
                    .containsEntry("streams.version", (short) 1)
                    .containsEntry("share.version", (short) 1);
        }
    }

    @Test
    void the_running_broker_has_the_settings_that_restart_and_fail_over_rely_on() throws Exception {
        try (var admin = Clients.of(broker).admin()) {
            assertThat(settingsOf(admin))
                    .containsEntry("broker.session.timeout.ms", "1500")
                    .containsEntry("broker.heartbeat.interval.ms", "300")
                    .containsEntry("group.initial.rebalance.delay.ms", "0")
                    .containsEntry("group.min.session.timeout.ms", "1000")
                    .containsEntry("group.streams.initial.rebalance.delay.ms", "0")
                    .containsEntry("group.streams.min.session.timeout.ms", "6000")
                    .containsEntry("transaction.abort.timed.out.transaction.cleanup.interval.ms", "1000")
                    .containsEntry("offsets.topic.num.partitions", "8");
        }
    }

    private static Map<String, String> settingsOf(Admin admin) throws Exception {
        var node = new ConfigResource(ConfigResource.Type.BROKER, "" + DataDirectory.NODE_ID);
        var settings = admin.describeConfigs(List.of(node))
                .values()
                .values()
                .iterator()
                .next();
        return settings.get(30, SECONDS).entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value));
    }
}
