package io.homeostat.rollback.control.topology;

import static io.homeostat.common.topics.Topics.AUDIT;
import static io.homeostat.common.topics.Topics.CLOCK;
import static io.homeostat.common.topics.Topics.DEAD_LETTERS;
import static io.homeostat.common.topics.Topics.FAILURES;
import static io.homeostat.common.topics.Topics.FLAGS;
import static io.homeostat.common.topics.Topics.KILL_SWITCH;
import static io.homeostat.common.topics.Topics.OPERATOR_COMMANDS;
import static io.homeostat.common.topics.Topics.POLICIES;
import static io.homeostat.common.topics.Topics.POLICY_APPROVALS;
import static io.homeostat.common.topics.Topics.SWITCH_SIGNALS;

import io.homeostat.common.streams.Intake;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The application {@code rollback-service-switch}: nothing else runs in it, so that nothing else can hold the switch up.
 *
 * <pre>
 * operator-commands, clock ─► forward-commands (6 partitions, keeps nothing) ─► switch-signals, policy-approvals
 * switch-signals (also written by the verdict application) ─► throw-switch (1 partition: one truth)
 *        ─► kill-switch, flags, audit, failures
 * </pre>
 */
public final class SwitchTopology {

    /** Name of the service. */
    public static final String SERVICE = "rollback-service";

    static final String SWITCHES = "switch-states";
    static final String STORED_FLAGS = "stored-flags";
    static final String ANSWERED = "answered-commands";
    static final String TASK = "switch-task";

    private static final String COMMANDS_INTAKE = "parse-commands";
    private static final String FORWARD = "forward-commands";
    private static final String SWITCH_INTAKE = "parse-signals";
    private static final String THROW = "throw-switch";

    private SwitchTopology() {}

    /** Every topic that must be there before the application starts. */
    public static List<TopicSpec> topics() {
        return List.of(
                OPERATOR_COMMANDS,
                CLOCK,
                SWITCH_SIGNALS,
                POLICY_APPROVALS,
                POLICIES,
                KILL_SWITCH,
                FLAGS,
                FAILURES,
                AUDIT,
                DEAD_LETTERS);
    }

    /** Both stages, as the live service joins them. */
    public static Topology addTo(Topology topology, TopicNames names) {
        return addSwitch(addCommands(topology, names), names);
    }

    /** The stage that reads the operators' commands. */
    public static Topology addCommands(Topology topology, TopicNames names) {
        var stage = new Stage(SERVICE, "switch-commands", names);
        topology.addProcessor(
                COMMANDS_INTAKE,
                () -> new Intake<>(stage, CommandInput.parsers(), null, FORWARD),
                stage.source(topology, OPERATOR_COMMANDS),
                stage.source(topology, CLOCK));
        topology.addProcessor(FORWARD, () -> new ForwardProcessor(stage), COMMANDS_INTAKE);
        stage.sink(topology, SWITCH_SIGNALS, FORWARD);
        stage.sink(topology, POLICY_APPROVALS, FORWARD);
        stage.sink(topology, DEAD_LETTERS, COMMANDS_INTAKE, FORWARD);
        return topology;
    }

    /** The stage that throws the switch and keeps the flags, with the global tables that it looks at. */
    public static Topology addSwitch(Topology topology, TopicNames names) {
        var stage = new Stage(SERVICE, "switch", names);
        var tables = SwitchTables.create();
        tables.all().forEach(table -> table.addTo(topology, names));
        topology.addProcessor(
                SWITCH_INTAKE,
                () -> new Intake<>(stage, SwitchEvent.parsers(), null, THROW),
                stage.source(topology, SWITCH_SIGNALS));
        topology.addProcessor(THROW, () -> new SwitchProcessor(stage, tables), SWITCH_INTAKE);
        for (var store : List.of(SWITCHES, STORED_FLAGS, ANSWERED, TASK)) {
            topology.addStateStore(persistent(store), THROW);
        }
        for (var sink : List.of(KILL_SWITCH, FLAGS, AUDIT, FAILURES)) {
            stage.sink(topology, sink, THROW);
        }
        stage.sink(topology, DEAD_LETTERS, SWITCH_INTAKE, THROW);
        return topology;
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> persistent(String name) {
        return Stores.keyValueStoreBuilder(Stores.persistentKeyValueStore(name), Serdes.String(), Serdes.ByteArray());
    }
}
