package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CadenceTest {

    private static final long MS = 1_000_000;
    private static final Duration INTERVAL = Duration.ofSeconds(30);

    @ParameterizedTest
    @ValueSource(longs = {0, 1, -1, Long.MAX_VALUE, Long.MAX_VALUE - 5_000 * MS, Long.MIN_VALUE})
    void first_beat_is_due_at_the_start_wherever_monotonic_time_is(long start) {
        var cadence = new Cadence(INTERVAL, start);

        assertThat(cadence.nanosUntilDue(start, false)).isLessThanOrEqualTo(0);
        cadence.produced(start);
        assertThat(cadence.nanosUntilDue(start, false)).isEqualTo(30_000 * MS);
    }

    @ParameterizedTest(name = "at {0} ms the next beat is {1} ms away")
    @CsvSource({"29999, 1", "30000, 0", "30001, -1", "31000, -1000"})
    void a_tick_is_due_at_its_time(long atMs, long expectedMs) {
        var cadence = startedAndBeaten();

        assertThat(cadence.nanosUntilDue(atMs * MS, false)).isEqualTo(expectedMs * MS);
    }

    @ParameterizedTest(name = "a beat at {0} ms is followed by the tick at {1} ms")
    @CsvSource({
        "29999, 30000", // wanted just before the tick: the tick stands (but keeps the gap, see below)
        "30000, 60000",
        "30007, 60000", // late by a little: no drift
        "59999, 60000",
        "60000, 90000",
        "60001, 90000",
        "330001, 360000", // frozen for ten intervals: one beat, then the grid
    })
    void ticks_keep_their_grid_and_never_burst(long beatMs, long nextMs) {
        var cadence = startedAndBeaten();

        cadence.produced(beatMs * MS);

        long due = Math.max(nextMs, beatMs + Cadence.MIN_GAP.toMillis());
        assertThat(cadence.nanosUntilDue(beatMs * MS, false)).isEqualTo((due - beatMs) * MS);
    }

    @ParameterizedTest(name = "interval {0} ms, wanted {1} ms after a beat, due {2} ms later")
    @CsvSource({"30000, 0, 100", "30000, 99, 1", "30000, 100, 0", "30000, 5000, 0", "100, 0, 50", "100, 50, 0"})
    void a_wanted_beat_keeps_the_gap_to_the_one_before(long intervalMs, long afterMs, long expectedMs) {
        var cadence = new Cadence(Duration.ofMillis(intervalMs), 0);
        cadence.produced(0);

        assertThat(cadence.nanosUntilDue(afterMs * MS, true)).isEqualTo(expectedMs * MS);
    }

    @Test
    void failed_beats_are_tried_after_1_2_4_8_10_10_seconds() {
        var cadence = new Cadence(Duration.ofHours(1), 0);
        cadence.produced(0);

        List<Long> waits = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 6; i++) {
            cadence.failed(now);
            waits.add(cadence.nanosUntilDue(now, false) / (1000 * MS));
            now += waits.getLast() * 1000 * MS;
            cadence.produced(now);
        }

        assertThat(waits).containsExactly(1L, 2L, 4L, 8L, 10L, 10L);
    }

    @Test
    void a_delivered_beat_ends_the_backoff() {
        var cadence = startedAndBeaten();
        cadence.failed(0);
        cadence.failed(0);
        cadence.delivered();

        cadence.failed(0);

        assertThat(cadence.nanosUntilDue(0, false)).isEqualTo(1000 * MS);
    }

    @Test
    void the_tick_comes_first_if_it_is_sooner_than_the_retry() {
        var cadence = startedAndBeaten();

        cadence.failed(29_500 * MS);

        assertThat(cadence.nanosUntilDue(29_500 * MS, false)).isEqualTo(500 * MS);
        cadence.produced(30_000 * MS);
        assertThat(cadence.nanosUntilDue(30_000 * MS, false))
                .as("the retry is done too")
                .isEqualTo(30_000 * MS);
    }

    private static Cadence startedAndBeaten() {
        var cadence = new Cadence(INTERVAL, 0);
        cadence.produced(0);
        return cadence;
    }
}
