package io.homeostat.simulation.engine;

import io.homeostat.common.streams.StreamsConfiguration;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.topics.TopicNames;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.streams.StreamsConfig;

/** The settings of the live services, where they mean something without a broker. */
final class Settings {

    private static final String IN_MEMORY =
            "org.apache.kafka.streams.state.BuiltInDslStoreSuppliers$InMemoryDslStoreSuppliers";

    private Settings() {}

    static StreamsConfig of(String applicationId, Path directory) {
        var properties = StreamsConfiguration.of(
                new StreamsSettings("nowhere:1", applicationId, TopicNames.PLAIN, directory, null, 50, 1, Map.of()));
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.DSL_STORE_SUPPLIERS_CLASS_CONFIG, IN_MEMORY);
        return new StreamsConfig(properties);
    }

    /** Used only by stores of a kind that cannot be kept in memory. */
    static Path directory() {
        try {
            return Files.createTempDirectory("homeostat-simulation");
        } catch (IOException e) {
            throw new UncheckedIOException("no directory for temporary files", e);
        }
    }
}
