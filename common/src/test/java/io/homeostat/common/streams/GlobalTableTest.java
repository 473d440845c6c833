package io.homeostat.common.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.policy.PolicyScope;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GlobalTableTest {

    @TempDir
    Path state;

    private final GlobalTable policies = PlaneTables.policies();
    private final GlobalTable components = PlaneTables.components();
    private final GlobalTable plane = PlaneTables.plane();
    private TopologyTestDriver driver;

    @BeforeEach
    void drive() {
        var topology = Driven.topology(state);
        var stage = new Stage("test-service", "workers", TopicNames.PLAIN);
        var source = stage.source(topology, Topics.CLOCK);
        topology.addProcessor("idle", Idle::new, source);
        policies.addTo(topology, TopicNames.PLAIN);
        components.addTo(topology, TopicNames.PLAIN);
        plane.addTo(topology, TopicNames.PLAIN);
        driver = Driven.driver(topology, state);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void a_good_policy_takes_effect_and_a_bad_one_leaves_it_in_force_and_is_reported_once() {
        put("policies", "heartbeat-policy", policy("heartbeat-policy", "v1", "{\"zombie_threshold_seconds\":200}"));
        put("policies", "heartbeat-policy", policy("heartbeat-policy", "v2", "{\"zombie_threshold_seconds\":1}"));
        put("policies", "heartbeat-policy", "{nope");
        put("policies", "other-key", policy("heartbeat-policy", "v3", "{}"));
        var inForce = PlaneTables.policies(store("policies")).heartbeat(PolicyScope.EVERYWHERE);
        assertThat(inForce.policy().zombieSeconds()).isEqualTo(200);
        assertThat(inForce.ref().version()).isEqualTo("v1");
        assertThat(policies.changes()).isEqualTo(1);
        assertThat(policies.takeRefusals())
                .extracting(GlobalTable.Refusal::reason)
                .satisfiesExactly(
                        reason -> assertThat(reason).contains("zombie_threshold_seconds: 1 must be above"),
                        reason -> assertThat(reason).contains("is no valid JSON"),
                        reason -> assertThat(reason).contains("field 'key'"));
        assertThat(policies.takeRefusals()).isEmpty();
    }

    @Test
    void a_removed_policy_falls_back_to_the_built_in_defaults() {
        put("policies", "heartbeat-policy", policy("heartbeat-policy", "v1", "{\"zombie_threshold_seconds\":200}"));
        put("policies", "heartbeat-policy", null);
        assertThat(PlaneTables.policies(store("policies"))
                        .heartbeat(PolicyScope.EVERYWHERE)
                        .ref()
                        .version())
                .isEqualTo("built-in");
    }

    @Test
    void a_worker_has_its_own_component_or_that_of_its_type() {
        put(
                "components",
                "type/resizer",
                "{\"subject\":\"type/resizer\",\"workerType\":\"resizer\",\"restartable\":false}");
        put("components", "w-1", "{\"subject\":\"w-1\",\"workerType\":\"resizer\"}");
        put("components", "w-2", "{\"executor\":\"process\"}");
        assertThat(PlaneTables.component(store("components"), "w-1", "resizer"))
                .isNotNull()
                .satisfies(own -> assertThat(own.restartable()).isTrue());
        assertThat(PlaneTables.component(store("components"), "w-9", "resizer"))
                .isNotNull()
                .satisfies(ofType -> assertThat(ofType.restartable()).isFalse());
        assertThat(PlaneTables.component(store("components"), "w-2", "default")).isNull();
        assertThat(components.takeRefusals()).singleElement().satisfies(refusal -> {
            assertThat(refusal.key()).isEqualTo("w-2");
            assertThat(refusal.reason()).contains("field 'agent'");
        });
    }

    @Test
    void the_planes_generation_never_goes_back() {
        assertThat(PlaneTables.generation(store("plane"))).isZero();
        put("plane", "plane", "{\"generation\":2,\"reason\":\"restore\",\"since\":\"2026-11-22T05:44:00.000Z\"}");
        put("plane", "plane", "{\"generation\":1,\"reason\":\"old\",\"since\":\"2026-11-22T05:44:00.000Z\"}");
        put("plane", "plane", null);
        assertThat(PlaneTables.generation(store("plane"))).isEqualTo(2);
    }

    private void put(String topic, String key, @Nullable String value) {
        driver.createInputTopic(topic, new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
    }

    private KeyValueStore<String, byte[]> store(String name) {
        return driver.getKeyValueStore(name);
    }

    private static String policy(String name, String version, String policy) {
        return "{\"name\":\"%s\",\"version\":\"%s\",\"actor\":\"a\",\"reason\":\"r\",\"policy\":%s}"
                .formatted(name, version, policy);
    }

    private static final class Idle extends ContextualProcessor<byte[], byte[], Void, Void> {
        @Override
        public void process(Record<byte[], byte[]> record) {}
    }
}
