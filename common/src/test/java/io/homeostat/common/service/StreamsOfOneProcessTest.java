package io.homeostat.common.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.topics.TopicNames;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Several applications in one process: each is told apart. */
class StreamsOfOneProcessTest {

    private final List<StreamsRunner> runners = List.of(runner("verdict"), runner("verdict-switch"));

    @Test
    void each_application_has_a_part_of_its_own_in_readiness() {
        assertThat(StreamsHealth.parts(runners))
                .extracting(ReadinessPart::name)
                .containsExactly("streams verdict", "streams verdict-switch");
        assertThat(StreamsHealth.parts(runners))
                .allSatisfy(part -> assertThat(part.problem()).hasValue("waits: start"));
    }

    @Test
    void each_application_has_figures_of_its_own() {
        var registry = new SimpleMeterRegistry();
        var _ = new StreamsMetrics(runners, registry);

        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .extracting(id -> id.getName() + " " + id.getTag("application"))
                .containsExactlyInAnyOrder(
                        "homeostat.streams.running verdict",
                        "homeostat.streams.running verdict-switch",
                        "homeostat.streams.replaced.threads verdict",
                        "homeostat.streams.replaced.threads verdict-switch");
    }

    private static StreamsRunner runner(String applicationId) {
        var settings = new StreamsSettings(
                "nowhere:1", applicationId, TopicNames.PLAIN, Path.of("target"), null, 50, 1, Map.of());
        return new StreamsRunner(settings, List.of(), topology -> topology);
    }
}
