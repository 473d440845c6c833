package io.homeostat.simulation.engine;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.ProcessorContextImpl;
import org.apache.kafka.streams.processor.internals.StreamTask;
import org.jspecify.annotations.Nullable;

/** One task of a service, a stage and a partition: Kafka's own task with its processors and stores, fed by hand. */
final class Task {

    private final StreamTask task;
    private final Collector collector;
    private final VirtualTime time;
    private final Map<String, TopicPartition> sources = new HashMap<>();

    Task(
            Application.Parts parts,
            TaskId id,
            Set<TopicPartition> partitions,
            Collector collector,
            @Nullable Changelog changelog) {
        this.collector = collector;
        this.time = parts.time();
        partitions.forEach(partition -> sources.put(partition.topic(), partition));
        var topology = parts.builder().buildSubtopology(id.subtopology());
        var log = new LogContext();
        var state = new RestoredState(parts, id, topology, partitions, log);
        var context = new ProcessorContextImpl(id, parts.config(), state, parts.metrics(), parts.cache());
        task = new StreamTask(
                id,
                partitions,
                topology,
                consumer(partitions),
                parts.builder().topologyConfigs().getTaskConfig(),
                parts.metrics(),
                parts.stateDirectory(),
                parts.cache(),
                time,
                state,
                collector,
                context,
                log,
                false);
        task.initializeIfNeeded();
        if (changelog != null) {
            state.restore(changelog);
        }
        task.completeRestoration(_ -> {});
        partitions.forEach(
                partition -> task.updateNextOffsets(partition, new OffsetAndMetadata(0, Optional.empty(), "")));
    }

    private static MockConsumer<byte[], byte[]> consumer(Set<TopicPartition> partitions) {
        var consumer = new MockConsumer<byte[], byte[]>("earliest");
        consumer.assign(partitions);
        var beginnings = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> beginnings.put(partition, 0L));
        consumer.updateBeginningOffsets(beginnings);
        return consumer;
    }

    /** Processes one record and returns what was written, in order. */
    List<Collector.Written> process(LoggedRecord record) {
        var partition = sources.get(record.topic().name());
        task.addRecords(partition, List.of(consumed(record)));
        task.process(time.milliseconds());
        task.maybePunctuateStreamTime();
        return collector.take();
    }

    /** Runs what is due by the virtual wall clock. */
    List<Collector.Written> punctuate() {
        return task.maybePunctuateSystemTime() ? collector.take() : List.of();
    }

    /** Ends the task as a clean shutdown does. */
    void close() {
        task.suspend();
        task.closeDirty();
    }

    static ConsumerRecord<byte[], byte[]> consumed(LoggedRecord record) {
        var key = record.key();
        var value = record.value();
        return new ConsumerRecord<>(
                record.topic().name(),
                record.partition(),
                record.offset(),
                record.timestampMs(),
                record.topic().appendTime() ? TimestampType.LOG_APPEND_TIME : TimestampType.CREATE_TIME,
                key == null ? ConsumerRecord.NULL_SIZE : key.length,
                value == null ? ConsumerRecord.NULL_SIZE : value.length,
                key,
                value,
                record.headers(),
                Optional.empty());
    }
}
