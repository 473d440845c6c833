package io.homeostat.rollback.domain;

import static io.homeostat.common.contract.Rollback.Decision.DEGRADED;
import static io.homeostat.common.contract.Rollback.Decision.ESCALATE;
import static io.homeostat.common.contract.Rollback.Decision.HEALTHY;
import static io.homeostat.common.contract.Rollback.Decision.ROLLBACK;

import io.homeostat.common.contract.Rollback;
import io.homeostat.common.policy.RollbackPolicy;
import java.util.List;
import java.util.Objects;

/**
 * The verdict per check, first match wins. W is the last {@code check_window_size} checks, F how many of them failed, R the
 * exact mean of their error rates:
 *
 * <pre>
 * 1 fewer than min_checks                                                          HEALTHY
 * 2 R > threshold and F ≥ rollback_min_failures, or every check of a full W is
 *   above the threshold; and operations, where reported, reach min_operations      ROLLBACK
 * 3 the last consecutive_failure_threshold checks failed                           ESCALATE
 * 4 F > 0 or R > degraded_error_rate                                               DEGRADED
 * 5                                                                                HEALTHY
 * </pre>
 */
final class VerdictRules {

    /** Checks that the pattern looks at, whatever the window. */
    static final int PATTERN_CHECKS = 5;

    private static final int CONSECUTIVE = 3;
    private static final int RECENT = 2;

    private VerdictRules() {}

    /** Judges the last of {@code samples}, which are in the order of their checks. */
    static Verdict judge(List<Sample> samples, RollbackPolicy policy) {
        var window = last(samples, (int) policy.checkWindowSize());
        int failures = (int) window.stream().filter(sample -> !sample.ok()).count();
        var rates = window.stream().map(Sample::errorRate).reduce(Ratio.ZERO, Ratio::plus);
        var reported =
                window.stream().map(Sample::operations).filter(Objects::nonNull).toList();
        long operations = reported.stream().reduce(0L, VerdictRules::saturated);
        var numbers = new Verdict(
                HEALTHY, Rollback.Reason.NO_TROUBLE, window.size(), failures, rates, operations, pattern(samples));
        if (window.size() < policy.minChecks()) {
            return with(numbers, HEALTHY, Rollback.Reason.INSUFFICIENT_CHECKS);
        }
        if (reported.isEmpty() || operations >= policy.minOperations()) {
            if (rates.exceeds(policy.errorRateThreshold(), window.size()) && failures >= policy.rollbackMinFailures()) {
                return with(numbers, ROLLBACK, Rollback.Reason.ERROR_RATE_AND_FAILURES);
            }
            if (window.size() == policy.checkWindowSize()
                    && window.stream().allMatch(s -> s.errorRate().exceeds(policy.errorRateThreshold(), 1))) {
                return with(numbers, ROLLBACK, Rollback.Reason.ERROR_RATE_PERSISTS);
            }
        }
        return withoutRollback(numbers, window, policy);
    }

    private static Verdict withoutRollback(Verdict numbers, List<Sample> window, RollbackPolicy policy) {
        int consecutive = (int) policy.consecutiveFailureThreshold();
        if (window.size() >= consecutive && last(window, consecutive).stream().noneMatch(Sample::ok)) {
            return with(numbers, ESCALATE, Rollback.Reason.CONSECUTIVE_FAILURES);
        }
        if (numbers.failures() > 0) {
            return with(numbers, DEGRADED, Rollback.Reason.FAILURES_IN_WINDOW);
        }
        return numbers.rates().exceeds(policy.degradedErrorRate(), window.size())
                ? with(numbers, DEGRADED, Rollback.Reason.ERROR_RATE_RAISED)
                : numbers;
    }

    private static Rollback.Pattern pattern(List<Sample> samples) {
        var recent = last(samples, PATTERN_CHECKS);
        int row = 0;
        int longest = 0;
        for (var sample : recent) {
            row = sample.ok() ? 0 : row + 1;
            longest = Math.max(longest, row);
        }
        if (recent.isEmpty()) {
            return Rollback.Pattern.NO_DATA;
        }
        if (longest >= CONSECUTIVE) {
            return Rollback.Pattern.CONSECUTIVE_FAILURES;
        }
        if (row >= RECENT) {
            return Rollback.Pattern.RECENT_FAILURES;
        }
        return longest > 0 ? Rollback.Pattern.INTERMITTENT_FAILURES : Rollback.Pattern.HEALTHY;
    }

    private static Verdict with(Verdict numbers, Rollback.Decision decision, Rollback.Reason reason) {
        return new Verdict(
                decision,
                reason,
                numbers.checks(),
                numbers.failures(),
                numbers.rates(),
                numbers.operations(),
                numbers.pattern());
    }

    private static long saturated(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }

    private static List<Sample> last(List<Sample> samples, int count) {
        return samples.subList(Math.max(0, samples.size() - count), samples.size());
    }
}
