package io.homeostat.simulation.engine;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.streams.processor.CommitCallback;
import org.apache.kafka.streams.processor.StateRestoreCallback;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.ProcessorStateManager;
import org.apache.kafka.streams.processor.internals.ProcessorTopology;
import org.apache.kafka.streams.processor.internals.StateRestoreCallbackAdapter;
import org.apache.kafka.streams.processor.internals.Task.TaskType;
import org.apache.kafka.streams.state.internals.RecordConverters;
import org.apache.kafka.streams.state.internals.WrappedStateStore;

/** The stores of one task, filled from their changelogs before the task begins. */
final class RestoredState extends ProcessorStateManager {

    private final Map<StateStore, StateRestoreCallback> callbacks = new LinkedHashMap<>();
    private final Map<String, String> changelogTopics;
    private final int partition;

    RestoredState(
            Application.Parts parts,
            TaskId id,
            ProcessorTopology topology,
            Set<TopicPartition> partitions,
            LogContext log) {
        super(id, TaskType.ACTIVE, true, log, parts.stateDirectory(), topology.storeToChangelogTopic(), partitions);
        this.changelogTopics = topology.storeToChangelogTopic();
        this.partition = id.partition();
    }

    @Override
    public void registerStore(StateStore store, StateRestoreCallback restore, CommitCallback commit) {
        super.registerStore(store, restore, commit);
        callbacks.put(store, restore);
    }

    /** Fills every store with what its changelog kept. */
    void restore(Changelog changelog) {
        callbacks.forEach((store, callback) -> {
            var topic = changelogTopics.get(store.name());
            if (topic != null) {
                var records = changelog.of(topic, partition).entrySet().stream()
                        .map(entry -> record(topic, entry.getKey().get(), entry.getValue()))
                        .map(record -> WrappedStateStore.isTimestamped(store)
                                ? RecordConverters.rawValueToTimestampedValue().convert(record)
                                : record)
                        .toList();
                StateRestoreCallbackAdapter.adapt(callback).restoreBatch(records);
            }
        });
    }

    private ConsumerRecord<byte[], byte[]> record(String topic, byte[] key, Changelog.Entry entry) {
        var value = entry.value();
        return new ConsumerRecord<>(
                topic,
                partition,
                0,
                entry.timestampMs(),
                TimestampType.CREATE_TIME,
                key.length,
                value.length,
                key,
                value,
                new RecordHeaders(),
                Optional.empty());
    }
}
