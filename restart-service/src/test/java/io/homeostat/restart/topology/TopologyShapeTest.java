package io.homeostat.restart.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Names of nodes, stores and topics are an interface: a change of them is a migration. */
class TopologyShapeTest {

    @Test
    void the_topology_is_the_pinned_one() throws IOException {
        var described = describe(TopicNames.PLAIN);
        Files.writeString(Path.of("target", "topology.txt"), described);

        try (var pinned = TopologyShapeTest.class.getResourceAsStream("/topology.txt")) {
            assertThat(pinned).as("topology.txt; the actual one is in target").isNotNull();
            assertThat(described).isEqualTo(new String(pinned.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void no_name_is_generated() {
        assertThat(describe(TopicNames.PLAIN)).doesNotContain("KSTREAM-", "KTABLE-", "STATE-STORE-");
    }

    @Test
    void every_topic_carries_the_prefix_of_the_plane() {
        var described = describe(new TopicNames("blue."));

        assertThat(RestartTopology.topics())
                .allSatisfy(topic -> assertThat(described).contains("blue." + topic.name()));
    }

    @Test
    void every_topic_of_the_topology_is_waited_for_before_the_start() {
        var described = describe(new TopicNames("blue."));

        assertThat(Topics.all().stream()
                        .filter(topic -> described.contains("blue." + topic.name() + ")")
                                || described.contains("blue." + topic.name() + "]")
                                || described.contains("topic: blue." + topic.name() + "\n"))
                        .map(TopicSpec::name))
                .containsExactlyInAnyOrderElementsOf(
                        RestartTopology.topics().stream().map(TopicSpec::name).toList());
    }

    @Test
    void whoever_writes_can_write_a_dead_letter_where_a_topic_does_not_take_it() {
        var writers = describe(TopicNames.PLAIN)
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith("-->") && line.contains("-out"))
                .toList();

        assertThat(writers).isNotEmpty().allSatisfy(line -> assertThat(line).contains("-dead-letters-out"));
    }

    private static String describe(TopicNames names) {
        return RestartTopology.addTo(Bench.empty(), names, new Unmetered(), () -> 0)
                .describe()
                .toString();
    }
}
