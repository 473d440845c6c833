package io.homeostat.client;

import static io.homeostat.client.RecordingSink.FAIL;
import static io.homeostat.client.RecordingSink.STAY_SILENT;
import static io.homeostat.client.RecordingSink.STORE;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class BeatLoopTest {

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final SteppedClock clock = new SteppedClock();
    private final RecordingSink sink = new RecordingSink();
    private final WorkerReport report = new WorkerReport(WorkerStatus.RUNNING);
    private final OperationCounts counts = new OperationCounts();
    private int wakes;
    private final BeatLoop loop =
            new BeatLoop(new BeatLoop.Subject("w-loop", INTERVAL, report, counts), sink, clock, () -> wakes++);

    @Test
    void beats_at_once_and_then_once_per_interval() {
        run(INTERVAL.multipliedBy(3));

        assertThat(sink.beats()).extracting(Beat::sequence).containsExactly(1L, 2L, 3L, 4L);
        assertThat(sink.beats())
                .extracting(Beat::time)
                .containsExactly(
                        SteppedClock.START,
                        SteppedClock.START.plusSeconds(30),
                        SteppedClock.START.plusSeconds(60),
                        SteppedClock.START.plusSeconds(90));
    }

    @Test
    void a_frozen_process_beats_once_and_goes_on_in_its_grid() {
        run(Duration.ofSeconds(10));
        clock.advance(Duration.ofSeconds(20 + 10 * 30 + 5));

        run(Duration.ofSeconds(25));

        assertThat(sink.beats())
                .extracting(beat ->
                        Duration.between(SteppedClock.START, beat.time()).toSeconds())
                .containsExactly(0L, 335L, 360L);
    }

    @Test
    void a_beat_tells_what_the_worker_last_reported() {
        report.status(WorkerStatus.DRAINING);
        report.healthScore(97);
        report.progress(55);
        report.task("t-9");
        report.tokens(50_000, 12_000);

        run(Duration.ZERO);

        var beat = sink.last().beat();
        assertThat(beat.status()).isEqualTo(WorkerStatus.DRAINING);
        assertThat(beat.condition()).isEqualTo(new Beat.Condition(97, 55, "t-9", new Beat.Tokens(50_000, 12_000)));
    }

    @Test
    void nothing_reported_is_unknown_not_zero() {
        run(Duration.ZERO);

        assertThat(sink.last().beat().condition())
                .isEqualTo(new Beat.Condition(Beat.UNKNOWN, Beat.UNKNOWN, null, null));
    }

    @Test
    void reports_out_of_range_are_cut_to_it() {
        report.healthScore(-5);
        report.progress(-1);
        report.tokens(-1, -2);
        report.task("x".repeat(300));
        run(Duration.ZERO);
        assertThat(sink.last().beat().condition())
                .isEqualTo(new Beat.Condition(0, 0, "x".repeat(256), new Beat.Tokens(0, 0)));

        report.healthScore(101);
        report.task(null);
        run(INTERVAL);
        assertThat(sink.last().beat().condition().healthScore()).isEqualTo(100);
        assertThat(sink.last().beat().condition().taskId()).isNull();
    }

    @Test
    void operations_are_those_since_the_beat_before() {
        count(2, 1);
        run(INTERVAL);
        count(3, 0);
        run(INTERVAL);

        assertThat(sink.beats())
                .extracting(Beat::operations)
                .containsExactly(new Beat.Operations(2, 1), new Beat.Operations(0, 0), new Beat.Operations(3, 0));
    }

    @Test
    void a_failed_beat_gives_its_operations_to_the_next() {
        sink.answering(FAIL);
        count(2, 1);
        run(Duration.ZERO);
        count(5, 0);
        sink.answering(STORE);

        run(Duration.ofSeconds(1));

        assertThat(sink.beats())
                .extracting(Beat::operations)
                .containsExactly(new Beat.Operations(2, 1), new Beat.Operations(7, 1));
        assertThat(sink.beats()).extracting(Beat::sequence).containsExactly(1L, 2L);
    }

    @Test
    void a_sink_that_throws_is_a_failed_beat_even_if_it_throws_an_error() {
        sink.answering(_ -> {
            throw new OutOfMemoryError("pretended");
        });
        count(2, 1);
        run(Duration.ZERO);
        sink.answering(STORE);

        run(Duration.ofSeconds(1));

        assertThat(sink.last().beat().operations()).isEqualTo(new Beat.Operations(2, 1));
    }

    @Test
    void an_outage_holds_one_beat_and_ends_with_one_fresh_beat() {
        sink.answering(STAY_SILENT);
        count(1, 0);
        run(Duration.ofSeconds(10));
        assertThat(sink.sent()).hasSize(1);
        count(4, 0);
        sink.answering(STORE);
        clock.advance(Duration.ofSeconds(50));

        sink.last().outcome().stored();
        assertThat(wakes)
                .as("the thread is woken, it does not find out by itself")
                .isEqualTo(1);
        run(Duration.ZERO);

        assertThat(sink.beats()).hasSize(2);
        assertThat(sink.last().beat().time()).isEqualTo(clock.instant());
        assertThat(sink.last().beat().operations()).as("not counted twice").isEqualTo(new Beat.Operations(4, 0));
    }

    @Test
    void a_sink_without_answer_is_reset_and_its_late_answer_changes_nothing() {
        sink.answering(STAY_SILENT);
        count(1, 0);
        run(Duration.ZERO);
        sink.answering(STORE);

        run(BeatLoop.NO_ANSWER.minusNanos(1));
        assertThat(sink.resets()).isZero();
        run(Duration.ofNanos(1));
        assertThat(sink.resets()).isEqualTo(1);
        sink.sent().getFirst().outcome().stored();
        run(Duration.ofSeconds(1));

        assertThat(sink.beats())
                .extracting(Beat::operations)
                .containsExactly(new Beat.Operations(1, 0), new Beat.Operations(1, 0));
        run(INTERVAL);
        assertThat(sink.last().beat().operations()).isEqualTo(new Beat.Operations(0, 0));
    }

    @Test
    void wanted_beats_are_one_beat_and_leave_the_grid_as_it_is() {
        run(Duration.ofSeconds(10));
        assertThat(loop.want()).as("wakes").isTrue();
        assertThat(loop.want()).as("awake already").isFalse();

        run(Duration.ofSeconds(20));

        assertThat(sink.beats())
                .extracting(beat ->
                        Duration.between(SteppedClock.START, beat.time()).toSeconds())
                .containsExactly(0L, 10L, 30L);
    }

    @Test
    void the_goodbye_carries_all_that_no_beat_holds() {
        sink.answering(STAY_SILENT);
        count(1, 1);
        run(Duration.ZERO);
        count(2, 0);

        var goodbye = loop.goodbye();

        assertThat(sink.last().beat().status()).isEqualTo(WorkerStatus.STOPPED);
        assertThat(sink.last().beat().sequence()).isEqualTo(2);
        assertThat(sink.last().beat().operations()).isEqualTo(new Beat.Operations(2, 0));
        assertThat(goodbye.end()).isNull();
    }

    @Test
    void the_goodbye_takes_over_the_counts_of_a_beat_that_has_just_failed() {
        sink.answering(STAY_SILENT);
        count(1, 1);
        run(Duration.ZERO);
        FAIL.accept(sink.last().outcome());
        sink.answering(STORE);

        assertThat(loop.goodbye().end()).isEqualTo(new Delivery.Stored());

        assertThat(sink.last().beat().operations()).isEqualTo(new Beat.Operations(1, 1));
    }

    @Test
    void an_outage_is_logged_once_when_it_begins_and_once_when_it_ends() {
        try (var log = CapturedLog.open()) {
            run(INTERVAL);
            sink.answering(FAIL);
            run(Duration.ofMinutes(5));
            assertThat(log.about("w-loop"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("no broker");
            sink.answering(STORE);
            run(Duration.ofMinutes(5));

            assertThat(log.about("w-loop")).hasSize(2);
            assertThat(log.about("w-loop").getLast()).startsWith("INFO").contains("arrive again");
        }
    }

    @Test
    void a_beat_without_answer_is_an_outage_in_the_log_long_before_it_is_given_up() {
        try (var log = CapturedLog.open()) {
            sink.answering(STAY_SILENT);
            run(BeatLoop.LATE.minusNanos(1));
            assertThat(log.about("w-loop")).isEmpty();
            run(Duration.ofSeconds(60));
            assertThat(log.about("w-loop"))
                    .containsExactly("WARN Heartbeats of w-loop do not arrive at a list: no answer for 10 s."
                            + " The worker goes on; beats are tried until they do.");

            sink.last().outcome().stored();
            run(Duration.ZERO);

            assertThat(log.about("w-loop").getLast()).startsWith("INFO").endsWith("arrive again, after 69 s.");
        }
    }

    private void count(int succeeded, int failed) {
        for (int i = 0; i < succeeded; i++) {
            counts.succeeded();
        }
        for (int i = 0; i < failed; i++) {
            counts.failed();
        }
    }

    /** Steps as the thread would, and lets no more time pass than this; what is due at the end is done. */
    private void run(Duration time) {
        long left = time.toNanos();
        while (true) {
            long wait = loop.step();
            if (wait > left) {
                clock.advance(Duration.ofNanos(left));
                return;
            }
            clock.advance(Duration.ofNanos(wait));
            left -= wait;
        }
    }
}
