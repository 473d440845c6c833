package io.homeostat.cli;

import io.homeostat.common.topics.TopicNames;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * How the command line reaches the plane's topics.
 *
 * @param client settings of all clients, security among them
 */
public record KafkaAccess(String bootstrapServers, TopicNames topics, Map<String, Object> client) {

    private static final int TIMEOUT_MS = 10_000;

    /** Access without further settings. */
    public static KafkaAccess to(String bootstrapServers, String prefix) {
        return new KafkaAccess(bootstrapServers, new TopicNames(prefix), Map.of());
    }

    /** A consumer without a group that sees committed records only and begins at the start. */
    public KafkaConsumer<byte[], byte[]> consumer() {
        var properties = properties();
        properties.put("isolation.level", "read_committed");
        properties.put("auto.offset.reset", "earliest");
        properties.put("enable.auto.commit", false);
        return new KafkaConsumer<>(properties, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    /** An idempotent producer. */
    public KafkaProducer<byte[], byte[]> producer() {
        var properties = properties();
        properties.put("acks", "all");
        properties.put("linger.ms", 0);
        properties.put("max.block.ms", TIMEOUT_MS);
        properties.put("delivery.timeout.ms", 2 * TIMEOUT_MS);
        return new KafkaProducer<>(properties, new ByteArraySerializer(), new ByteArraySerializer());
    }

    public Admin admin() {
        return Admin.create(properties());
    }

    private Map<String, Object> properties() {
        var properties = new HashMap<String, Object>(client);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("request.timeout.ms", TIMEOUT_MS);
        properties.put("default.api.timeout.ms", TIMEOUT_MS);
        return properties;
    }
}
