package io.homeostat.common.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TopicsTest {

    @Test
    void the_list_holds_every_topic_once() {
        var constants = Arrays.stream(Topics.class.getFields())
                .filter(field -> Modifier.isStatic(field.getModifiers()) && field.getType() == TopicSpec.class)
                .map(field -> {
                    try {
                        return (TopicSpec) field.get(null);
                    } catch (IllegalAccessException e) {
                        throw new AssertionError(e);
                    }
                })
                .toList();
        assertThat(Topics.all()).containsExactlyInAnyOrderElementsOf(constants).doesNotHaveDuplicates();
    }

    @Test
    void what_the_outside_world_writes_and_the_clock_are_stamped_by_the_broker() {
        assertThat(Topics.all())
                .filteredOn(topic -> topic.kind() == TopicSpec.Kind.INPUT
                        || Set.of("clock", "components").contains(topic.name()))
                .allMatch(TopicSpec::appendTime);
        assertThat(Topics.all())
                .filteredOn(topic -> topic.name().endsWith("-results"))
                .hasSize(3)
                .allMatch(TopicSpec::appendTime);
    }

    @Test
    void views_are_compacted_and_logs_are_not() {
        assertThat(Topics.WORKER_STATUS.config())
                .containsEntry("cleanup.policy", "compact")
                .containsEntry("min.compaction.lag.ms", "604800000")
                .containsEntry("message.timestamp.type", "CreateTime");
        assertThat(Topics.RESTARTS.config())
                .containsEntry("cleanup.policy", "delete")
                .containsEntry("retention.ms", "604800000");
        assertThat(Topics.AUDIT.config()).containsEntry("retention.ms", "-1");
    }

    @Test
    void single_partition_topics_are_those_of_the_contract_and_the_admission_streams() {
        assertThat(Topics.all())
                .filteredOn(topic -> topic.partitions() == 1)
                .extracting(TopicSpec::name)
                .containsExactlyInAnyOrder(
                        "components",
                        "fleet-groups",
                        "fleet-deltas",
                        "restart-admission",
                        "fix-admission",
                        "switch-signals",
                        "policy-approvals",
                        "holds",
                        "kill-switch",
                        "flags",
                        "policy-requests",
                        "policies",
                        "plane");
        assertThat(Topics.all())
                .filteredOn(topic -> topic.partitions() != 1)
                .allMatch(topic -> topic.partitions() == 6);
    }
}
