package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * {@code heartbeat-policy}: from silence to a verdict. All durations in seconds unless the name says otherwise.
 *
 * @param intervalSeconds expected distance of two beats
 * @param warningSeconds silence from which a worker is WARNING, inclusive
 * @param timeoutSeconds silence from which it is UNRESPONSIVE, inclusive
 * @param zombieSeconds silence from which it is suspected to be a zombie, inclusive
 * @param startupGraceSeconds what a worker that was never heard gets in full
 * @param doubleCheckSeconds wait between suspicion and verdict
 * @param decayRate points of health lost per missed beat
 * @param minHealthScore a silent worker below it is UNRESPONSIVE
 * @param healthyFrom score from which a worker is HEALTHY
 * @param degradedFrom score from which it is DEGRADED
 * @param stuckAfterMinutes without progress while RUNNING
 * @param forgetAfterHours after its end
 */
public record HeartbeatPolicy(
        long intervalSeconds,
        long warningSeconds,
        long timeoutSeconds,
        long zombieSeconds,
        long startupGraceSeconds,
        long doubleCheckSeconds,
        long decayRate,
        long minHealthScore,
        long healthyFrom,
        long degradedFrom,
        Detector detector,
        BigDecimal phiThreshold,
        long stuckAfterMinutes,
        long forgetAfterHours,
        Storm storm) {

    /** Key in {@code policies}. */
    public static final String NAME = "heartbeat-policy";

    private static final long DAY = 86_400;

    /** FIXED thresholds, or suspicion that ACCRUES over the worker's own rhythm. */
    public enum Detector {
        FIXED,
        ACCRUAL
    }

    /** Limits from which many silent workers are one storm. */
    public record Storm(
            List<String> groupBy,
            BigDecimal slowShare,
            BigDecimal freezeShare,
            long countMin,
            long cooldownSeconds,
            List<Long> ramp) {}

    /** Reads and validates. @throws PolicyRejected with every problem */
    public static HeartbeatPolicy read(JsonNode json) throws PolicyRejected {
        var reader = PolicyReader.of(NAME, json);
        var policy = new HeartbeatPolicy(
                reader.whole("heartbeat_interval_seconds", 30, 1, DAY),
                reader.whole("heartbeat_warning_seconds", 60, 1, DAY),
                reader.whole("heartbeat_timeout_seconds", 120, 1, DAY),
                reader.whole("zombie_threshold_seconds", 300, 1, 7 * DAY),
                reader.whole("startup_grace_seconds", 300, 1, 7 * DAY),
                reader.whole("double_check_delay_seconds", 2, 0, DAY),
                reader.whole("health_score_decay_rate", 5, 0, 100),
                reader.whole("min_health_score", 20, 0, 100),
                reader.whole("healthy_from", 80, 0, 100),
                reader.whole("degraded_from", 50, 0, 100),
                reader.choice("detector", Detector.class, Detector.FIXED),
                reader.decimal("phi_threshold", "8", "1", "32"),
                reader.whole("stuck_after_minutes", 30, 1, 7 * 24 * 60),
                reader.whole("forget_after_hours", 24, 1, 365 * 24),
                reader.object("storm", HeartbeatPolicy::storm));
        policy.refuseWhatNeverFires(reader);
        reader.finish();
        return policy;
    }

    private static Storm storm(PolicyReader reader) {
        var storm = new Storm(
                reader.choices(
                        "group_by",
                        List.of("worker_type", "environment"),
                        Set.of("worker_type", "environment", "version", "partition", "principal", "service")),
                reader.decimal("slow_share", "0.2", "0", "1"),
                reader.decimal("freeze_share", "0.5", "0", "1"),
                reader.whole("count_min", 3, 1, 1_000_000),
                reader.whole("cooldown_seconds", 120, 0, DAY),
                reader.wholes("ramp", List.of(1L, 2L, 4L, 8L), 1, 100_000));
        reader.refuseIf(
                storm.freezeShare.compareTo(storm.slowShare) < 0,
                "freeze_share",
                storm.freezeShare,
                "is below slow_share (" + storm.slowShare + "), which then never applies");
        return storm;
    }

    private void refuseWhatNeverFires(PolicyReader reader) {
        reader.refuseIf(
                warningSeconds < intervalSeconds,
                "heartbeat_warning_seconds",
                warningSeconds,
                "is below heartbeat_interval_seconds (" + intervalSeconds + "): a healthy worker would be warned of");
        reader.refuseIf(
                timeoutSeconds <= warningSeconds,
                "heartbeat_timeout_seconds",
                timeoutSeconds,
                "must be above heartbeat_warning_seconds (" + warningSeconds + "), or WARNING never fires");
        reader.refuseIf(
                zombieSeconds <= timeoutSeconds,
                "zombie_threshold_seconds",
                zombieSeconds,
                "must be above heartbeat_timeout_seconds (" + timeoutSeconds + "), or UNRESPONSIVE never fires");
        reader.refuseIf(
                healthyFrom <= degradedFrom,
                "healthy_from",
                healthyFrom,
                "must be above degraded_from (" + degradedFrom + "), or DEGRADED never fires");
        reader.refuseIf(detector == Detector.ACCRUAL, "detector", "accrual", "is not available in this version");
    }
}
