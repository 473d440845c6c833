package io.homeostat.client;

import static io.homeostat.client.RecordingSink.FAIL;
import static io.homeostat.client.RecordingSink.STAY_SILENT;
import static io.homeostat.client.RecordingSink.STORE;
import static io.homeostat.client.SteppedLoop.INTERVAL;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Beats that do not arrive, and the last one. */
class BeatLoopOutageTest {

    private final SteppedLoop worker = new SteppedLoop();

    @Test
    void a_failed_beat_gives_its_operations_to_the_next() {
        worker.sink.answering(FAIL);
        worker.count(2, 1);
        worker.run(Duration.ZERO);
        worker.count(5, 0);
        worker.sink.answering(STORE);

        worker.run(Duration.ofSeconds(1));

        assertThat(worker.sink.beats())
                .extracting(Beat::operations)
                .containsExactly(new Beat.Operations(2, 1), new Beat.Operations(7, 1));
        assertThat(worker.sink.beats()).extracting(Beat::sequence).containsExactly(1L, 2L);
    }

    @Test
    void a_sink_that_throws_is_a_failed_beat_even_if_it_throws_an_error() {
        worker.sink.answering(_ -> {
            throw new OutOfMemoryError("pretended");
        });
        worker.count(2, 1);
        worker.run(Duration.ZERO);
        worker.sink.answering(STORE);

        worker.run(Duration.ofSeconds(1));

        assertThat(worker.sink.last().beat().operations()).isEqualTo(new Beat.Operations(2, 1));
    }

    @Test
    void an_outage_holds_one_beat_and_ends_with_one_fresh_beat() {
        worker.sink.answering(STAY_SILENT);
        worker.count(1, 0);
        worker.run(Duration.ofSeconds(10));
        assertThat(worker.sink.sent()).hasSize(1);
        worker.count(4, 0);
        worker.sink.answering(STORE);
        worker.clock.advance(Duration.ofSeconds(50));

        worker.sink.last().outcome().stored();
        assertThat(worker.wakes())
                .as("the thread is woken, it does not find out by itself")
                .isEqualTo(1);
        worker.run(Duration.ZERO);

        assertThat(worker.sink.beats()).hasSize(2);
        assertThat(worker.sink.last().beat().time()).isEqualTo(worker.clock.instant());
        assertThat(worker.sink.last().beat().operations())
                .as("not counted twice")
                .isEqualTo(new Beat.Operations(4, 0));
    }

    @Test
    void a_sink_without_answer_is_reset_and_its_late_answer_changes_nothing() {
        worker.sink.answering(STAY_SILENT);
        worker.count(1, 0);
        worker.run(Duration.ZERO);
        worker.sink.answering(STORE);

        worker.run(BeatLoop.NO_ANSWER.minusNanos(1));
        assertThat(worker.sink.resets()).isZero();
        worker.run(Duration.ofNanos(1));
        assertThat(worker.sink.resets()).isEqualTo(1);
        worker.sink.sent().getFirst().outcome().stored();
        worker.run(Duration.ofSeconds(1));

        assertThat(worker.sink.beats())
                .extracting(Beat::operations)
                .containsExactly(new Beat.Operations(1, 0), new Beat.Operations(1, 0));
        worker.run(INTERVAL);
        assertThat(worker.sink.last().beat().operations()).isEqualTo(new Beat.Operations(0, 0));
    }

    @Test
    void the_goodbye_carries_all_that_no_beat_holds() {
        worker.sink.answering(STAY_SILENT);
        worker.count(1, 1);
        worker.run(Duration.ZERO);
        worker.count(2, 0);

        var goodbye = worker.goodbye();

        assertThat(worker.sink.last().beat().status()).isEqualTo(WorkerStatus.STOPPED);
        assertThat(worker.sink.last().beat().sequence()).isEqualTo(2);
        assertThat(worker.sink.last().beat().operations()).isEqualTo(new Beat.Operations(2, 0));
        assertThat(goodbye.end()).isNull();
    }

    @Test
    void the_goodbye_takes_over_the_counts_of_a_beat_that_has_just_failed() {
        worker.sink.answering(STAY_SILENT);
        worker.count(1, 1);
        worker.run(Duration.ZERO);
        FAIL.accept(worker.sink.last().outcome());
        worker.sink.answering(STORE);

        assertThat(worker.goodbye().end()).isEqualTo(new Delivery.Stored());

        assertThat(worker.sink.last().beat().operations()).isEqualTo(new Beat.Operations(1, 1));
    }

    @Test
    void an_outage_is_logged_once_when_it_begins_and_once_when_it_ends() {
        try (var log = CapturedLog.open()) {
            worker.run(INTERVAL);
            worker.sink.answering(FAIL);
            worker.run(Duration.ofMinutes(5));
            assertThat(log.about("w-loop"))
                    .singleElement()
                    .asString()
                    .startsWith("WARN")
                    .contains("no broker");
            worker.sink.answering(STORE);
            worker.run(Duration.ofMinutes(5));

            assertThat(log.about("w-loop")).hasSize(2);
            assertThat(log.about("w-loop").getLast()).startsWith("INFO").contains("arrive again");
        }
    }

    @Test
    void a_beat_without_answer_is_an_outage_in_the_log_long_before_it_is_given_up() {
        try (var log = CapturedLog.open()) {
            worker.sink.answering(STAY_SILENT);
            worker.run(BeatLoop.LATE.minusNanos(1));
            assertThat(log.about("w-loop")).isEmpty();
            worker.run(Duration.ofSeconds(60));
            assertThat(log.about("w-loop"))
                    .containsExactly("WARN Heartbeats of w-loop do not arrive at a list (no answer for 10 s)."
                            + " The worker goes on; beats are tried until they do.");

            worker.sink.last().outcome().stored();
            worker.run(Duration.ZERO);

            assertThat(log.about("w-loop").getLast()).startsWith("INFO").endsWith("arrive again, after 69 s.");
        }
    }
}
