package io.homeostat.simulation.engine;

import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.metrics.Sensor.RecordingLevel;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;

/** Sensors of nodes and topics that are there and record nothing: nobody reads the latencies of virtual time. */
final class SilentMetrics extends StreamsMetricsImpl {

    SilentMetrics(String applicationId, VirtualTime time) {
        super(new Metrics(time), applicationId, time);
    }

    @Override
    public Sensor nodeLevelSensor(
            String thread, String task, String node, String suffix, RecordingLevel level, Sensor... parents) {
        return super.nodeLevelSensor(thread, task, node, suffix, RecordingLevel.TRACE, parents);
    }

    @Override
    public Sensor topicLevelSensor(
            String thread,
            String task,
            String node,
            String topic,
            String suffix,
            RecordingLevel level,
            Sensor... parents) {
        return super.topicLevelSensor(thread, task, node, topic, suffix, RecordingLevel.TRACE, parents);
    }
}
