package io.homeostat.restart.topology;

import static io.homeostat.common.topics.Topics.AUDIT;
import static io.homeostat.common.topics.Topics.CIRCUIT_BREAKERS;
import static io.homeostat.common.topics.Topics.CLOCK;
import static io.homeostat.common.topics.Topics.COMPONENTS;
import static io.homeostat.common.topics.Topics.DEAD_LETTERS;
import static io.homeostat.common.topics.Topics.FAILURES;
import static io.homeostat.common.topics.Topics.FLEET_GROUPS;
import static io.homeostat.common.topics.Topics.HOLDS;
import static io.homeostat.common.topics.Topics.OPERATOR_COMMANDS;
import static io.homeostat.common.topics.Topics.PLANE;
import static io.homeostat.common.topics.Topics.POLICIES;
import static io.homeostat.common.topics.Topics.QUARANTINE;
import static io.homeostat.common.topics.Topics.RESTARTS;
import static io.homeostat.common.topics.Topics.RESTART_ADMISSION;
import static io.homeostat.common.topics.Topics.RESTART_COMMANDS;
import static io.homeostat.common.topics.Topics.RESTART_REQUESTS;
import static io.homeostat.common.topics.Topics.RESTART_REROUTED;
import static io.homeostat.common.topics.Topics.RESTART_RESULTS;
import static io.homeostat.common.topics.Topics.WORKER_STATUS;

import io.homeostat.common.streams.Intake;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * <pre>
 * worker-status, restart-requests, restart-results, operator-commands, clock ─► watch-workers (by worker, 6 partitions)
 *        what is wanted, answered, ticked ─► restart-admission
 * restart-admission, fleet-groups ─► admit-restarts (1 partition: everything that is one truth for the plane)
 *        ─► restarts, restart-commands, circuit-breakers, quarantine, holds, failures, audit
 * </pre>
 */
public final class RestartTopology {

    /** Name of the service. */
    public static final String SERVICE = "restart-service";

    static final String WORKERS = "watched-workers";
    static final String LINEAGES = "lineages";
    static final String LEDGERS = "worker-ledgers";
    static final String BREAKERS = "breakers";
    static final String RATES = "rate-windows";
    static final String QUARANTINED = "quarantined";
    static final String COMMANDS = "outstanding-commands";
    static final String DUE = "due-index";
    static final String WAITING = "waiting-lineages";
    static final String HELD = "holds-in-force";
    static final String RELEASES = "awaiting-releases";
    static final String ANSWERED = "answered-commands";
    static final String PLANE_STATE = "plane-state";

    private static final String WATCH_INTAKE = "parse-worker-input";
    private static final String WATCH = "watch-workers";
    private static final String ADMIT_INTAKE = "parse-admission-input";
    private static final String ADMIT = "admit-restarts";

    private RestartTopology() {}

    /** Every topic that must be there before the service starts. */
    public static List<TopicSpec> topics() {
        return List.of(
                WORKER_STATUS,
                RESTART_REQUESTS,
                RESTART_RESULTS,
                OPERATOR_COMMANDS,
                CLOCK,
                RESTART_REROUTED,
                RESTART_ADMISSION,
                FLEET_GROUPS,
                POLICIES,
                COMPONENTS,
                PLANE,
                RESTARTS,
                RESTART_COMMANDS,
                CIRCUIT_BREAKERS,
                QUARANTINE,
                HOLDS,
                FAILURES,
                AUDIT,
                DEAD_LETTERS);
    }

    /** Both stages, as the live service joins them. */
    public static Topology addTo(Topology topology, TopicNames names, RestartMeters meters, LongSupplier monotonicMs) {
        return addAdmission(addWorkers(topology, names), names, meters, monotonicMs);
    }

    /** The stage by worker. */
    public static Topology addWorkers(Topology topology, TopicNames names) {
        var stage = new Stage(SERVICE, "workers", names);
        topology.addProcessor(
                WATCH_INTAKE,
                () -> new Intake<>(stage, WorkerInput.parsers(), RESTART_REROUTED, WATCH),
                stage.source(topology, WORKER_STATUS),
                stage.source(topology, RESTART_REQUESTS),
                stage.source(topology, RESTART_RESULTS),
                stage.source(topology, OPERATOR_COMMANDS),
                stage.source(topology, CLOCK),
                stage.source(topology, RESTART_REROUTED));
        topology.addProcessor(WATCH, () -> new WatchProcessor(stage), WATCH_INTAKE);
        topology.addStateStore(persistent(WORKERS), WATCH);
        stage.sink(topology, RESTART_ADMISSION, WATCH);
        stage.sink(topology, RESTART_REROUTED, WATCH_INTAKE);
        stage.sink(topology, DEAD_LETTERS, WATCH_INTAKE, WATCH);
        return topology;
    }

    /**
     * The stage in which everything is decided, with the global tables that it looks at.
     *
     * @param monotonicMs a clock that only tells a backlog from a live log; virtual where time is
     */
    public static Topology addAdmission(
            Topology topology, TopicNames names, RestartMeters meters, LongSupplier monotonicMs) {
        var stage = new Stage(SERVICE, "admission", names);
        var tables = PlaneView.Tables.create();
        tables.all().forEach(table -> table.addTo(topology, names));
        topology.addProcessor(
                ADMIT_INTAKE,
                () -> new Intake<>(stage, AdmissionEvent.parsers(), null, ADMIT),
                stage.source(topology, RESTART_ADMISSION),
                stage.source(topology, FLEET_GROUPS));
        topology.addProcessor(ADMIT, () -> new AdmitProcessor(stage, tables, meters, monotonicMs), ADMIT_INTAKE);
        for (var store : List.of(
                LINEAGES,
                LEDGERS,
                BREAKERS,
                RATES,
                QUARANTINED,
                COMMANDS,
                WAITING,
                HELD,
                RELEASES,
                ANSWERED,
                PLANE_STATE)) {
            topology.addStateStore(persistent(store), ADMIT);
        }
        topology.addStateStore(dueIndex(), ADMIT);
        for (var sink : List.of(RESTARTS, RESTART_COMMANDS, CIRCUIT_BREAKERS, QUARANTINE, HOLDS, FAILURES, AUDIT)) {
            stage.sink(topology, sink, ADMIT);
        }
        stage.sink(topology, DEAD_LETTERS, ADMIT_INTAKE, ADMIT);
        return topology;
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> persistent(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    }

    /** In memory, restored from its changelog: entries come and go, and a scan from the start must not meet their graves. */
    private static StoreBuilder<KeyValueStore<byte[], byte[]>> dueIndex() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(DUE), Serdes.ByteArray(), Serdes.ByteArray());
    }
}
