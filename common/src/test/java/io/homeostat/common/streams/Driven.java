package io.homeostat.common.streams;

import io.homeostat.common.topics.TopicNames;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;

/** Drives a topology with the settings of the live runner, the naming guard included. */
final class Driven {

    private Driven() {}

    static StreamsSettings settings(Path state) {
        return new StreamsSettings("localhost:1", "test-service", TopicNames.PLAIN, state, null, 50, 1, Map.of());
    }

    static Topology topology(Path state) {
        return new Topology(new TopologyConfig(new StreamsConfig(properties(state))));
    }

    static TopologyTestDriver driver(Topology topology, Path state) {
        return new TopologyTestDriver(topology, properties(state));
    }

    private static Properties properties(Path state) {
        return StreamsConfiguration.of(settings(state));
    }
}
