package io.homeostat.rollback.topology;

import static io.homeostat.common.topics.Topics.AUDIT;
import static io.homeostat.common.topics.Topics.CLOCK;
import static io.homeostat.common.topics.Topics.COMPONENTS;
import static io.homeostat.common.topics.Topics.DEAD_LETTERS;
import static io.homeostat.common.topics.Topics.ERROR_RATES;
import static io.homeostat.common.topics.Topics.FAILURES;
import static io.homeostat.common.topics.Topics.HEALTH_CHECKS;
import static io.homeostat.common.topics.Topics.HOLDS;
import static io.homeostat.common.topics.Topics.OPERATOR_COMMANDS;
import static io.homeostat.common.topics.Topics.PLANE;
import static io.homeostat.common.topics.Topics.POLICIES;
import static io.homeostat.common.topics.Topics.PROMOTIONS;
import static io.homeostat.common.topics.Topics.ROLLBACKS;
import static io.homeostat.common.topics.Topics.ROLLBACK_COMMANDS;
import static io.homeostat.common.topics.Topics.ROLLBACK_REROUTED;
import static io.homeostat.common.topics.Topics.ROLLBACK_RESULTS;
import static io.homeostat.common.topics.Topics.SWITCH_SIGNALS;

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
 * The verdict application.
 *
 * <pre>
 * holds ─► spread-holds (1 partition) ─► rollback-rerouted, all partitions
 * promotions, health-checks, error-rates, rollback-results, operator-commands, clock, rollback-rerouted
 *        ─► judge-promotions (by service, 6 partitions)
 *        ─► rollbacks, rollback-commands, switch-signals, failures, audit
 * </pre>
 */
public final class VerdictTopology {

    /** Name of the service. */
    public static final String SERVICE = "rollback-service";

    static final String SERVICES = "watched-services";
    static final String HELD = "holds-in-force";
    static final String TASK = "promotions-task";

    private static final String SPREAD = "spread-holds";
    private static final String INTAKE = "parse-promotion-input";
    private static final String JUDGE = "judge-promotions";

    private VerdictTopology() {}

    /** Every topic that must be there before the application starts. */
    public static List<TopicSpec> topics() {
        return List.of(
                PROMOTIONS,
                HEALTH_CHECKS,
                ERROR_RATES,
                ROLLBACK_RESULTS,
                OPERATOR_COMMANDS,
                CLOCK,
                HOLDS,
                ROLLBACK_REROUTED,
                POLICIES,
                COMPONENTS,
                PLANE,
                ROLLBACKS,
                ROLLBACK_COMMANDS,
                SWITCH_SIGNALS,
                FAILURES,
                AUDIT,
                DEAD_LETTERS);
    }

    /** Both stages, as the live application joins them. */
    public static Topology addTo(Topology topology, TopicNames names, VerdictMeters meters, LongSupplier monotonicMs) {
        return addPromotions(addHolds(topology, names), names, meters, monotonicMs);
    }

    /** The stage that tells every task of the other one what is held. */
    public static Topology addHolds(Topology topology, TopicNames names) {
        var stage = new Stage(SERVICE, "holds", names);
        topology.addProcessor(SPREAD, () -> new SpreadProcessor(stage), stage.source(topology, HOLDS));
        stage.sink(topology, ROLLBACK_REROUTED, SpreadProcessor.TO_ALL, SPREAD);
        stage.sink(topology, DEAD_LETTERS, SPREAD);
        return topology;
    }

    /**
     * The stage in which everything is decided, with the global tables that it looks at.
     *
     * @param monotonicMs a clock that only tells a backlog from a live log; virtual where time is
     */
    public static Topology addPromotions(
            Topology topology, TopicNames names, VerdictMeters meters, LongSupplier monotonicMs) {
        var stage = new Stage(SERVICE, "promotions", names);
        var tables = PlaneView.Tables.create();
        tables.all().forEach(table -> table.addTo(topology, names));
        topology.addProcessor(
                INTAKE,
                () -> new Intake<>(stage, PromotionInput.parsers(), ROLLBACK_REROUTED, JUDGE),
                stage.source(topology, PROMOTIONS),
                stage.source(topology, HEALTH_CHECKS),
                stage.source(topology, ERROR_RATES),
                stage.source(topology, ROLLBACK_RESULTS),
                stage.source(topology, OPERATOR_COMMANDS),
                stage.source(topology, CLOCK),
                stage.source(topology, ROLLBACK_REROUTED));
        topology.addProcessor(JUDGE, () -> new JudgeProcessor(stage, tables, meters, monotonicMs), INTAKE);
        for (var store : List.of(SERVICES, HELD, TASK)) {
            topology.addStateStore(persistent(store), JUDGE);
        }
        for (var sink : List.of(ROLLBACKS, ROLLBACK_COMMANDS, SWITCH_SIGNALS, FAILURES, AUDIT)) {
            stage.sink(topology, sink, JUDGE);
        }
        stage.sink(topology, ROLLBACK_REROUTED, INTAKE);
        stage.sink(topology, DEAD_LETTERS, INTAKE, JUDGE);
        return topology;
    }

    private static StoreBuilder<KeyValueStore<String, byte[]>> persistent(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    }
}
