package io.homeostat.pattern.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.FailurePattern;
import io.homeostat.common.contract.FailurePattern.Status;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Patterns between two ticks, and where the policy changed while nobody looked. */
class EdgesTest extends PatternsBench {

    private static final Duration TICK = Duration.ofMillis(Bench.TICK_MS);

    @Test
    void what_is_one_window_old_makes_no_pattern_with_what_is_new_although_no_tick_let_it_out_yet() {
        for (long ms = -1; ms <= 1; ms++) {
            bench = bench.moved();
            bench.patternPolicy("{\"time_window_hours\":1}");
            occur("a" + ms, "w-1");
            occur("b" + ms, "w-1");
            bench.pass(HOUR.minus(TICK).plusMillis(1));
            bench.passUnticked(TICK.minusMillis(1).plusMillis(ms));
            occur("c" + ms, "w-1");

            assertThat(patterns()).as("%s ms after the window", ms).hasSize(ms < 0 ? 1 : 0);
            bench.pass(HOUR.multipliedBy(2));
            patterns();
        }
    }

    @Test
    void a_pattern_that_ended_between_two_ticks_is_resolved_before_it_begins_anew() {
        bench.patternPolicy("{\"time_window_hours\":1}");
        occur(3);
        bench.pass(HOUR.minus(TICK).plusMillis(1));
        var first = patterns();
        bench.passUnticked(TICK.minusMillis(1));
        occur(3);

        var next = patterns();
        assertThat(next)
                .extracting(FailurePattern::status, FailurePattern::occurrences)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(Status.RESOLVED, 0),
                        org.assertj.core.groups.Tuple.tuple(Status.ACTIVE, 3));
        assertThat(incident(next.getFirst())).isEqualTo(incident(first.getFirst()));
        assertThat(incident(next.getLast())).as("another episode").isNotEqualTo(incident(first.getFirst()));
    }

    @Test
    void a_window_that_became_shorter_while_the_service_was_down_is_in_force_at_its_first_tick() {
        bench.patternPolicy("{\"time_window_hours\":720}");
        occur(3);
        patterns();

        bench = bench.moved(); // to the built-in window of 24 hours
        bench.tick();
        bench.pass(HOUR.multipliedBy(24).minus(TICK));
        assertThat(patterns()).isEmpty();
        bench.pass(TICK);

        assertThat(patterns()).extracting(FailurePattern::status).containsExactly(Status.RESOLVED);
    }

    @Test
    void where_no_policy_changed_a_move_says_nothing() {
        occur(3);
        patterns();

        bench = bench.moved();
        bench.pass(HOUR);

        assertThat(patterns()).isEmpty();
    }
}
