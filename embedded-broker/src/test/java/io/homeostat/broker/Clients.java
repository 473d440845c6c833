package io.homeostat.broker;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Kafka's own clients for one broker, with text for keys and values. */
record Clients(String bootstrapServers) {

    static final Duration PATIENCE = Duration.ofSeconds(30);

    static Clients of(EmbeddedBroker broker) {
        return new Clients(broker.bootstrapServers());
    }

    Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers));
    }

    /** An idempotent producer that waits for the broker, as Kafka's defaults are. */
    Producer<String, String> producer(Map<String, String> settings) {
        var all = new HashMap<String, Object>(settings);
        all.put("bootstrap.servers", bootstrapServers);
        return new KafkaProducer<>(all, new StringSerializer(), new StringSerializer());
    }

    Producer<String, String> transactionalProducer(String transactionalId, Duration timeout) {
        var producer = producer(
                Map.of("transactional.id", transactionalId, "transaction.timeout.ms", "" + timeout.toMillis()));
        try {
            producer.initTransactions();
            return producer;
        } catch (RuntimeException e) {
            producer.close();
            throw e;
        }
    }

    /** A member of a classic group with our session timeout, which sees committed records from the beginning. */
    Consumer<String, String> consumer(String group, String topic) {
        var consumer = new KafkaConsumer<>(
                Map.<String, Object>of(
                        "bootstrap.servers", bootstrapServers,
                        "group.id", group,
                        "group.protocol", "classic",
                        "session.timeout.ms", "6000",
                        "heartbeat.interval.ms", "1000",
                        "auto.offset.reset", "earliest",
                        "enable.auto.commit", "false",
                        "isolation.level", "read_committed"),
                new StringDeserializer(),
                new StringDeserializer());
        consumer.subscribe(List.of(topic));
        return consumer;
    }

    void createTopic(String topic) throws Exception {
        try (var admin = admin()) {
            // No replication factor: the broker's default must be one that a single node can give.
            admin.createTopics(List.of(new NewTopic(topic, Optional.of(1), Optional.empty())))
                    .all()
                    .get(PATIENCE.toSeconds(), SECONDS);
        }
    }

    void produce(String topic, String... values) throws Exception {
        try (var producer = producer(Map.of())) {
            for (var value : values) {
                send(producer, topic, value);
            }
        }
    }

    /** Sends one record and waits for the broker's answer. */
    static void send(Producer<String, String> producer, String topic, String value) throws Exception {
        producer.send(new ProducerRecord<>(topic, "key", value)).get(PATIENCE.toSeconds(), SECONDS);
    }

    /** What a new group reads, at least this many values; then commits its offsets and leaves. */
    List<String> consume(String group, String topic, int atLeast) {
        try (var consumer = consumer(group, topic)) {
            var values = poll(consumer, atLeast);
            consumer.commitSync();
            return values;
        }
    }

    static List<String> poll(Consumer<String, String> consumer, int atLeast) {
        var values = new ArrayList<String>();
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(1))
                .pollInSameThread()
                .until(() -> {
                    consumer.poll(Duration.ofMillis(100)).forEach(polled -> values.add(polled.value()));
                    return values.size() >= atLeast;
                });
        return values;
    }
}
