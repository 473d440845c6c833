package io.homeostat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.Setup.Seed;
import java.util.List;

/** Policies under which a bad day takes minutes, and what is changed of them in its middle. */
final class FaultPolicies {

    /** Silence from which a worker is a zombie. */
    static final long ZOMBIE_MS = 30_000;

    /** Probes that a half-open breaker admits at a time. */
    static final int PROBES = 1;

    private static final String RESTARTS = "\"retry_interval_seconds\":3,\"max_interval_seconds\":8,"
            + "\"confirm_timeout_seconds\":15,\"circuit_breaker_threshold\":3,\"circuit_breaker_reset_seconds\":15,"
            + "\"half_open_max_probes\":1,\"probe_lease_seconds\":60,\"cleanup\":{\"max_per_minute\":60,\"graceful_seconds\":2},"
            + "\"rate_limits\":{\"global_per_minute\":30,\"per_type_per_minute\":";
    private static final String ROLLBACKS = "\"check_interval_ms\":5000,\"post_promotion_grace_period_ms\":60000,"
            + "\"min_operations\":10,\"kill_switch\":{\"quiet_minutes_before_reset\":0},\"rollback_retries\":1,"
            + "\"consecutive_failure_threshold\":";
    private static final String HEARTBEATS = "\"heartbeat_interval_seconds\":5,\"heartbeat_warning_seconds\":10,"
            + "\"heartbeat_timeout_seconds\":15,\"zombie_threshold_seconds\":30,\"startup_grace_seconds\":20,"
            + "\"stuck_after_minutes\":1,\"min_health_score\":";

    private FaultPolicies() {}

    /** A policy as somebody wants it. */
    record Wanted(String name, String policy) {}

    static List<Seed> seeds() {
        return List.of(
                seed(new Wanted("heartbeat-policy", '{' + HEARTBEATS + "20}")),
                seed(new Wanted("worker-restart-policy", '{' + RESTARTS + "30}}")),
                seed(new Wanted("plane-policy", plane("act"))),
                seed(new Wanted("rollback-policy", '{' + ROLLBACKS + "2}")),
                seed(
                        new Wanted(
                                "failure-pattern-detection-policy",
                                "{\"frequency_threshold\":1,\"time_window_hours\":24,\"min_operations\":10,\"error_rate_windows\":[60]}")),
                seed(new Wanted("auto-fix-policy", fixes(false))),
                seed(new Wanted(
                        "auto-fix-registry",
                        "{\"fixes\":{\"ask_first\":{\"match\":[\"data:invalid_input\"],\"settings\":{\"batch_size\":{\"multiply\":0.5,"
                                + "\"min\":1}},\"safety\":0.5,\"requires_approval\":true}}}")),
                seed(new Wanted(
                        "flags", "{\"flags\":{\"new_pipeline\":{\"kind\":\"boolean\",\"safe_default\":false}}}")),
                component("type/a", "images", "agent-a"),
                component("type/b", "texts", "agent-b"));
    }

    /** Changes that can be made in the middle: what is wanted, then what is wanted at its end. */
    static List<Wanted> change(int which) {
        return switch (which % 6) {
            case 0 -> List.of(new Wanted("plane-policy", plane("observe")), new Wanted("plane-policy", plane("act")));
            case 1 ->
                List.of(
                        new Wanted("worker-restart-policy", '{' + RESTARTS + "2}}"),
                        new Wanted("worker-restart-policy", '{' + RESTARTS + "30}}"));
            case 2 ->
                List.of(
                        new Wanted("heartbeat-policy", '{' + HEARTBEATS + "40}"),
                        new Wanted("heartbeat-policy", '{' + HEARTBEATS + "20}"));
            case 3 ->
                List.of(
                        new Wanted("rollback-policy", '{' + ROLLBACKS + "3}"),
                        new Wanted("rollback-policy", '{' + ROLLBACKS + "2}"));
            case 4 -> List.of(new Wanted("auto-fix-policy", fixes(true)), new Wanted("auto-fix-policy", fixes(false)));
            default -> List.of(new Wanted("heartbeat-policy", "{\"heartbeat_intervall_seconds\":5}"));
        };
    }

    private static String plane(String mode) {
        return "{\"mode\":\"" + mode + "\",\"command_valid_seconds\":15,\"max_actions_per_minute\":40}";
    }

    private static String fixes(boolean dryRun) {
        return "{\"fix_cooldown_minutes\":0,\"effect_check_minutes\":1,\"dry_run\":" + dryRun + '}';
    }

    private static Seed seed(Wanted wanted) {
        var document = "{\"name\":\"" + wanted.name()
                + "\",\"version\":\"v1\",\"actor\":\"a\",\"reason\":\"r\",\"policy\":" + wanted.policy() + '}';
        return new Seed(Topics.POLICIES, wanted.name(), document.getBytes(UTF_8));
    }

    private static Seed component(String subject, String service, String agent) {
        return new Seed(
                Topics.COMPONENTS,
                subject,
                FaultTexts.component(subject, service, agent, 1_024, 60, 64).getBytes(UTF_8));
    }
}
