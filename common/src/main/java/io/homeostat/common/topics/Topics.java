package io.homeostat.common.topics;

import static io.homeostat.common.topics.TopicSpec.FOR_EVER;
import static io.homeostat.common.topics.TopicSpec.PARTITIONS;

import io.homeostat.common.topics.TopicSpec.Kind;
import java.time.Duration;
import java.util.List;

/** Every topic of the plane: the only place where their names stand. {@code docs/topics.md} is checked against it. */
public final class Topics {

    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration DAY = Duration.ofDays(1);

    public static final TopicSpec HEARTBEATS =
            in("heartbeats", DAY, "workerId", "workers; heartbeat-service (ticks)", "I am alive, this is my condition");
    public static final TopicSpec HEARTBEATS_ROUTED = internal(
            "heartbeats-routed",
            PARTITIONS,
            DAY,
            "workerId",
            "heartbeat-service",
            "misplaced beats, failures and results on their way to the right task, with ticks");
    public static final TopicSpec CLOCK = new TopicSpec(
            "clock",
            Kind.LOG,
            PARTITIONS,
            DAY,
            true,
            "partition number",
            "heartbeat-service",
            "observed now, for the other services");
    public static final TopicSpec FAILURES =
            in("failures", WEEK, "workerId or subject", "workers, agents, every service", "something went wrong");
    public static final TopicSpec COMPONENTS = new TopicSpec(
            "components",
            Kind.VIEW,
            1,
            FOR_EVER,
            true,
            "workerId or type/<workerType>",
            "operators, agents",
            "what a worker is, who can start it and how");
    public static final TopicSpec WORKER_STATUS = view(
            "worker-status", PARTITIONS, "workerId", "heartbeat-service", "state of a worker, written on change only");
    public static final TopicSpec FLEET_GROUPS =
            view("fleet-groups", 1, "group", "heartbeat-service", "counts, storm state and blindness of a group");
    public static final TopicSpec FLEET_DELTAS = internal(
            "fleet-deltas",
            1,
            DAY,
            "group",
            "heartbeat-service",
            "changes of groups on their way to the stage that keeps them");
    public static final TopicSpec PATTERN_SAMPLES = internal(
            "pattern-samples",
            PARTITIONS,
            DAY,
            "service|version",
            "pattern-service",
            "operations of a service version on their way to its windows, with ticks");
    public static final TopicSpec PATTERN_OCCURRENCES = internal(
            "pattern-occurrences",
            PARTITIONS,
            DAY,
            "patternId",
            "pattern-service",
            "classified failures on their way to their pattern, with ticks");
    public static final TopicSpec INCIDENT_SIGNALS = internal(
            "incident-signals",
            PARTITIONS,
            DAY,
            "incidentId",
            "pattern-service",
            "what belongs to an incident on its way to it, with ticks");
    public static final TopicSpec ERROR_RATES = view(
            "error-rates",
            PARTITIONS,
            "service|version",
            "pattern-service",
            "windowed error rate of a service version");
    public static final TopicSpec FAILURE_PATTERNS = view(
            "failure-patterns", PARTITIONS, "patternId", "pattern-service", "a recurring failure, with confidence");
    public static final TopicSpec INCIDENTS = view(
            "incidents",
            PARTITIONS,
            "incidentId",
            "pattern-service",
            "severity, timeline, escalation, open or resolved");
    public static final TopicSpec FIX_REROUTED = internal(
            "fix-rerouted",
            PARTITIONS,
            DAY,
            "target",
            "autofix-service",
            "what is about a target on its way to the right task");
    public static final TopicSpec FIX_ADMISSION = internal(
            "fix-admission",
            1,
            DAY,
            "target",
            "autofix-service",
            "what is wanted and answered, on its way to the admission stage, with ticks");
    public static final TopicSpec FIXES =
            log("fixes", "target", "autofix-service", "a remediation and what became of it");
    public static final TopicSpec FIX_COMMANDS =
            log("fix-commands", "target", "autofix-service", "do this remediation");
    public static final TopicSpec FIX_RESULTS = in("fix-results", WEEK, "target", "agents", "how a remediation went");
    public static final TopicSpec RESTART_REQUESTS = in(
            "restart-requests", WEEK, "workerId", "autofix-service, operators, anyone", "please restart this worker");
    public static final TopicSpec RESTARTS =
            log("restarts", "workerId", "restart-service", "the life of one restart, refusals included");
    public static final TopicSpec RESTART_COMMANDS =
            log("restart-commands", "workerId", "restart-service", "terminate, start, restart");
    public static final TopicSpec RESTART_RESULTS =
            in("restart-results", WEEK, "workerId", "agents", "how a command went");
    public static final TopicSpec RESTART_ADMISSION = internal(
            "restart-admission",
            1,
            DAY,
            "workerId",
            "restart-service",
            "what is wanted, known and answered, on its way to the admission stage");
    public static final TopicSpec RESTART_REROUTED = internal(
            "restart-rerouted",
            PARTITIONS,
            DAY,
            "workerId",
            "restart-service",
            "misplaced requests, results and commands on their way to the right task");
    public static final TopicSpec CIRCUIT_BREAKERS =
            view("circuit-breakers", PARTITIONS, "workerType", "restart-service", "CLOSED, OPEN, HALF_OPEN and why");
    public static final TopicSpec QUARANTINE =
            view("quarantine", PARTITIONS, "subject", "restart-service", "set aside until a verified release");
    public static final TopicSpec BUDGETS =
            view("budgets", PARTITIONS, "owner", "restart-service", "ledger of tokens of a worker type or pool");
    public static final TopicSpec HOLDS =
            view("holds", 1, "scope", "restart-service", "pause, maintenance: nothing acts in this scope until");
    public static final TopicSpec PROMOTIONS =
            in("promotions", WEEK, "service", "deploy tools, operators", "version B of a service replaced version A");
    public static final TopicSpec HEALTH_CHECKS =
            in("health-checks", WEEK, "service", "checkers, probes", "one check of a service");
    public static final TopicSpec ROLLBACK_REROUTED = internal(
            "rollback-rerouted",
            PARTITIONS,
            DAY,
            "service",
            "rollback-service",
            "misplaced promotions, checks, rates, results and commands on their way to the right task, and holds to all");
    public static final TopicSpec ROLLBACKS =
            log("rollbacks", "service", "rollback-service", "checks, sessions, the life of a rollback");
    public static final TopicSpec ROLLBACK_COMMANDS =
            log("rollback-commands", "service", "rollback-service", "switch back");
    public static final TopicSpec ROLLBACK_RESULTS = in("rollback-results", WEEK, "service", "agents", "how it went");
    public static final TopicSpec SWITCH_SIGNALS = internal(
            "switch-signals",
            1,
            DAY,
            "scope or flag",
            "rollback-service",
            "escalations and commands on their way to the only stage that throws the switch, with ticks");
    public static final TopicSpec KILL_SWITCH =
            view("kill-switch", 1, "scope", "rollback-service only", "is new behaviour disabled in this scope");
    public static final TopicSpec FLAGS =
            view("flags", 1, "flag name", "rollback-service", "stored value of a live flag");
    public static final TopicSpec POLICY_REQUESTS = new TopicSpec(
            "policy-requests",
            Kind.INPUT,
            1,
            WEEK,
            true,
            "name or name/kind:scope",
            "console, CLI, integrations",
            "please make this policy effective");
    public static final TopicSpec POLICY_APPROVALS = internal(
            "policy-approvals",
            1,
            DAY,
            "name or name/kind:scope",
            "rollback-service",
            "approvals and refusals of policies on their way to the stage that keeps them, with ticks");
    public static final TopicSpec POLICIES = view(
            "policies", 1, "name or name/kind:scope", "rollback-service, provisioning", "the good version in force");
    public static final TopicSpec OPERATOR_COMMANDS =
            in("operator-commands", WEEK, "subject", "console, CLI, integrations", "an operator's will");
    public static final TopicSpec PLANE = new TopicSpec(
            "plane",
            Kind.VIEW,
            1,
            FOR_EVER,
            false,
            "plane",
            "provisioning, restore",
            "generation of this plane: older commands are void");
    public static final TopicSpec DEAD_LETTERS =
            log("dead-letters", "original key", "every service", "the refused bytes (bounded), and why");
    public static final TopicSpec AUDIT = new TopicSpec(
            "audit",
            Kind.LOG,
            PARTITIONS,
            FOR_EVER,
            false,
            "subject",
            "every service",
            "who or what did or decided what, why, on which evidence");

