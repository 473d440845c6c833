package io.homeostat.heartbeat.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.streams.StreamsConfiguration;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.topics.TopicNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.junit.jupiter.api.Test;

/** The names of nodes, stores and topics are an interface: a change here moves state and must be meant. */
class TopologyShapeTest {

    @Test
    void topology_is_the_one_in_topology_txt() throws IOException {
        try (var pinned = TopologyShapeTest.class.getResourceAsStream("/topology.txt")) {
            var text = new String(Objects.requireNonNull(pinned).readAllBytes(), StandardCharsets.UTF_8);
            assertThat(describe("")).isEqualToIgnoringWhitespace(text);
        }
    }

    @Test
    void a_prefix_is_on_every_topic() {
        assertThat(describe("east.")).contains("east.heartbeats]", "east.worker-status", "east.policies");
    }

    @Test
    void nothing_has_a_generated_name() {
        assertThat(describe("")).doesNotContain("KSTREAM", "KTABLE", "0000000");
    }

    @Test
    void whoever_writes_can_write_a_dead_letter_where_a_topic_does_not_take_it() {
        var writers = describe("")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("-->") && line.contains("-out"))
                .toList();

        assertThat(writers).isNotEmpty().allSatisfy(line -> assertThat(line).contains("-dead-letters-out"));
    }

    private static String describe(String prefix) {
        var names = new TopicNames(prefix);
        var config = new StreamsConfig(StreamsConfiguration.of(new StreamsSettings(
                "unused:1", HeartbeatTopology.SERVICE, names, Path.of("unused"), null, 50, 1, Map.of())));
        var parts = HeartbeatTopology.Parts.of(new Blindness(), new Figures(), () -> 0);
        return HeartbeatTopology.define(new Topology(new TopologyConfig(config)), names, parts)
                .describe()
                .toString();
    }
}
