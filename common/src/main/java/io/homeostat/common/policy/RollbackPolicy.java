package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * {@code rollback-policy}: how a promotion is watched, and from when on it is taken back. All comparisons with a rate are
 * strict: exactly the threshold is still good.
 *
 * @param enabled false: everything is decided and recorded, nothing commanded
 * @param dryRun the same, as a rehearsal
 * @param checkIntervalMs distance of the service's own checks, 1 s..1 h; half of it while DEGRADED
 * @param gracePeriodMs length of a session, at most a day
 * @param errorRateThreshold exact mean over the window above which a rollback may follow, 0 (inclusive) to 1
 * @param consecutiveFailureThreshold failed checks in a row that escalate
 * @param checkWindowSize checks that a verdict looks at, at most 100
 * @param minChecks below it every check is HEALTHY, as nothing can be said yet
 * @param rollbackMinFailures failed checks in the window that a rollback by mean needs
 * @param degradedErrorRate mean above which a version is DEGRADED
 * @param memoryLimitMb memory at or above it fails a check
 * @param minOperations operations over the window that a rollback needs, where checks report any
 * @param escalateScope whose kill switch an escalation throws
 * @param rollbackRetries further attempts after a failed one
 * @param sequentialTest stored, not used yet
 * @param errorBudget stored, not used yet
 * @param standbyMinutes how long after its end a session can still be rolled back by hand
 */