    private Topics() {}

    /** All topics, in the order of the contract; simulation delivers records of one instant in this order. */
    public static List<TopicSpec> all() {
        return List.of(
                HEARTBEATS,
                HEARTBEATS_ROUTED,
                CLOCK,
                FAILURES,
                COMPONENTS,
                WORKER_STATUS,
                FLEET_DELTAS,
                FLEET_GROUPS,
                PATTERN_SAMPLES,
                PATTERN_OCCURRENCES,
                INCIDENT_SIGNALS,
                ERROR_RATES,
                FAILURE_PATTERNS,
                INCIDENTS,
                FIX_REROUTED,
                FIX_ADMISSION,
                FIXES,
                FIX_COMMANDS,
                FIX_RESULTS,
                RESTART_REQUESTS,
                RESTART_REROUTED,
                RESTART_ADMISSION,
                RESTARTS,
                RESTART_COMMANDS,
                RESTART_RESULTS,
                CIRCUIT_BREAKERS,
                QUARANTINE,
                BUDGETS,
                HOLDS,
                PROMOTIONS,
                HEALTH_CHECKS,
                ROLLBACK_REROUTED,
                ROLLBACKS,
                ROLLBACK_COMMANDS,
                ROLLBACK_RESULTS,
                SWITCH_SIGNALS,
                KILL_SWITCH,
                FLAGS,
                POLICY_REQUESTS,
                POLICY_APPROVALS,
                POLICIES,
                OPERATOR_COMMANDS,
                PLANE,
                DEAD_LETTERS,
                AUDIT);
    }

    private static TopicSpec in(String name, Duration retention, String key, String writers, String summary) {
        return new TopicSpec(name, Kind.INPUT, PARTITIONS, retention, true, key, writers, summary);
    }

    private static TopicSpec log(String name, String key, String writers, String summary) {
        return new TopicSpec(name, Kind.LOG, PARTITIONS, WEEK, false, key, writers, summary);
    }

    private static TopicSpec view(String name, int partitions, String key, String writers, String summary) {
        return new TopicSpec(name, Kind.VIEW_HISTORY, partitions, FOR_EVER, false, key, writers, summary);
    }

    private static TopicSpec internal(
            String name, int partitions, Duration retention, String key, String writers, String summary) {
        return new TopicSpec(name, Kind.INTERNAL, partitions, retention, false, key, writers, summary);
    }
}
