package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * {@code worker-restart-policy}: how often, how fast and how far restarts may go.
 *
 * @param maxRetries attempts per lineage before it is given up
 * @param retryIntervalSeconds delay before the first attempt; 0: at once
 * @param backoffMultiplier growth of the delay per attempt
 * @param maxIntervalSeconds cap of the delay
 * @param jitterPercent of the delay, within the cap, derived from the decision's id
 * @param dryRun everything is decided and recorded, nothing commanded
 * @param attemptResetMinutes a failure within it after a repair is the same problem
 * @param cleanup how zombies are terminated
 * @param breaker the circuit breaker per worker type
 * @param rateLimits restarts in a sliding minute
 * @param confirmTimeoutSeconds from the agent's SUCCEEDED to the first beat of the new incarnation
 */
public record WorkerRestartPolicy(
        boolean enabled,
        boolean dryRun,
        long maxRetries,
        long retryIntervalSeconds,
        BigDecimal backoffMultiplier,
        long maxIntervalSeconds,
        long jitterPercent,
        long attemptResetMinutes,
        Cleanup cleanup,
        Breaker breaker,
        RateLimits rateLimits,
        long confirmTimeoutSeconds) {

    /** Key in {@code policies}. */
    public static final String NAME = "worker-restart-policy";

    private static final long DAY = 86_400;

    /** Terminations: at most {@code maxPerMinute} in a sliding minute; polite for {@code gracefulSeconds}, then force. */
    public record Cleanup(long maxPerMinute, long gracefulSeconds, boolean forceKill) {}

    /**
     * Breaker per worker type: opens at {@code threshold} failures within {@code windowSeconds} (the one exactly one window
     * old no longer counts); after {@code resetSeconds} probes are admitted, each with a lease.
     */
    public record Breaker(
            boolean enabled,
            long threshold,
            long windowSeconds,
            long resetSeconds,
            long halfOpenMaxProbes,
            long halfOpenSuccessThreshold,
            long probeLeaseSeconds) {}

    /** Restarts in any sliding minute. */
    public record RateLimits(long globalPerMinute, long perTypePerMinute) {}

    /** Reads and validates, overrides per worker type included. @throws PolicyRejected with every problem */
    public static WorkerRestartPolicy read(JsonNode json) throws PolicyRejected {
        var reader = PolicyReader.of(NAME, json);
        var policy = read(reader);
        // Each override must make sense together with what it overrides.
        if (json.get("worker_types") instanceof ObjectNode types) {
            for (var type : types.properties()) {
                forType(json, type.getKey());
            }
        }
        reader.finish();
        return policy;
    }

    /** The policy for one worker type: {@code worker_types} over the rest. @throws PolicyRejected with every problem */
    public static WorkerRestartPolicy forType(JsonNode json, String workerType) throws PolicyRejected {
        var override = json.path("worker_types").get(workerType);
        if (override == null) {
            return read(json);
        }
        var base = ((ObjectNode) json).deepCopy().without("worker_types");
        var reader = PolicyReader.of(NAME + ".worker_types." + workerType, PolicyMerge.merge(base, override));
        var policy = read(reader);
        reader.finish();
        return policy;
    }

    private static WorkerRestartPolicy read(PolicyReader reader) {
        var policy = new WorkerRestartPolicy(
                reader.flag("enabled", true),
                reader.flag("dry_run", false),
                reader.whole("max_retries", 3, 1, 1_000),
                reader.whole("retry_interval_seconds", 60, 0, DAY),
                reader.decimal("backoff_multiplier", "2", "1", "100"),
                reader.whole("max_interval_seconds", 300, 0, DAY),
                reader.whole("jitter_percent", 0, 0, 100),
                reader.whole("attempt_reset_minutes", 60, 1, 7 * 24 * 60),
                reader.object("cleanup", WorkerRestartPolicy::cleanup),
                breaker(reader),
                reader.object(
                        "rate_limits",
                        limits -> new RateLimits(
                                limits.whole("global_per_minute", 10, 1, 100_000),
                                limits.whole("per_type_per_minute", 3, 1, 100_000))),
                reader.whole("confirm_timeout_seconds", 120, 1, DAY));
        reader.refuseIf(
                policy.maxIntervalSeconds < policy.retryIntervalSeconds,
                "max_interval_seconds",
                policy.maxIntervalSeconds,
                "is below retry_interval_seconds (" + policy.retryIntervalSeconds + ")");
        reader.accept("worker_types", "min_task_interval_seconds", "max_cumulative_cost_factor", "budget", "boot");
        return policy;
    }

    private static Cleanup cleanup(PolicyReader reader) {
        reader.accept("return_tokens");
        return new Cleanup(
                reader.whole("max_per_minute", 5, 1, 100_000),
                reader.whole("graceful_seconds", 30, 0, 3_600),
                reader.flag("force_kill", true));
    }

    private static Breaker breaker(PolicyReader reader) {
        var breaker = new Breaker(
                reader.flag("circuit_breaker_enabled", true),
                reader.whole("circuit_breaker_threshold", 5, 1, 1_000),
                reader.whole("circuit_breaker_window_seconds", 900, 1, 7 * DAY),
                reader.whole("circuit_breaker_reset_seconds", 300, 1, 7 * DAY),
                reader.whole("half_open_max_probes", 1, 1, 1_000),
                reader.whole("half_open_success_threshold", 1, 1, 1_000),
                reader.whole("probe_lease_seconds", 300, 1, DAY));
        return breaker;
    }

    /**
     * Delay before attempt k = min(interval × multiplier^(k−1), cap), in milliseconds; with jitter added within the cap.
     *
     * @param attempt from 1
     * @param jitterShare 0 (inclusive) to 1 (exclusive), derived from the decision's id
     */
    public long delayMs(int attempt, double jitterShare) {
        var cap = BigDecimal.valueOf(maxIntervalSeconds * 1000);
        var delay = BigDecimal.valueOf(retryIntervalSeconds * 1000);
        for (int k = 1; k < attempt && delay.compareTo(cap) < 0 && delay.signum() > 0; k++) {
            delay = delay.multiply(backoffMultiplier);
        }
        var jitter = delay.multiply(BigDecimal.valueOf(jitterPercent))
                .multiply(BigDecimal.valueOf(jitterShare))
                .movePointLeft(2);
        return delay.min(cap)
                .add(jitter)
                .min(cap)
                .setScale(0, RoundingMode.DOWN)
                .longValueExact();
    }
}
