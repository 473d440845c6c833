package io.homeostat.common.streams;

import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.StreamPartitioner;

/**
 * A stage of a service: one hop, one commit. It adds itself to a topology between topics of the catalogue, so that the
 * live service joins its stages and a simulator can drive each alone. Values are bytes at its borders.
 *
 * @param service name of the service, also its {@code ce_source}
 * @param name of the stage within the service; part of all node names
 */
public record Stage(String service, String name, TopicNames names) {

    /** Adds the source of a topic and returns the source's node name. */
    public String source(Topology topology, TopicSpec topic) {
        var node = name + "-" + topic.name() + "-in";
        topology.addSource(node, new ByteArrayDeserializer(), new ByteArrayDeserializer(), names.of(topic));
        return node;
    }

    /** Adds the sink of a topic; keys are placed by murmur2. */
    public void sink(Topology topology, TopicSpec topic, String... parents) {
        topology.addSink(sinkName(topic), names.of(topic), new StringSerializer(), new ByteArraySerializer(), parents);
    }

    /** Adds the sink of a topic whose keys {@code placement} places; where it gives no answer, murmur2 does. */
    public void sink(
            Topology topology,
            TopicSpec topic,
            StreamPartitioner<? super String, ? super byte[]> placement,
            String... parents) {
        topology.addSink(
                sinkName(topic),
                names.of(topic),
                new StringSerializer(),
                new ByteArraySerializer(),
                placement,
                parents);
    }

    /** Node name of a topic's sink in this stage. */
    public String sinkName(TopicSpec topic) {
        return name + "-" + topic.name() + "-out";
    }
}
