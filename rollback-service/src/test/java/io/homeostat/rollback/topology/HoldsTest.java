package io.homeostat.rollback.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is held is told to every task, and nothing is commanded in it. */
class HoldsTest {

    @ParameterizedTest(name = "{0}: deferred {1}")
    @CsvSource({
        "all, true",
        "environment:production, true",
        "environment:staging, false",
        "type:resizer, false",
        "service:other, false"
    })
    void a_hold_of_the_service_or_its_environment_defers_the_command(String scope, boolean deferred) {
        try (var bench = Bench.with("{}")) {
            hold(bench, scope, "");
            bench.promote("p-1", "");
            bench.bad(3);
            assertThat(bench.commands()).hasSize(deferred ? 0 : 1);
            bench.pipe(Topics.ROLLBACK_REROUTED, scope, null);
            bench.pass(500);
            assertThat(bench.commands()).hasSize(deferred ? 1 : 0);
        }
    }

    @Test
    void a_hold_ends_by_itself_at_its_time() {
        try (var bench = Bench.with("{}")) {
            hold(bench, "service:" + Bench.SERVICE, ",'expiresAt':'" + Bench.START.plusSeconds(60) + "'");
            bench.promote("p-1", "");
            bench.bad(3);
            bench.pass(56_500);
            assertThat(bench.commands()).isEmpty();
            bench.pass(500);
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void a_broken_hold_neither_holds_nor_releases() {
        try (var bench = Bench.with("{}")) {
            hold(bench, "all", "");
            bench.json(Topics.ROLLBACK_REROUTED, "all", "{'scope':'all'}");
            bench.promote("p-1", "");
            bench.bad(3);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.deadLetters()).isEmpty();
        }
    }

    @Test
    void a_hold_goes_to_every_partition_as_it_is() {
        var topology = VerdictTopology.addHolds(Bench.empty(), TopicNames.PLAIN);
        try (var driver = new TopologyTestDriver(topology)) {
            driver.createInputTopic("holds", new StringSerializer(), new ByteArraySerializer())
                    .pipeInput("all", "{}".getBytes(StandardCharsets.UTF_8));
            assertThat(driver.createOutputTopic("rollback-rerouted", new StringDeserializer(), new StringDeserializer())
                            .readKeyValuesToList())
                    .contains(KeyValue.pair("all", "{}"));
        }
        assertThat(SpreadProcessor.TO_ALL.partitions("rollback-rerouted", "all", new byte[0], 6))
                .hasValueSatisfying(partitions -> assertThat(partitions).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5));
    }

    private static void hold(Bench bench, String scope, String more) {
        bench.json(
                Topics.ROLLBACK_REROUTED,
                scope,
                "{'scope':'" + scope + "','kind':'PAUSE','reason':'r','actor':'alice','since':'" + Bench.START + "'"
                        + more + "}");
    }
}
