package io.homeostat.client;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** The settings of the emitter's producer: everything bounded, so that an outage costs neither memory nor time. */
final class ProducerProperties {

    /** What the emitter's guarantees rest on; nobody else sets these. All times in milliseconds. */
    private static final Map<String, String> FIXED = Map.ofEntries(
            Map.entry(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, StringSerializer.class.getName()),
            Map.entry(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class.getName()),
            Map.entry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"),
            Map.entry(ProducerConfig.ACKS_CONFIG, "all"),
            Map.entry(ProducerConfig.LINGER_MS_CONFIG, "0"),
            // One beat at a time: there is nothing to buffer.
            Map.entry(ProducerConfig.BUFFER_MEMORY_CONFIG, "65536"),
            // Holds up the beat thread while the broker is unknown; it goes on the moment that the broker answers.
            // Enough for the first contact of a process that starts on a busy machine.
            Map.entry(ProducerConfig.MAX_BLOCK_MS_CONFIG, "2000"),
            // So long the broker recognises a retry, and a beat whose answer was lost is stored once; later its
            // counts go into another beat. Nothing piles up meanwhile: one beat is on its way at a time.
            Map.entry(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, "120000"),
            Map.entry(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, "5000"),
            // Back within one second of the broker, jitter of a fifth included.
            Map.entry(ProducerConfig.RECONNECT_BACKOFF_MS_CONFIG, "100"),
            Map.entry(ProducerConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, "800"),
            Map.entry(ProducerConfig.RETRY_BACKOFF_MS_CONFIG, "100"),
            Map.entry(ProducerConfig.RETRY_BACKOFF_MAX_MS_CONFIG, "500"),
            // A host that is gone answers nothing at all: do not wait ten seconds for it.
            Map.entry(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MS_CONFIG, "2000"),
            Map.entry(ProducerConfig.SOCKET_CONNECTION_SETUP_TIMEOUT_MAX_MS_CONFIG, "4000"),
            // One more conversation with the broker per worker that nobody asked for.
            Map.entry(ProducerConfig.ENABLE_METRICS_PUSH_CONFIG, "false"));

    private ProducerProperties() {}

    /**
     * The emitter's settings, those of its user (security, mostly) and the broker's address.
     *
     * @throws IllegalArgumentException if a value is not one that Kafka accepts for its name
     */
    static Map<String, String> of(String bootstrapServers, String workerId, Map<String, String> own) {
        var all = new LinkedHashMap<>(own);
        all.putAll(FIXED);
        all.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        all.putIfAbsent(ProducerConfig.CLIENT_ID_CONFIG, "homeostat-heartbeat-" + workerId);
        for (ConfigValue checked : ProducerConfig.configDef().validateAll(all).values()) {
            if (!checked.errorMessages().isEmpty()) {
                // Kafka's message holds the value; any text is a valid password, so it is never one.
                throw new IllegalArgumentException(
                        "kafkaProperty " + checked.name() + ": " + String.join("; ", checked.errorMessages()));
            }
        }
        return Map.copyOf(all);
    }

    /**
     * The name of a setting that the emitter leaves to its user.
     *
     * @throws IllegalArgumentException if it is one of the emitter's own
     */
    static String free(String name) {
        boolean ours = FIXED.containsKey(name)
                || name.equals(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG)
                || name.equals(ProducerConfig.TRANSACTIONAL_ID_CONFIG)
                || name.startsWith("partitioner.");
        if (ours) {
            throw new IllegalArgumentException("kafkaProperty " + name + " is set by the emitter itself");
        }
        return name;
    }
}
