package io.homeostat.autofix.topology;

import static io.homeostat.common.topics.Topics.AUDIT;
import static io.homeostat.common.topics.Topics.CLOCK;
import static io.homeostat.common.topics.Topics.COMPONENTS;
import static io.homeostat.common.topics.Topics.DEAD_LETTERS;
import static io.homeostat.common.topics.Topics.FAILURES;
import static io.homeostat.common.topics.Topics.FAILURE_PATTERNS;
import static io.homeostat.common.topics.Topics.FIXES;
import static io.homeostat.common.topics.Topics.FIX_ADMISSION;
import static io.homeostat.common.topics.Topics.FIX_COMMANDS;
import static io.homeostat.common.topics.Topics.FIX_REROUTED;
import static io.homeostat.common.topics.Topics.FIX_RESULTS;
import static io.homeostat.common.topics.Topics.FLEET_GROUPS;
import static io.homeostat.common.topics.Topics.HOLDS;
import static io.homeostat.common.topics.Topics.OPERATOR_COMMANDS;
import static io.homeostat.common.topics.Topics.PLANE;
import static io.homeostat.common.topics.Topics.POLICIES;
import static io.homeostat.common.topics.Topics.RESTARTS;
import static io.homeostat.common.topics.Topics.RESTART_REQUESTS;

import io.homeostat.common.streams.Intake;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * <pre>
 * failure-patterns, fix-results, operator-commands, restarts, failures, clock ─► watch-targets (6 partitions)
 *        what recurs, is answered, approved, restarted, failing, ticked ─► fix-admission
 * fix-admission, holds, fleet-groups ─► admit-fixes (1 partition: everything that is one truth for the plane)
 *        ─► fixes, fix-commands, restart-requests, failures, audit
 * </pre>
 */
public final class AutofixTopology {

    /** Name of the service. */
    public static final String SERVICE = "autofix-service";

    static final String FAILING = "failing-workers";
    static final String REMEDIES = "remedies";
    static final String LEDGERS = "target-ledgers";
    static final String RATES = "rate-windows";
    static final String REFERENCES = "open-references";
    static final String ENGAGED = "engaged-workers";
    static final String HOLD_STORE = "known-holds";
    static final String DUE = "due-index";
    static final String PLANE_STATE = "plane-state";

    private static final String WATCH_INTAKE = "parse-target-input";
    private static final String WATCH = "watch-targets";
    private static final String ADMIT_INTAKE = "parse-admission-input";
    private static final String ADMIT = "admit-fixes";

    private AutofixTopology() {}

    /** Every topic that must be there before the service starts. */
    public static List<TopicSpec> topics() {
        return List.of(
                FAILURE_PATTERNS,
                FIX_RESULTS,
                OPERATOR_COMMANDS,
                RESTARTS,
                FAILURES,
                CLOCK,
                FIX_REROUTED,
                FIX_ADMISSION,
                HOLDS,
                FLEET_GROUPS,
                POLICIES,
                COMPONENTS,
                PLANE,
                FIXES,
                FIX_COMMANDS,
                RESTART_REQUESTS,
                AUDIT,
                DEAD_LETTERS);
    }

    /** Both stages, as the live service joins them. */
    public static Topology addTo(Topology topology, TopicNames names, AutofixMeters meters, LongSupplier monotonicMs) {
        return addAdmission(addTargets(topology, names), names, meters, monotonicMs);
    }

    /** The stage that hands on what is about a target. */
    public static Topology addTargets(Topology topology, TopicNames names) {
        var stage = new Stage(SERVICE, "targets", names);
        topology.addProcessor(
                WATCH_INTAKE,
                () -> new Intake<>(stage, TargetInput.parsers(), FIX_REROUTED, WATCH),
                stage.source(topology, FAILURE_PATTERNS),
                stage.source(topology, FIX_RESULTS),
                stage.source(topology, OPERATOR_COMMANDS),
                stage.source(topology, RESTARTS),
                stage.source(topology, FAILURES),
                stage.source(topology, CLOCK),
                stage.source(topology, FIX_REROUTED));
        topology.addProcessor(WATCH, () -> new WatchProcessor(stage), WATCH_INTAKE);
        topology.addStateStore(inMemory(FAILING, Serdes.String()), WATCH);
        stage.sink(topology, FIX_ADMISSION, WATCH);
        stage.sink(topology, FIX_REROUTED, WATCH_INTAKE);
        stage.sink(topology, DEAD_LETTERS, WATCH_INTAKE, WATCH);
        return topology;
    }

    /**
     * The stage in which everything is decided, with the global tables that it looks at.
     *
     * @param monotonicMs a clock that only tells a backlog from a live log; virtual where time is
     */
    public static Topology addAdmission(
            Topology topology, TopicNames names, AutofixMeters meters, LongSupplier monotonicMs) {
        var stage = new Stage(SERVICE, "admission", names);
        var tables = PlaneView.Tables.create();
        tables.all().forEach(table -> table.addTo(topology, names));
        topology.addProcessor(
                ADMIT_INTAKE,
                () -> new Intake<>(stage, AdmissionEvent.parsers(), null, ADMIT),
                stage.source(topology, FIX_ADMISSION),
                stage.source(topology, HOLDS),
                stage.source(topology, FLEET_GROUPS));
        topology.addProcessor(ADMIT, () -> new AdmitProcessor(stage, tables, meters, monotonicMs), ADMIT_INTAKE);
        for (var store : List.of(REMEDIES, LEDGERS, RATES, REFERENCES, ENGAGED, HOLD_STORE, PLANE_STATE)) {
            topology.addStateStore(persistent(store), ADMIT);
        }
        topology.addStateStore(inMemory(DUE, Serdes.ByteArray()), ADMIT);
        for (var sink : List.of(FIXES, FIX_COMMANDS, RESTART_REQUESTS, FAILURES, AUDIT)) {
            stage.sink(topology, sink, ADMIT);
        }
        stage.sink(topology, DEAD_LETTERS, ADMIT_INTAKE, ADMIT);
        return topology;
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> persistent(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    }

    /** In memory, restored from its changelog: entries come and go, and a scan from the start must not meet their graves. */
    private static <K> StoreBuilder<KeyValueStore<K, byte[]>> inMemory(String name, Serde<K> keys) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), keys, Serdes.ByteArray());
    }
}
