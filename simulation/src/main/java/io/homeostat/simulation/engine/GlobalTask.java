package io.homeostat.simulation.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.streams.processor.StateRestoreListener;
import org.apache.kafka.streams.processor.internals.GlobalProcessorContextImpl;
import org.apache.kafka.streams.processor.internals.GlobalStateManagerImpl;
import org.apache.kafka.streams.processor.internals.GlobalStateUpdateTask;
import org.apache.kafka.streams.processor.internals.ProcessorTopology;

/** Keeps the global tables of one application. */
final class GlobalTask {

    private final GlobalStateUpdateTask task;
    private final Set<String> topics;

    GlobalTask(Application.Parts parts, ProcessorTopology topology) {
        var log = new LogContext();
        topics = Set.copyOf(topology.sourceTopics());
        var manager = new GlobalStateManagerImpl(
                log,
                parts.time(),
                topology,
                consumer(topics),
                parts.stateDirectory(),
                new NobodyListens(),
                parts.config());
        var context =
                new GlobalProcessorContextImpl(parts.config(), manager, parts.metrics(), parts.cache(), parts.time());
        manager.setGlobalProcessorContext(context);
        task = new GlobalStateUpdateTask(
                log,
                topology,
                context,
                manager,
                parts.config().deserializationExceptionHandler(),
                parts.config().processingExceptionHandler(),
                parts.time(),
                Long.MAX_VALUE);
        task.initialize();
    }

    boolean reads(String topic) {
        return topics.contains(topic);
    }

    void process(LoggedRecord record) {
        task.update(Task.consumed(record));
    }

    private static MockConsumer<byte[], byte[]> consumer(Set<String> topics) {
        var consumer = new MockConsumer<byte[], byte[]>("earliest");
        var offsets = new HashMap<TopicPartition, Long>();
        for (var topic : topics) {
            consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, null, null)));
            offsets.put(new TopicPartition(topic, 0), 0L);
        }
        consumer.updateBeginningOffsets(offsets);
        consumer.updateEndOffsets(offsets);
        return consumer;
    }

    /** There is nothing to restore: tables are fed from the first record on. */
    private static final class NobodyListens implements StateRestoreListener {

        @Override
        public void onRestoreStart(TopicPartition partition, String store, long start, long end) {}

        @Override
        public void onBatchRestored(TopicPartition partition, String store, long end, long restored) {}

        @Override
        public void onRestoreEnd(TopicPartition partition, String store, long restored) {}
    }
}
