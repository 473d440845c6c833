package io.homeostat.common.service;

import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.topics.TopicNames;
import io.micronaut.context.annotation.Property;
import io.micronaut.context.annotation.Value;
import io.micronaut.core.value.PropertyResolver;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The settings that all services share, out of environment ({@code KAFKA_BOOTSTRAP_SERVERS}, {@code HOMEOSTAT_*}), system
 * properties or YAML. A wrong value ends the start with the name of the setting.
 */
@Singleton
public final class ServiceSettings {

    private static final long COMMIT_INTERVAL_MS_MAX = 10_000;

    private final String service;
    private final String bootstrapServers;
    private final TopicNames topics;
    private final Path stateDirectory;
    private final Optional<String> instanceId;
    private final long commitIntervalMs;
    private final int threads;
    private final Map<String, String> client;

    public ServiceSettings(
            @Property(name = "homeostat.service") String service,
            @Value("${kafka.bootstrap.servers:`localhost:9092`}") String bootstrapServers,
            @Value("${homeostat.topics.prefix:}") String prefix,
            @Value("${homeostat.state-dir:`data/state`}") String stateDirectory,
            @Value("${homeostat.instance-id:}") String instanceId,
            @Value("${homeostat.commit-interval-ms:50}") long commitIntervalMs,
            @Value("${homeostat.threads:1}") int threads,
            PropertyResolver properties) {
        this.service = service;
        this.bootstrapServers = bootstrapServers;
        this.topics = new TopicNames(prefix);
        this.stateDirectory = Path.of(stateDirectory);
        this.instanceId = Optional.of(instanceId).filter(id -> !id.isBlank());
        this.commitIntervalMs = bounded("homeostat.commit-interval-ms", commitIntervalMs, COMMIT_INTERVAL_MS_MAX);
        this.threads = (int) bounded("homeostat.threads", threads, 64);
        this.client = client(properties);
    }

    /** Name of the service, for example {@code heartbeat-service}. */
    public String service() {
        return service;
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    public TopicNames topics() {
        return topics;
    }

    /** Directory of this service's own files. */
    public Path stateDirectory() {
        return stateDirectory.resolve(service);
    }

    /** {@code HOMEOSTAT_INSTANCE_ID}, unique per instance; empty: dynamic membership. */
    public Optional<String> instanceId() {
        return instanceId;
    }

    /** Settings of all Kafka clients, security among them. */
    public Map<String, String> client() {
        return client;
    }

    /** The settings of the service's Kafka Streams application. */
    public StreamsSettings streams() {
        return new StreamsSettings(
                bootstrapServers,
                topics.prefix() + service,
                topics,
                stateDirectory(),
                instanceId.map(id -> service + "-" + id).orElse(null),
                commitIntervalMs,
                threads,
                client);
    }

    /**
     * Everything under {@code homeostat.client}, by the names that Kafka has for it: dots, never hyphens. Out of the
     * environment they come with hyphens ({@code HOMEOSTAT_CLIENT_SECURITY_PROTOCOL}).
     */
    private static Map<String, String> client(PropertyResolver properties) {
        var client = new TreeMap<String, String>();
        properties
                .getProperties("homeostat.client")
                .forEach((name, value) -> client.put(name.replace('-', '.'), String.valueOf(value)));
        return Map.copyOf(client);
    }

    private static long bounded(String name, long value, long max) {
        if (value < 1 || value > max) {
            throw new IllegalArgumentException(name + ": " + value + " is not within 1 and " + max);
        }
        return value;
    }
}