public record RollbackPolicy(
        boolean enabled,
        boolean dryRun,
        long checkIntervalMs,
        long gracePeriodMs,
        BigDecimal errorRateThreshold,
        long consecutiveFailureThreshold,
        long checkWindowSize,
        long minChecks,
        long rollbackMinFailures,
        BigDecimal degradedErrorRate,
        BigDecimal memoryLimitMb,
        long minOperations,
        EscalateScope escalateScope,
        long rollbackRetries,
        SequentialTest sequentialTest,
        ErrorBudget errorBudget,
        KillSwitch killSwitch,
        long standbyMinutes) {

    /** Key in {@code policies}. */
    public static final String NAME = "rollback-policy";

    private static final long DAY_MS = 86_400_000;
    private static final Pattern STAGE = Pattern.compile("[1-9][0-9]*|(100|[1-9]?[0-9])%");

    /** Whose kill switch an escalation throws. */
    public enum EscalateScope {
        SERVICE,
        GLOBAL
    }

    /** What the new version is compared with. */
    public enum Baseline {
        CONCURRENT,
        LAST_KNOWN
    }

    /** An early verdict with the false-alarm probability {@code alpha} over a whole session. */
    public record SequentialTest(boolean enabled, BigDecimal alpha, Baseline baseline) {}

    /** The share of failed operations over any window that is too much. */
    public record ErrorBudget(BigDecimal rate, long windowSeconds) {}

    /**
     * The switch itself.
     *
     * @param quietMinutesBeforeReset without an escalation, before a reset is taken
     * @param requireSecondPerson a reset needs an approver who is not its actor
     * @param staleAfterSeconds readers without contact keep the last state so long, then read ON
     * @param stages of the return after a reset: a number of workers, or a share with {@code %}
     */
    public record KillSwitch(
            long quietMinutesBeforeReset, boolean requireSecondPerson, long staleAfterSeconds, List<String> stages) {}

    /** True if nothing may be commanded under this policy. */
    public boolean observesOnly() {
        return !enabled || dryRun;
    }

    /** Reads and validates, every profile over the rest included. @throws PolicyRejected with every problem */
    public static RollbackPolicy read(JsonNode json) throws PolicyRejected {
        var reader = PolicyReader.of(NAME, json);
        var policy = read(reader);
        var profiles = json.path("profiles");
        reader.refuseIf(profiles.isValueNode() && !profiles.isNull(), "profiles", profiles, "is no object");
        reader.finish();
        for (var profile : RollbackProfiles.names(json)) {
            read(NAME + ".profiles." + profile, RollbackProfiles.apply(json, profile));
        }
        return policy;
    }

    /** Reads what was laid over each other; {@code path} begins the path of every problem. */
    static RollbackPolicy read(String path, JsonNode json) throws PolicyRejected {
        var reader = PolicyReader.of(path, json);
        var policy = read(reader);
        reader.finish();
        return policy;
    }

    /**
     * The policy of one promotion: its own overrides over {@code base}. Profiles and the kill switch are not a promotion's
     * to change.
     *
     * @throws PolicyRejected with every problem; paths begin with {@code policy}, the promotion's field
     */
    static RollbackPolicy overridden(JsonNode base, JsonNode overrides) throws PolicyRejected {
        var foreign = new TreeSet<>(List.of("profiles", "use_profiles", "kill_switch"));
        foreign.removeIf(key -> !overrides.has(key));
        if (!foreign.isEmpty()) {
            throw new PolicyRejected(foreign.stream()
                    .map(key -> new PolicyProblem("policy." + key, "", "is not a promotion's to change"))
                    .toList());
        }
        return read("policy", PolicyMerge.merge(base, overrides));
    }

    private static RollbackPolicy read(PolicyReader reader) {
        reader.accept("profiles");
        reader.flag("use_profiles", false);
        var policy = new RollbackPolicy(
                reader.flag("enabled", true),
                reader.flag("dry_run", false),
                reader.whole("check_interval_ms", 30_000, 1_000, 3_600_000),
                reader.whole("post_promotion_grace_period_ms", 600_000, 1_000, DAY_MS),
                reader.decimal("error_rate_threshold", "0.2", "0", "1"),
                reader.whole("consecutive_failure_threshold", 2, 1, 100),
                reader.whole("check_window_size", 5, 1, 100),
                reader.whole("min_checks", 2, 1, 100),
                reader.whole("rollback_min_failures", 3, 1, 100),
                reader.decimal("degraded_error_rate", "0.05", "0", "1"),
                reader.decimal("memory_limit_mb", "1024", "1", "1000000000"),
                reader.whole("min_operations", 50, 0, 1_000_000_000),
                reader.choice("escalate_scope", EscalateScope.class, EscalateScope.SERVICE),
                reader.whole("rollback_retries", 3, 0, 100),
                reader.object("sequential_test", RollbackPolicy::sequentialTest),
                reader.object(
                        "error_budget",
                        budget -> new ErrorBudget(
                                budget.decimal("rate", "0.05", "0", "1"),
                                budget.whole("window_seconds", 120, 1, 86_400))),
                reader.object("kill_switch", RollbackPolicy::killSwitch),
                reader.whole("standby_minutes", 30, 0, 7 * 24 * 60));
        policy.refuseWhatNeverFires(reader);
        return policy;
    }

    private static SequentialTest sequentialTest(PolicyReader reader) {
        var test = new SequentialTest(
                reader.flag("enabled", false),
                reader.decimal("alpha", "0.01", "0.000001", "0.5"),
                reader.choice("baseline", Baseline.class, Baseline.CONCURRENT));
        reader.refuseIf(test.enabled, "enabled", "true", "is not available in this version");
        return test;
    }

    private static KillSwitch killSwitch(PolicyReader reader) {
        return new KillSwitch(
                reader.whole("quiet_minutes_before_reset", 15, 0, 7 * 24 * 60),
                reader.flag("require_second_person", true),
                reader.whole("stale_after_seconds", 300, 1, 86_400),
                reader.texts(
                        "stages",
                        List.of("1", "10%", "50%", "100%"),
                        STAGE,
                        "is no number of workers like \"1\" and no share like \"10%\""));
    }

    private void refuseWhatNeverFires(PolicyReader reader) {
        reader.refuseIf(
                checkWindowSize < minChecks,
                "check_window_size",
                checkWindowSize,
                "is below min_checks (" + minChecks + "), so no check could ever say anything");
        reader.refuseIf(
                checkWindowSize < rollbackMinFailures,
                "check_window_size",
                checkWindowSize,
                "is below rollback_min_failures (" + rollbackMinFailures + "), which then can never be reached");
        reader.refuseIf(
                checkWindowSize < consecutiveFailureThreshold,
                "check_window_size",
                checkWindowSize,
                "is below consecutive_failure_threshold (" + consecutiveFailureThreshold
                        + "), so an escalation can never fire");
        reader.refuseIf(
                errorRateThreshold.compareTo(BigDecimal.ONE) >= 0,
                "error_rate_threshold",
                errorRateThreshold,
                "is never exceeded, so a rollback can never fire");
        reader.refuseIf(
                degradedErrorRate.compareTo(BigDecimal.ONE) >= 0,
                "degraded_error_rate",
                degradedErrorRate,
                "is never exceeded");
    }
}
