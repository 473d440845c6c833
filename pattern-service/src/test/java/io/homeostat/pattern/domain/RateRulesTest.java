package io.homeostat.pattern.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.ErrorRate;
import io.homeostat.common.contract.ErrorRate.Verdict;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.policy.PolicyScope;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateRulesTest {

    private static final RateWindow MINUTE = new RateWindow(60);

    @ParameterizedTest(name = "{0} of {1}: {2} to {3}")
    @CsvSource({
        "0, 1, 0.000000, 0.793451",
        "1, 1, 0.206549, 1.000000",
        "0, 20, 0.000000, 0.161126",
        "1, 10, 0.017876, 0.404151",
        "5, 100, 0.021543, 0.111751",
        "50, 100, 0.403831, 0.596169",
        "10, 10, 0.722467, 1.000000",
        "1000, 1000000, 0.000939, 0.001064"
    })
    void the_interval_is_wilsons(long failed, long total, String low, String high) {
        var interval = Wilson.of(failed, total);

        assertThat(interval.low()).hasToString(low);
        assertThat(interval.high()).hasToString(high);
    }

    @ParameterizedTest(name = "{0} operations: {1}")
    @CsvSource({"0, INCONCLUSIVE", "19, INCONCLUSIVE", "20, OK", "21, OK"})
    void below_min_operations_a_rate_says_nothing(long operations, Verdict verdict) {
        assertThat(rate(new Counts(operations, 0), null, 0).verdict()).isEqualTo(verdict);
    }

    @Test
    void without_operations_there_is_no_rate() {
        var rate = rate(Counts.NONE, null, 0);

        assertThat(rate.rate()).isNull();
        assertThat(rate.low()).isNull();
        assertThat(rate.high()).isNull();
    }

    /** At 60.000 s the window of a minute begins at 6.000 s. */
    @ParameterizedTest(name = "gap until {0} ms: {1}")
    @CsvSource({"5999, OK", "6000, OK", "6001, INCONCLUSIVE"})
    void a_window_that_began_before_the_end_of_a_gap_says_nothing(long gapEndMs, Verdict verdict) {
        assertThat(rate(new Counts(100, 0), gapEndMs, 60_000).verdict()).isEqualTo(verdict);
    }

    @Test
    void counts_are_exact_and_the_rate_is_for_reading() {
        var rate = rate(new Counts(2, 1), null, 60_000);

        assertThat(rate.succeeded()).isEqualTo(2);
        assertThat(rate.failed()).isEqualTo(1);
        assertThat(rate.rate()).hasToString("0.333333");
        assertThat(rate.windowStart()).isEqualTo(Instant.ofEpochMilli(6_000));
    }

    @ParameterizedTest(name = "at {0} ms the window begins at {1} ms")
    @CsvSource({"59999, 0", "60000, 6000", "65999, 6000", "66000, 12000", "0, -54000"})
    void a_window_holds_nine_tenths_of_its_length_and_what_there_is_of_the_newest(long nowMs, long startMs) {
        assertThat(MINUTE.startAt(nowMs)).isEqualTo(startMs);
    }

    @Test
    void a_bucket_leaves_one_window_after_its_start() {
        assertThat(MINUTE.leavesAt(6_000)).isEqualTo(66_000);
        assertThat(MINUTE.startAt(65_999)).isLessThanOrEqualTo(6_000);
        assertThat(MINUTE.startAt(66_000)).isGreaterThan(6_000);
    }

    @Test
    void what_a_worker_claims_cannot_make_a_sum_overflow() {
        var huge = new Counts(Long.MAX_VALUE, Long.MAX_VALUE);

        assertThat(huge.plus(huge)).isEqualTo(new Counts(Counts.MAX, Counts.MAX));
        assertThat(huge.total()).isPositive();
    }

    @Test
    void the_same_window_with_the_same_counts_has_the_same_id() {
        assertThat(id(rate(new Counts(1, 1), null, 60_000))).isEqualTo(id(rate(new Counts(1, 1), null, 65_999)));
        assertThat(id(rate(new Counts(1, 1), null, 60_000))).isNotEqualTo(id(rate(new Counts(1, 1), null, 66_000)));
        assertThat(id(rate(new Counts(1, 1), null, 60_000))).isNotEqualTo(id(rate(new Counts(1, 2), null, 60_000)));
    }

    private static @Nullable String id(ErrorRate rate) {
        var provenance = rate.provenance();
        return provenance == null ? null : provenance.id();
    }

    private static ErrorRate rate(Counts counts, @Nullable Long gapEndMs, long nowMs) {
        return RateRules.rate(
                new RateRules.Of("images", "1", MINUTE),
                counts,
                gapEndMs,
                Policies.defaults().failurePattern(PolicyScope.EVERYWHERE),
                new Now(0, Instant.ofEpochMilli(nowMs)),
                "cause");
    }
}
