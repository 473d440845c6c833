package io.homeostat.simulation.engine;

import io.homeostat.common.topics.TopicSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The topics of the plane, each partition with a number: the order in which records of one instant are delivered. */
final class Catalogue {

    private final Map<String, TopicSpec> topics = new HashMap<>();
    private final Map<String, Integer> firstSlots = new HashMap<>();
    private final int slots;

    Catalogue(List<TopicSpec> inOrder) {
        int next = 0;
        for (var topic : inOrder) {
            topics.put(topic.name(), topic);
            firstSlots.put(topic.name(), next);
            next += topic.partitions();
        }
        slots = next;
    }

    @Nullable
    TopicSpec find(String name) {
        return topics.get(name);
    }

    TopicSpec get(String name) {
        var topic = topics.get(name);
        if (topic == null) {
            throw new IllegalStateException("topic '" + name + "' stands in no catalogue");
        }
        return topic;
    }

    int partitions(String topic) {
        return get(topic).partitions();
    }

    int slot(TopicSpec topic, int partition) {
        return firstSlots.getOrDefault(topic.name(), 0) + partition;
    }

    int slots() {
        return slots;
    }
}
