package io.homeostat.pattern.topology;

import static io.homeostat.common.policy.FailurePatternPolicy.RATE_WINDOW_SECONDS_MAX;
import static io.homeostat.common.topics.Topics.AUDIT;
import static io.homeostat.common.topics.Topics.CLOCK;
import static io.homeostat.common.topics.Topics.DEAD_LETTERS;
import static io.homeostat.common.topics.Topics.ERROR_RATES;
import static io.homeostat.common.topics.Topics.FAILURES;
import static io.homeostat.common.topics.Topics.FAILURE_PATTERNS;
import static io.homeostat.common.topics.Topics.HEALTH_CHECKS;
import static io.homeostat.common.topics.Topics.HEARTBEATS;
import static io.homeostat.common.topics.Topics.INCIDENTS;
import static io.homeostat.common.topics.Topics.INCIDENT_SIGNALS;
import static io.homeostat.common.topics.Topics.OPERATOR_COMMANDS;
import static io.homeostat.common.topics.Topics.PATTERN_OCCURRENCES;
import static io.homeostat.common.topics.Topics.PATTERN_SAMPLES;
import static io.homeostat.common.topics.Topics.POLICIES;
import static io.homeostat.common.topics.Topics.WORKER_STATUS;

import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.Intake;
import io.homeostat.common.streams.PlaneTables;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.pattern.domain.Occurrence;
import io.homeostat.pattern.domain.Sample;
import io.homeostat.pattern.domain.Signal;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.Topology;

/**
 * <pre>
 * failures, heartbeats, health-checks, worker-status, operator-commands, clock ─► sort-inputs (6 partitions)
 *        operations ─► pattern-samples      classified failures ─► pattern-occurrences      troubles ─► incident-signals
 * pattern-samples     ─► rate-versions (by service|version) ─► error-rates
 * pattern-occurrences ─► find-patterns (by pattern)         ─► failure-patterns, incident-signals
 * incident-signals    ─► keep-incidents (by incident)       ─► incidents, audit
 * </pre>
 */
public final class PatternTopology {

    /** Name of the service. */
    public static final String SERVICE = "pattern-service";

    static final String PENDING = "pending-operations";
    static final String BUCKETS = "rate-buckets";
    static final String SAMPLED = "counted-samples";
    static final String RATES_DUE = "rates-due-index";
    static final String RATES_CLOCK = "rates-clock";
    static final String PATTERNS = "patterns";
    static final String OCCURRENCES = "occurrences";
    static final String PATTERNS_DUE = "patterns-due-index";
    static final String PATTERNS_CLOCK = "patterns-clock";
    static final String INCIDENT_STATES = "incident-states";
    static final String COMMANDS = "answered-commands";
    static final String INCIDENTS_DUE = "incidents-due-index";
    static final String INCIDENTS_CLOCK = "incidents-clock";

    private static final Duration RATES_KEPT = Duration.ofSeconds(2 * RATE_WINDOW_SECONDS_MAX);

    private PatternTopology() {}

    /** Every topic that must be there before the service starts. */
    public static List<TopicSpec> topics() {
        return List.of(
                FAILURES,
                HEARTBEATS,
                HEALTH_CHECKS,
                WORKER_STATUS,
                OPERATOR_COMMANDS,
                CLOCK,
                POLICIES,
                PATTERN_SAMPLES,
                PATTERN_OCCURRENCES,
                INCIDENT_SIGNALS,
                ERROR_RATES,
                FAILURE_PATTERNS,
                INCIDENTS,
                AUDIT,
                DEAD_LETTERS);
    }

    /** All stages, as the live service joins them. */
    public static Topology addTo(Topology topology, TopicNames names) {
        var policies = addPolicies(topology, names);
        addSubjects(topology, names, policies);
        addRates(topology, names, policies);
        addPatterns(topology, names, policies);
        return addIncidents(topology, names, policies);
    }

    /** The global table that the stages of one topology look at. */
    public static GlobalTable addPolicies(Topology topology, TopicNames names) {
        var policies = PlaneTables.policies();
        policies.addTo(topology, names);
        return policies;
    }

