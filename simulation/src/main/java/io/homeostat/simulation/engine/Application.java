package io.homeostat.simulation.engine;

import io.homeostat.common.topics.TopicSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.utils.LogContext;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.processor.TaskId;
import org.apache.kafka.streams.processor.internals.InternalTopologyBuilder;
import org.apache.kafka.streams.processor.internals.StateDirectory;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;
import org.apache.kafka.streams.state.internals.ThreadCache;
import org.jspecify.annotations.Nullable;

/**
 * One running service: a task per stage and partition, and the global tables that all of them read. Tasks have the ids that
 * they have in the live service, as they are built from the same topology.
 */
final class Application {

    /** What the tasks of one start share. */
    record Parts(
            StreamsConfig config,
            InternalTopologyBuilder builder,
            StateDirectory stateDirectory,
            StreamsMetricsImpl metrics,
            ThreadCache cache,
            VirtualTime time) {}

    private final PluggedService service;
    private final Catalogue catalogue;
    private final Parts parts;
    private final @Nullable Changelog changelog;
    private final @Nullable GlobalTask tables;
    private final Map<TaskId, Task> tasks = new TreeMap<>();
    private final Map<TaskId, List<TopicPartition>> sources = new TreeMap<>();

    /** @param changelog null: this start is the only one */
    Application(
            PluggedService service,
            Catalogue catalogue,
            VirtualTime time,
            Path directory,
            @Nullable Changelog changelog) {
        this.service = service;
        this.catalogue = catalogue;
        this.changelog = changelog;
        var config = Settings.of(service.applicationId(), directory);
        var topology = new OpenTopology(config);
        service.definition().addTo(topology, time::milliseconds);
        var builder = topology.builder();
        var global = builder.buildGlobalStateTopology();
        var metrics = new SilentMetrics(service.applicationId(), time);
        parts = new Parts(
                config,
                builder,
                new StateDirectory(config, time, builder.hasPersistentStores(), false),
                metrics,
                new ThreadCache(new LogContext(), 0, metrics),
                time);
        tables = global == null ? null : new GlobalTask(parts, global);
        find(builder);
    }

    /** Finds the stages and what they read. */
    private void find(InternalTopologyBuilder builder) {
        builder.nodeGroups().keySet().stream().sorted().forEach(group -> {
            var topics = new ArrayList<>(builder.buildSubtopology(group).sourceTopics());
            topics.removeIf(topic -> tables != null && tables.reads(topic));
            topics.sort(null);
            int partitions =
                    topics.stream().mapToInt(catalogue::partitions).max().orElse(0);
            for (int partition = 0; partition < partitions; partition++) {
                int here = partition;
                sources.put(
                        new TaskId(group, partition),
                        topics.stream()
                                .filter(topic -> here < catalogue.partitions(topic))
                                .map(topic -> new TopicPartition(topic, here))
                                .toList());
            }
        });
    }

    PluggedService service() {
        return service;
    }

    /** Begins to work with the tables as they are: live ones are read whole before the first task begins, too. */
    void start() {
        sources.keySet().forEach(id -> tasks.put(id, begin(id)));
    }

    private Task begin(TaskId id) {
        return new Task(
                parts,
                id,
                new HashSet<>(sources.getOrDefault(id, List.of())),
                new Collector(catalogue::partitions, changelog),
                changelog);
    }

    /** Ends one task and begins it again from its changelog; {@code number} counts round the tasks. */
    void move(int number) {
        var ids = tasks();
        var id = ids.get(number % ids.size());
        task(id).close();
        tasks.put(id, begin(id));
    }

    boolean keepsTable(TopicSpec topic) {
        return tables != null && tables.reads(topic.name());
    }

    void keep(LoggedRecord record) {
        if (tables != null) {
            tables.process(record);
        }
    }

    /** The tasks that read a partition, in the order of their ids. */
    List<TaskId> readers(String topic, int partition) {
        var wanted = new TopicPartition(topic, partition);
        return sources.entrySet().stream()
                .filter(entry -> entry.getValue().contains(wanted))
                .map(Map.Entry::getKey)
                .toList();
    }

    List<TaskId> tasks() {
        return List.copyOf(sources.keySet());
    }

    Task task(TaskId id) {
        var task = tasks.get(id);
        if (task == null) {
            throw new IllegalStateException(service.applicationId() + ' ' + id + " has not begun");
        }
        return task;
    }

    void close() {
        tasks.values().forEach(Task::close);
        tasks.clear();
        parts.stateDirectory().close();
    }
}
