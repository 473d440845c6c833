package io.homeostat.client;

import static io.homeostat.client.SteppedLoop.INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BeatLoopTest {

    private final SteppedLoop worker = new SteppedLoop();

    @Test
    void beats_at_once_and_then_once_per_interval() {
        worker.run(INTERVAL.multipliedBy(3));

        assertThat(worker.sink.beats()).extracting(Beat::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(worker.sink.beats())
                .extracting(Beat::time)
                .containsExactly(
                        SteppedClock.START,
                        SteppedClock.START.plusSeconds(30),
                        SteppedClock.START.plusSeconds(60),
                        SteppedClock.START.plusSeconds(90));
    }

    @Test
    void a_frozen_process_beats_once_and_goes_on_in_its_grid() {
        worker.run(Duration.ofSeconds(10));
        worker.clock.advance(Duration.ofSeconds(20 + 10 * 30 + 5));

        worker.run(Duration.ofSeconds(25));

        assertThat(worker.sink.beats())
                .extracting(beat ->
                        Duration.between(SteppedClock.START, beat.time()).toSeconds())
                .containsExactly(0L, 335L, 360L);
    }

    @Test
    void a_beat_tells_what_the_worker_last_reported() {
        worker.report.status(WorkerStatus.DRAINING);
        worker.report.healthScore(97);
        worker.report.progress(55);
        worker.report.task("t-9");
        worker.report.tokens(50_000, 12_000);

        worker.run(Duration.ZERO);

        var beat = worker.sink.last().beat();
        assertThat(beat.status()).isEqualTo(WorkerStatus.DRAINING);
        assertThat(beat.condition()).isEqualTo(new Beat.Condition(97, 55, "t-9", new Beat.Tokens(50_000, 12_000)));
    }

    @Test
    void nothing_reported_is_unknown_not_zero() {
        worker.run(Duration.ZERO);

        assertThat(worker.sink.last().beat().condition())
                .isEqualTo(new Beat.Condition(Beat.UNKNOWN, Beat.UNKNOWN, null, null));
    }

    @Test
    void reports_out_of_range_are_cut_to_it() {
        worker.report.healthScore(-5);
        worker.report.progress(-1);
        worker.report.tokens(-1, -2);
        worker.report.task("x".repeat(300));
        worker.run(Duration.ZERO);
        assertThat(worker.sink.last().beat().condition())
                .isEqualTo(new Beat.Condition(0, 0, "x".repeat(256), new Beat.Tokens(0, 0)));

        worker.report.healthScore(101);
        worker.report.task(null);
        worker.run(INTERVAL);
        assertThat(worker.sink.last().beat().condition().healthScore()).isEqualTo(100);
        assertThat(worker.sink.last().beat().condition().taskId()).isNull();
    }

    @Test
    void operations_are_those_since_the_beat_before() {
        worker.count(2, 1);
        worker.run(INTERVAL);
        worker.count(3, 0);
        worker.run(INTERVAL);

        assertThat(worker.sink.beats())
                .extracting(Beat::operations)
                .containsExactly(new Beat.Operations(2, 1), new Beat.Operations(0, 0), new Beat.Operations(3, 0));
    }

    @Test
    void wanted_beats_are_one_beat_and_leave_the_grid_as_it_is() {
        worker.run(Duration.ofSeconds(10));
        assertThat(worker.want()).as("wakes").isTrue();
        assertThat(worker.want()).as("awake already").isFalse();

        worker.run(Duration.ofSeconds(20));

        assertThat(worker.sink.beats())
                .extracting(beat ->
                        Duration.between(SteppedClock.START, beat.time()).toSeconds())
                .containsExactly(0L, 10L, 30L);
    }
}
