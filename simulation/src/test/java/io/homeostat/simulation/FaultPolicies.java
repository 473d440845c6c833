package io.homeostat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.Setup.Seed;
import java.util.List;

/** Policies under which a bad day takes minutes. */
final class FaultPolicies {

    private FaultPolicies() {}

    static List<Seed> seeds() {
        return List.of(
                policy(
                        "heartbeat-policy",
                        "{\"heartbeat_interval_seconds\":5,\"heartbeat_warning_seconds\":10,"
                                + "\"heartbeat_timeout_seconds\":15,\"zombie_threshold_seconds\":30,\"startup_grace_seconds\":30}"),
                policy(
                        "worker-restart-policy",
                        "{\"retry_interval_seconds\":3,\"max_interval_seconds\":10,"
                                + "\"confirm_timeout_seconds\":20,\"circuit_breaker_reset_seconds\":20,\"probe_lease_seconds\":20,"
                                + "\"rate_limits\":{\"global_per_minute\":60,\"per_type_per_minute\":60}}"),
                policy("plane-policy", "{\"command_valid_seconds\":20}"),
                policy(
                        "rollback-policy",
                        "{\"check_interval_ms\":5000,\"post_promotion_grace_period_ms\":60000,"
                                + "\"kill_switch\":{\"quiet_minutes_before_reset\":0}}"));
    }

    private static Seed policy(String name, String json) {
        var document = "{\"name\":\"" + name + "\",\"version\":\"v1\",\"actor\":\"a\",\"reason\":\"r\",\"policy\":"
                + json + '}';
        return new Seed(Topics.POLICIES, name, document.getBytes(UTF_8));
    }
}
