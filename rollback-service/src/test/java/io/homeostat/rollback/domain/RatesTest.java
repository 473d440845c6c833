package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.ErrorRate;
import java.time.Instant;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is new in windows that overlap. Windows are those of pattern-service: ten buckets of six seconds. */
class RatesTest {

    private static final long BUCKET_MS = 6_000;

    private final TreeMap<Long, Long> buckets = new TreeMap<>();
    private Rates rates = Rates.NONE;

    @ParameterizedTest(name = "a beat of {1} operations each {0} ms")
    @CsvSource({"6000, 30", "30000, 30", "60000, 30", "12000, 1", "18000, 25", "500, 3", "7000, 30", "54000, 40"})
    void one_worker_that_beats_on_the_edges_of_buckets_is_seen_in_full(long everyMs, long operations) {
        long counted = 0;
        for (long at = 0; at <= 600_000; at += everyMs) {
            beat(at, operations);
            if (at > 60_000) {
                assertThat(rates.uncounted()).isEqualTo(operations);
            }
            counted += operations;
            rates = rates.counted();
        }
        assertThat(rates.total()).isLessThanOrEqualTo(counted);
        assertThat(rates.marks()).hasSizeLessThanOrEqualTo(12);
    }

    @Test
    void beats_that_become_smaller_are_seen_too() {
        for (int n = 0; n < 40; n++) {
            beat(n * 6_000L, 100 - n);
            if (n > 10) {
                assertThat(rates.uncounted()).isEqualTo(100 - n);
            }
            rates = rates.counted();
        }
    }

    @Test
    void what_only_leaves_a_window_is_nothing_new() {
        for (int n = 0; n < 20; n++) {
            beat(n * 6_000L, 30);
        }
        rates = rates.counted();
        for (long at = 120_000; at <= 200_000; at += BUCKET_MS) {
            publish(at);
            assertThat(rates.uncounted()).isZero();
        }
        beat(300_000, 7);
        assertThat(rates.uncounted()).isEqualTo(7);
    }

    @Test
    void within_the_first_minute_a_window_that_moves_without_a_change_holds_something_new() {
        publish(window(0, 30, 0));
        rates = rates.counted();
        publish(window(0, 30, 0)); // the same window again
        assertThat(rates.uncounted()).isZero();
        publish(window(BUCKET_MS, 30, 0));
        assertThat(rates.uncounted()).isEqualTo(1);
        publish(window(2 * BUCKET_MS, 0, 0));
        assertThat(rates.uncounted()).isEqualTo(1);
    }

    @Test
    void failures_that_take_the_place_of_successes_are_new() {
        publish(window(0, 30, 0));
        rates = rates.counted();
        publish(window(BUCKET_MS, 20, 4));
        assertThat(rates.uncounted()).isEqualTo(4);
    }

    @ParameterizedTest(name = "a window that begins {0} ms after the one before: {1} new")
    @CsvSource({"59999, 0", "60000, 25", "60001, 25"})
    void windows_that_do_not_overlap_share_nothing(long after, long fresh) {
        publish(window(0, 30, 0));
        rates = rates.counted();
        publish(window(after, 25, 0));
        assertThat(rates.uncounted()).isEqualTo(fresh);
    }

    @Test
    void counts_that_no_number_holds_do_not_overflow() {
        publish(window(0, Long.MAX_VALUE, Long.MAX_VALUE));
        publish(window(60_000, Long.MAX_VALUE, 1));
        publish(window(120_000, Long.MAX_VALUE, 1));
        assertThat(rates.uncounted()).isEqualTo(Long.MAX_VALUE);
        assertThat(rates.last()).isNotNull();
    }

    private void beat(long atMs, long operations) {
        buckets.merge(atMs - Math.floorMod(atMs, BUCKET_MS), operations, Long::sum);
        publish(atMs);
    }

    /** The window that holds this moment, as pattern-service publishes it. */
    private void publish(long atMs) {
        long start = atMs - Math.floorMod(atMs, BUCKET_MS) - 9 * BUCKET_MS;
        long held = buckets.tailMap(start).values().stream()
                .mapToLong(Long::longValue)
                .sum();
        publish(window(start, held, 0));
    }

    private void publish(ErrorRate rate) {
        rates = rates.with(rate, "ert-" + rate.windowStart());
    }

    private static ErrorRate window(long startMs, long succeeded, long failed) {
        return new ErrorRate(
                "images",
                "2.0",
                60,
                Instant.EPOCH.plusMillis(startMs),
                succeeded,
                failed,
                null,
                null,
                null,
                ErrorRate.Verdict.OK,
                null);
    }
}
