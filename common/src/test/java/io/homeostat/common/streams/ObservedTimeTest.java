package io.homeostat.common.streams;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ObservedTimeTest {

    private static final long TICK = 500;
    private static final long GAP = 2_500;
    private static final long INTERVAL = 30_000;

    @ParameterizedTest(name = "a tick {0} ms after the last one moves time by {1} ms, gap {2}")
    @CsvSource({
        "0, 0, false",
        "1, 1, false",
        "500, 500, false",
        "999, 999, false",
        "1000, 1000, false",
        "1001, 1000, false",
        "2499, 1000, false",
        "2500, 1000, true",
        "86400000, 1000, true",
        "-1, 0, false",
        "-5000, 0, false"
    })
    void time_moves_by_the_clamped_distance(long distance, long moved, boolean gap) {
        var before = new ObservedTime(10_000, 1_000_000, 0);
        var after = before.tick(1_000_000 + distance, TICK, GAP, INTERVAL);
        assertThat(after.time().observedMs()).isEqualTo(10_000 + moved);
        assertThat(after.time().lastTickMs()).isEqualTo(1_000_000 + distance);
        assertThat(after.afterGap()).isEqualTo(gap);
        assertThat(after.time().amnestyMs()).isEqualTo(gap ? INTERVAL : 0);
    }

    @Test
    void the_first_tick_only_sets_the_clock() {
        assertThat(ObservedTime.START.tick(7_000_000, TICK, GAP, INTERVAL))
                .isEqualTo(new ObservedTime.Advance(new ObservedTime(0, 7_000_000, 0), false));
    }

    @Test
    void a_gap_puts_every_due_time_off_by_one_interval() {
        var time = new ObservedTime(100_000, 0, 0)
                .tick(60_000, TICK, GAP, INTERVAL)
                .time();
        assertThat(time.judgingMs()).isEqualTo(100_000 + 1_000 - INTERVAL);
    }

    @Test
    void a_jump_back_of_the_brokers_clock_rebases_and_costs_nothing() {
        var time = new ObservedTime(0, 90_000, 0);
        time = time.tick(0, TICK, GAP, INTERVAL).time();
        time = time.tick(500, TICK, GAP, INTERVAL).time();
        assertThat(time).isEqualTo(new ObservedTime(500, 500, 0));
    }

    @Test
    void a_forged_tick_never_makes_time_run_faster_than_the_brokers_clock() {
        var time = new ObservedTime(0, 0, 0);
        for (long now = 0; now <= 10_000; now += 10) {
            time = time.tick(now, TICK, GAP, INTERVAL).time();
        }
        assertThat(time.observedMs()).isEqualTo(10_000);
    }

    @Test
    void it_survives_the_store() {
        var time = new ObservedTime(1, 2, 3);
        assertThat(ObservedTime.of(time.toBytes())).isEqualTo(time);
    }
}
