package io.homeostat.common.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlidingWindowTest {

    private static final long MINUTE = 60_000;

    @ParameterizedTest(name = "after {0} ms an instant counts {1} times")
    @CsvSource({"0, 1", "59999, 1", "60000, 0", "60001, 0"})
    void an_instant_exactly_one_window_old_no_longer_counts(long age, int count) {
        var window = SlidingWindow.EMPTY.add(1_000, MINUTE);

        assertThat(window.count(1_000 + age, MINUTE)).isEqualTo(count);
    }

    @ParameterizedTest(name = "limit {0} frees a slot at {1}")
    @CsvSource({"1, 70000", "2, 62000", "3, 61000", "4, 10000"})
    void a_slot_is_free_when_enough_instants_have_left(long limit, long freeAt) {
        var window = SlidingWindow.EMPTY.add(1_000, MINUTE).add(2_000, MINUTE).add(10_000, MINUTE);

        assertThat(window.freeAtMs(10_000, MINUTE, limit)).isEqualTo(freeAt);
        assertThat(window.count(freeAt, MINUTE)).isLessThan((int) limit);
        if (freeAt > 10_000) {
            assertThat(window.count(freeAt - 1, MINUTE)).isGreaterThanOrEqualTo((int) limit);
        }
    }

    @Test
    void equal_instants_are_one_run_and_old_ones_are_dropped() {
        var window = SlidingWindow.EMPTY;
        for (int i = 0; i < 1_000; i++) {
            window = window.add(5, MINUTE);
        }
        assertThat(window.runs()).hasSize(1);
        assertThat(window.count(5, MINUTE)).isEqualTo(1_000);

        assertThat(window.add(60_005, MINUTE).runs()).containsExactly(new SlidingWindow.Run(60_005, 1));
    }

    @Test
    void an_instant_before_the_last_counts_as_late_as_the_last() {
        var window = SlidingWindow.EMPTY.add(100, MINUTE).add(90, MINUTE);

        assertThat(window.count(60_099, MINUTE)).isEqualTo(2);
        assertThat(window.count(60_100, MINUTE)).isZero();
    }

    @Test
    void a_window_stays_small_and_errs_to_the_late_side_however_many_instants_it_holds() {
        var window = SlidingWindow.EMPTY;
        for (int i = 0; i < 10_000; i++) {
            window = window.add(i * 300L, 3_600_000);
        }
        assertThat(window.runs()).hasSizeLessThanOrEqualTo(SlidingWindow.RUNS_MAX);
        assertThat(window.count(10_000 * 300L, 3_600_000)).isEqualTo(10_000);
        assertThat(window.count(3_600_000 + 1_000_000, 3_600_000)).isGreaterThanOrEqualTo(10_000 - 1_000_000 / 300);
        assertThat(window.count(2 * 3_600_000, 3_600_000)).isZero();
    }
}
