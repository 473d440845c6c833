package io.homeostat.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** The settings of the consumer of kill switch and flags. */
final class ConsumerProperties {

    /** What the guarantees rest on; nobody else sets these. All times in milliseconds. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName()),
            Map.entry(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class.getName()),
            // A switch that was thrown in a transaction that failed was never thrown.
            Map.entry(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed"),
            // No group: every worker reads everything, and the broker keeps nothing about it.
            Map.entry(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false"),
            // A log that is not where it was must be noticed, not silently skipped.
            Map.entry(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "none"),
            Map.entry(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false"),
            Map.entry(ConsumerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000"),
            Map.entry(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, "5000"),
            // Back within one second of the broker, jitter of a fifth included.
            Map.entry(ConsumerConfig.RECONNECT_BACKOFF_MS_CONFIG, "100"),
            Map.entry(ConsumerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "800"),
            Map.entry(ConsumerConfig.RETRY_BACKOFF_MS_CONFIG, "100"),
            Map.entry(ConsumerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, "500"),
            Map.entry(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "2000"),
            Map.entry(ConsumerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, "4000"),
            Map.entry(ConsumerConfig.ENABLE_METRICS_PUSH_CONFIG, "false"));

    private ConsumerProperties() {}

    /**
     * Our settings, those of the user (security, mostly) and the broker's address.
     *
     * @throws IllegalArgumentException if a value is not one that Kafka accepts for its name
     */
    static Map<String, String> of(String bootstrapServers, String service, Map<String, String> own) {
        var all = new LinkedHashMap<>(own);
        all.putAll(FIXED);
        all.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.putIfAbsent(ConsumerConfig.CLIENT_ID_CONFIG, "homeostat-flags-" + service);
        for (ConfigValue checked : ConsumerConfig.configDef().validateAll(all).values()) {
            if (!checked.errorMessages().isEmpty()) {
                // Kafka's message holds the value; any text is a valid password, so it is never one.
                throw new IllegalArgumentException(
                        "kafkaProperty " + checked.name() + ": " + String.join("; ", checked.errorMessages()));
            }
        }
        return Map.copyOf(all);
    }

    /**
     * The name of a setting that is left to the user.
     *
     * @throws IllegalArgumentException if it is one of ours
     */
    static String free(String name) {
        boolean ours = FIXED.containsKey(name)
                || name.equals(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                || name.startsWith("group.");
        if (ours) {
            throw new IllegalArgumentException("kafkaProperty " + name + " is set by the flags' reader itself");
        }
        return name;
    }
}
