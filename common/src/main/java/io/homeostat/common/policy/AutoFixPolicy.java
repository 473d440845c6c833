package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * {@code auto-fix-policy}: which fixes may happen, how often, and who is asked.
 *
 * @param minConfidence confidence from which a pattern is acted on, inclusive, 0 to 1
 * @param minOccurrences occurrences from which a pattern is acted on, inclusive
 * @param maxPatternAgeHours age of a pattern's last occurrence up to which it is acted on, inclusive
 * @param maxFixesPerHour in any sliding hour, all fixes together
 * @param maxFixesPerDay in any sliding day, all fixes together
 * @param perCategory limits by category of the pattern; the key {@code default} is for those that are not named
 * @param perWorkerType limits by worker type of the pattern
 * @param perFix limits by name of the fix
 * @param cooldownMinutes between two fixes for one pattern and target; exactly the cooldown passes
 * @param dryRun everything is decided and recorded, nothing commanded
 * @param safety bands of the safety score
 * @param approvalTimeoutHours after it what nobody approved is rejected
 * @param effectCheckMinutes without a new failure after which a fix is VERIFIED
 */
public record AutoFixPolicy(
        boolean enabled,
        BigDecimal minConfidence,
        long minOccurrences,
        long maxPatternAgeHours,
        long maxFixesPerHour,
        long maxFixesPerDay,
        Map<String, Limit> perCategory,
        Map<String, Limit> perWorkerType,
        Map<String, Limit> perFix,
        long cooldownMinutes,
        boolean dryRun,
        Safety safety,
        long approvalTimeoutHours,
        long effectCheckMinutes) {

    /** Key in {@code policies}. */
    public static final String NAME = "auto-fix-policy";

    private static final String DEFAULT = "default";

    /** Fixes in any sliding hour and day. */
    public record Limit(long perHour, long perDay) {}

    /**
     * Bands of the safety score; equal bounds switch the band between them off.
     *
     * @param rejectBelow a score below it is UNSAFE
     * @param approvalBelow a score below it needs approval; from it on a fix is applied and watched
     * @param autoFrom from it on a fix is applied as a matter of course; every fix is watched all the same
     */
    public record Safety(BigDecimal rejectBelow, BigDecimal approvalBelow, BigDecimal autoFrom) {}

    /** The limit of {@code name} among {@code limits}, else their default, else null. */
    public static @Nullable Limit limit(Map<String, Limit> limits, String name) {
        var own = limits.get(name);
        return own == null ? limits.get(DEFAULT) : own;
    }

    /** Reads and validates. @throws PolicyRejected with every problem */
    public static AutoFixPolicy read(JsonNode json) throws PolicyRejected {
        var reader = PolicyReader.of(NAME, json);
        long perHour = reader.whole("max_fixes_per_hour", 10, 1, 100_000);
        long perDay = reader.whole("max_fixes_per_day", 50, 1, 1_000_000);
        var policy = new AutoFixPolicy(
                reader.flag("enabled", true),
                reader.decimal("min_confidence_threshold", "0.7", "0", "1"),
                reader.whole("min_occurrences", 2, 1, 1_000_000),
                reader.whole("max_pattern_age_hours", 48, 1, 365 * 24),
                perHour,
                perDay,
                limits(reader, "per_category", perHour, perDay),
                limits(reader, "per_worker_type", perHour, perDay),
                limits(reader, "per_fix", perHour, perDay),
                reader.whole("fix_cooldown_minutes", 60, 0, 30 * 24 * 60),
                reader.flag("dry_run", false),
                reader.object("safety_bands", AutoFixPolicy::safety),
                reader.whole("approval_timeout_hours", 24, 1, 30 * 24),
                reader.whole("effect_check_minutes", 5, 1, 7 * 24 * 60));
        reader.accept("notification_enabled");
        reader.refuseIf(
                perDay < perHour,
                "max_fixes_per_day",
                perDay,
                "is below max_fixes_per_hour (" + perHour + "), which then never applies");
        reader.finish();
        return policy;
    }

    private static Map<String, Limit> limits(PolicyReader reader, String key, long hourMax, long dayMax) {
        return reader.objects(key, limit -> {
            long perHour = limit.whole("per_hour", hourMax, 1, 100_000);
            long perDay = limit.whole("per_day", dayMax, 1, 1_000_000);
            limit.refuseIf(
                    perHour > hourMax,
                    "per_hour",
                    perHour,
                    "is above max_fixes_per_hour (" + hourMax + "), so it never applies");
            limit.refuseIf(
                    perDay > dayMax,
                    "per_day",
                    perDay,
                    "is above max_fixes_per_day (" + dayMax + "), so it never applies");
            return new Limit(perHour, perDay);
        });
    }

    private static Safety safety(PolicyReader reader) {
        var safety = new Safety(
                reader.decimal("reject_below", "0.3", "0", "1"),
                reader.decimal("approval_below", "0.7", "0", "1"),
                reader.decimal("auto_from", "0.9", "0", "1"));
        reader.refuseIf(
                safety.approvalBelow.compareTo(safety.rejectBelow) < 0,
                "approval_below",
                safety.approvalBelow,
                "is below reject_below (" + safety.rejectBelow + "), so it never applies");
        reader.refuseIf(
                safety.autoFrom.compareTo(safety.approvalBelow) < 0,
                "auto_from",
                safety.autoFrom,
                "is below approval_below (" + safety.approvalBelow + "), so it never applies");
        return safety;
    }
}