    /** The stage that sorts what comes in. It keeps no subject's history, so no record can be misplaced. */
    public static Topology addSubjects(Topology topology, TopicNames names, GlobalTable policies) {
        var stage = new Stage(SERVICE, "subjects", names);
        topology.addProcessor(
                "parse-inputs",
                () -> new Intake<>(stage, SubjectInput.parsers(), null, "sort-inputs"),
                stage.source(topology, FAILURES),
                stage.source(topology, HEARTBEATS),
                stage.source(topology, HEALTH_CHECKS),
                stage.source(topology, WORKER_STATUS),
                stage.source(topology, OPERATOR_COMMANDS),
                stage.source(topology, CLOCK));
        topology.addProcessor("sort-inputs", () -> new SubjectProcessor(stage, policies), "parse-inputs");
        topology.addStateStore(StoreKinds.summing(PENDING), "sort-inputs");
        for (var sink : List.of(PATTERN_SAMPLES, PATTERN_OCCURRENCES, INCIDENT_SIGNALS)) {
            stage.sink(topology, sink, TickPlacement.of(), "sort-inputs");
        }
        stage.sink(topology, FAILURES, "sort-inputs");
        stage.sink(topology, DEAD_LETTERS, "parse-inputs", "sort-inputs");
        return topology;
    }

    /** The stage of the error rates. */
    public static Topology addRates(Topology topology, TopicNames names, GlobalTable policies) {
        var stage = new Stage(SERVICE, "rates", names);
        topology.addProcessor(
                "parse-samples",
                () -> new Intake<>(stage, Fed.parsers(PATTERN_SAMPLES, Sample.class), null, "rate-versions"),
                stage.source(topology, PATTERN_SAMPLES));
        topology.addProcessor("rate-versions", () -> new RateProcessor(stage, policies), "parse-samples");
        topology.addStateStore(StoreKinds.windows(BUCKETS, RATES_KEPT), "rate-versions");
        topology.addStateStore(StoreKinds.windows(SAMPLED, RATES_KEPT), "rate-versions");
        topology.addStateStore(StoreKinds.dueIndex(RATES_DUE), "rate-versions");
        topology.addStateStore(StoreKinds.persistent(RATES_CLOCK), "rate-versions");
        stage.sink(topology, ERROR_RATES, "rate-versions");
        stage.sink(topology, DEAD_LETTERS, "parse-samples", "rate-versions");
        return topology;
    }

    /** The stage of the patterns. */
    public static Topology addPatterns(Topology topology, TopicNames names, GlobalTable policies) {
        var stage = new Stage(SERVICE, "patterns", names);
        topology.addProcessor(
                "parse-occurrences",
                () -> new Intake<>(stage, Fed.parsers(PATTERN_OCCURRENCES, Occurrence.class), null, "find-patterns"),
                stage.source(topology, PATTERN_OCCURRENCES));
        topology.addProcessor("find-patterns", () -> new PatternProcessor(stage, policies), "parse-occurrences");
        topology.addStateStore(StoreKinds.persistent(PATTERNS), "find-patterns");
        topology.addStateStore(StoreKinds.ordered(OCCURRENCES), "find-patterns");
        topology.addStateStore(StoreKinds.dueIndex(PATTERNS_DUE), "find-patterns");
        topology.addStateStore(StoreKinds.persistent(PATTERNS_CLOCK), "find-patterns");
        stage.sink(topology, FAILURE_PATTERNS, "find-patterns");
        stage.sink(topology, INCIDENT_SIGNALS, "find-patterns");
        stage.sink(topology, DEAD_LETTERS, "parse-occurrences", "find-patterns");
        return topology;
    }

    /** The stage of the incidents. */
    public static Topology addIncidents(Topology topology, TopicNames names, GlobalTable policies) {
        var stage = new Stage(SERVICE, "incidents", names);
        topology.addProcessor(
                "parse-signals",
                () -> new Intake<>(stage, Fed.parsers(INCIDENT_SIGNALS, Signal.class), null, "keep-incidents"),
                stage.source(topology, INCIDENT_SIGNALS));
        topology.addProcessor("keep-incidents", () -> new IncidentProcessor(stage, policies), "parse-signals");
        topology.addStateStore(StoreKinds.persistent(INCIDENT_STATES), "keep-incidents");
        topology.addStateStore(StoreKinds.persistent(COMMANDS), "keep-incidents");
        topology.addStateStore(StoreKinds.dueIndex(INCIDENTS_DUE), "keep-incidents");
        topology.addStateStore(StoreKinds.persistent(INCIDENTS_CLOCK), "keep-incidents");
        stage.sink(topology, INCIDENTS, "keep-incidents");
        stage.sink(topology, AUDIT, "keep-incidents");
        stage.sink(topology, DEAD_LETTERS, "parse-signals", "keep-incidents");
        return topology;
    }
}
