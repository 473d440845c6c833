package io.homeostat.common.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.service.CatchingUpPart;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.TaskId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    private final List<Boolean> told = new ArrayList<>();
    private final Pace pace = new Pace(told::add);

    @ParameterizedTest(name = "{0} ms of the log in {1} ms: live {2}")
    @CsvSource({
        "1000, 999, false",
        "1000, 1000, true",
        "2000, 1000, true",
        "2001, 1000, false",
        "86400000, 1000, false",
        "0, 1000, true"
    })
    void a_log_that_moves_faster_than_time_is_a_backlog(long logMs, long localMs, boolean live) {
        pace.tick(50_000, 7);
        assertThat(pace.tick(50_000 + logMs, 7 + localMs)).isEqualTo(live);
    }

    @Test
    void before_the_first_look_nothing_counts_as_live() {
        assertThat(pace.isLive()).isFalse();
        assertThat(pace.tick(0, 0)).isFalse();
    }

    @Test
    void a_backlog_ends_once_the_log_moves_like_time() {
        pace.tick(0, 0);
        assertThat(pace.tick(600_000, 1_000)).isFalse();
        assertThat(pace.tick(601_500, 2_000)).isTrue();
        assertThat(pace.tick(601_600, 2_100)).isTrue();
    }

    @Test
    void a_live_log_becomes_a_backlog_again_after_a_freeze() {
        pace.tick(0, 0);
        assertThat(pace.tick(1_000, 1_000)).isTrue();
        assertThat(pace.tick(1_500, 1_500)).isTrue();
        assertThat(pace.tick(61_000, 1_510)).isFalse();
    }

    @Test
    void each_change_is_told_once() {
        pace.tick(0, 0);
        assertThat(told).isEmpty();
        pace.tick(1_000, 1_000);
        pace.tick(2_000, 2_000);
        assertThat(told).containsExactly(true);
        pace.tick(3_600_000, 2_100);
        pace.tick(3_600_500, 2_600);
        assertThat(told).containsExactly(true, false);
    }

    @Test
    void tasks_that_began_are_behind_until_they_have_caught_up_or_are_gone() {
        var catchingUp = new CatchingUp();
        var first = new TaskId(1, 0);
        var second = new TaskId(1, 1);
        var pace = catchingUp.begin(first);
        catchingUp.begin(second);
        assertThat(catchingUp.tasks()).containsExactly(first, second);

        pace.tick(0, 0);
        pace.tick(1_000, 1_000);
        assertThat(catchingUp.tasks()).containsExactly(second);
        assertThat(new CatchingUpPart("verdicts", catchingUp).problem())
                .hasValueSatisfying(problem -> assertThat(problem).contains("1_1"));

        pace.tick(3_600_000, 1_100);
        assertThat(catchingUp.tasks()).containsExactly(first, second);
        catchingUp.left(first);
        catchingUp.left(second);
        assertThat(new CatchingUpPart("verdicts", catchingUp).problem()).isEmpty();
    }
}
