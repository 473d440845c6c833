package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;

/**
 * {@code failure-pattern-detection-policy}: from when on failures are a pattern, and over which windows rates are told.
 *
 * @param enabled false: failures are not counted into patterns; error rates go on, as others decide on them
 * @param frequencyThreshold occurrences from which on a pattern exists, 1..3000
 * @param timeWindowHours sliding window of the occurrences; one exactly that old no longer counts
 * @param similarityThreshold share of fields from which two signatures are one, 0..1; not used yet
 * @param confidenceThreshold confidence of a pattern that is worth acting on, 0..1; not used yet
 * @param errorRateWindows lengths in seconds, 10..86400 each, at most five
 * @param minOperations operations below which a rate is INCONCLUSIVE
 * @param correlationWindowSeconds within which failures of other subjects may be consequences; not used yet
 * @param correlationMinRelated how many of them make a correlation; not used yet
 * @param sigma standard deviations from the baseline that make a spike; not used yet
 * @param baselineDays days of the baseline; not used yet
 * @param repeatedRequestsCount restart requests for one subject that escalate; not used yet
 * @param repeatedRequestsMinutes within so many minutes, inclusive; not used yet
 */
public record FailurePatternPolicy(
        boolean enabled,
        long frequencyThreshold,
        long timeWindowHours,
        BigDecimal similarityThreshold,
        BigDecimal confidenceThreshold,
        List<Long> errorRateWindows,
        long minOperations,
        long correlationWindowSeconds,
        long correlationMinRelated,
        BigDecimal sigma,
        long baselineDays,
        long repeatedRequestsCount,
        long repeatedRequestsMinutes) {

    /** Key in {@code policies}. */
    public static final String NAME = "failure-pattern-detection-policy";

    /** The longest window of an error rate in seconds. */
    public static final long RATE_WINDOW_SECONDS_MAX = 86_400;

    private static final int RATE_WINDOWS_MAX = 5;
    private static final long HOUR = 3_600;

    /** Reads and validates. @throws PolicyRejected with every problem */
    public static FailurePatternPolicy read(JsonNode json) throws PolicyRejected {
        var reader = PolicyReader.of(NAME, json);
        var policy = new FailurePatternPolicy(
                reader.flag("enabled", true),
                reader.whole("frequency_threshold", 3, 1, 3_000),
                reader.whole("time_window_hours", 24, 1, 30 * 24),
                reader.decimal("similarity_threshold", "0.85", "0", "1"),
                reader.decimal("confidence_threshold", "0.7", "0", "1"),
                reader.wholes("error_rate_windows", List.of(60L, 300L, 3_600L), 10, RATE_WINDOW_SECONDS_MAX),
                reader.whole("min_operations", 20, 1, 1_000_000_000),
                reader.whole("correlation_window_seconds", 300, 1, 7 * 24 * HOUR),
                reader.whole("correlation_min_related", 2, 1, 1_000),
                reader.decimal("sigma", "3", "0.1", "100"),
                reader.whole("baseline_days", 7, 1, 90),
                reader.whole("repeated_requests_count", 3, 1, 1_000),
                reader.whole("repeated_requests_minutes", 10, 1, 7 * 24 * 60));
        policy.refuseWhatNeverFires(reader);
        reader.finish();
        return policy;
    }

    private void refuseWhatNeverFires(PolicyReader reader) {
        reader.refuseIf(
                new HashSet<>(errorRateWindows).size() < errorRateWindows.size(),
                "error_rate_windows",
                errorRateWindows,
                "names a window twice, whose second record never says anything new");
        reader.refuseIf(
                errorRateWindows.size() > RATE_WINDOWS_MAX,
                "error_rate_windows",
                errorRateWindows,
                "has more than " + RATE_WINDOWS_MAX + " windows");
        reader.refuseIf(
                correlationWindowSeconds > timeWindowHours * HOUR,
                "correlation_window_seconds",
                correlationWindowSeconds,
                "is longer than time_window_hours (" + timeWindowHours
                        + "), beyond which no failure is remembered to be related");
        long longest =
                errorRateWindows.stream().mapToLong(Long::longValue).max().orElse(0);
        reader.refuseIf(
                baselineDays * 24 * HOUR <= longest,
                "baseline_days",
                baselineDays,
                "is not longer than the longest of error_rate_windows (" + longest
                        + " s), which then is its own baseline and never a spike");
    }
}
