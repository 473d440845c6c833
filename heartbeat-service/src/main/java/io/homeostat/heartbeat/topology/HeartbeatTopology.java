package io.homeostat.heartbeat.topology;

import static io.homeostat.common.topics.Topics.AUDIT;
import static io.homeostat.common.topics.Topics.CLOCK;
import static io.homeostat.common.topics.Topics.DEAD_LETTERS;
import static io.homeostat.common.topics.Topics.FAILURES;
import static io.homeostat.common.topics.Topics.FLEET_DELTAS;
import static io.homeostat.common.topics.Topics.FLEET_GROUPS;
import static io.homeostat.common.topics.Topics.HEARTBEATS;
import static io.homeostat.common.topics.Topics.HEARTBEATS_ROUTED;
import static io.homeostat.common.topics.Topics.POLICIES;
import static io.homeostat.common.topics.Topics.RESTART_COMMANDS;
import static io.homeostat.common.topics.Topics.RESTART_RESULTS;
import static io.homeostat.common.topics.Topics.WORKER_STATUS;

import io.homeostat.common.contract.Origin;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.Intake;
import io.homeostat.common.streams.PlaneTables;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;
import org.jspecify.annotations.Nullable;

/**
 * heartbeat-service in two stages. <em>Workers</em>, by worker id: beats, ticks, crashes, commands and results become states
 * of workers. <em>Groups</em>, one partition: what the tasks see of their partitions becomes {@code fleet-groups}.
 */
public final class HeartbeatTopology {

    /** Name of the service, of its application and of its audit chains. */
    public static final String SERVICE = "heartbeat-service";

    /** Topics that must be there and well made before the topology starts. */
    public static final List<TopicSpec> TOPICS = List.of(
            HEARTBEATS,
            HEARTBEATS_ROUTED,
            CLOCK,
            FAILURES,
            WORKER_STATUS,
            FLEET_DELTAS,
            FLEET_GROUPS,
            RESTART_COMMANDS,
            RESTART_RESULTS,
            POLICIES,
            DEAD_LETTERS,
            AUDIT);

    static final String WORKERS_STORE = "workers";
    static final String DUE_STORE = "due-times";
    static final String TASK_STORE = "task";
    static final String GROUPS_STORE = "groups";

    /** The task store is written at every tick: short segments let compaction keep its changelog small. */
    private static final Map<String, String> BUSY_AND_SMALL =
            Map.of("segment.ms", "600000", "min.cleanable.dirty.ratio", "0.1");

    /**
     * What the tasks of one instance share.
     *
     * @param monotonicMs a clock that only runs forward; serves to notice that ticks stopped, and nothing else
     */
    public record Parts(GlobalTable policies, Blindness blindness, Figures figures, LongSupplier monotonicMs) {

        /** Parts of one topology. */
        public static Parts of(Blindness blindness, Figures figures, LongSupplier monotonicMs) {
            return new Parts(PlaneTables.policies(), blindness, figures, monotonicMs);
        }
    }

    private HeartbeatTopology() {}

    /** Adds both stages and the table of policies. */
    public static Topology define(Topology topology, TopicNames names, Parts parts) {
        parts.policies().addTo(topology, names);
        workers(topology, new Stage(SERVICE, "workers", names), parts);
        groups(topology, new Stage(SERVICE, "groups", names));
        return topology;
    }

    /** The stage by worker. */
    public static void workers(Topology topology, Stage stage, Parts parts) {
        topology.addProcessor(
                "take-in-workers",
                () -> new Intake<>(
                        stage, WorkerInputs.PARSERS, HEARTBEATS_ROUTED, "judge-workers", HeartbeatTopology::departed),
                stage.source(topology, HEARTBEATS),
                stage.source(topology, HEARTBEATS_ROUTED),
                stage.source(topology, FAILURES),
                stage.source(topology, RESTART_COMMANDS),
                stage.source(topology, RESTART_RESULTS));
        topology.addProcessor("judge-workers", () -> new JudgeWorkers(stage, parts), "take-in-workers");
        topology.addStateStore(bytesByText(WORKERS_STORE).withLoggingEnabled(Map.of()), "judge-workers");
        topology.addStateStore(bytesByText(TASK_STORE).withLoggingEnabled(BUSY_AND_SMALL), "judge-workers");
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(DUE_STORE), Serdes.Bytes(), Serdes.ByteArray())
                        .withLoggingEnabled(Map.of()),
                "judge-workers");
        stage.sink(topology, HEARTBEATS_ROUTED, RoutedTicks.placement(), "take-in-workers", "judge-workers");
        stage.sink(topology, DEAD_LETTERS, "take-in-workers", "judge-workers");
        for (var topic : List.of(WORKER_STATUS, FAILURES, FLEET_DELTAS, AUDIT)) {
            stage.sink(topology, topic, "judge-workers");
        }
    }

    /** The stage by group. */
    public static void groups(Topology topology, Stage stage) {
        topology.addProcessor(
                "take-in-groups",
                () -> new Intake<GroupDelta>(stage, Map.of(FLEET_DELTAS, GroupDelta::parse), null, "keep-groups"),
                stage.source(topology, FLEET_DELTAS));
        topology.addProcessor("keep-groups", () -> new KeepGroups(stage), "take-in-groups");
        topology.addStateStore(bytesByText(GROUPS_STORE).withLoggingEnabled(Map.of()), "keep-groups");
        stage.sink(topology, FLEET_GROUPS, "keep-groups");
        stage.sink(topology, DEAD_LETTERS, "take-in-groups", "keep-groups");
    }

    /** Only a beat moves its worker's watch to the partition that it came through. */
    private static @Nullable WorkerInput departed(Origin origin) {
        return origin.topic().equals(HEARTBEATS.name()) ? new WorkerInput.Departed() : null;
    }

    private static StoreBuilder<?> bytesByText(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    }
}
