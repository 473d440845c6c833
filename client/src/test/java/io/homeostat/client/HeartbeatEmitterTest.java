package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The emitter with its thread and the real clocks; only the sink is the test's. */
@Timeout(30)
class HeartbeatEmitterTest {

    private static final Duration NEVER_AGAIN = Duration.ofHours(1);

    private final RecordingSink sink = new RecordingSink();

    @Test
    void the_first_beat_comes_at_once_and_close_says_goodbye_with_the_rest_of_the_counts() {
        try (var emitter = start("w-life")) {
            awaitBeats(1);
            emitter.operationSucceeded();
            emitter.operationFailed();
        }

        assertThat(sink.beats()).extracting(Beat::status).containsExactly(WorkerStatus.RUNNING, WorkerStatus.STOPPED);
        assertThat(sink.beats()).extracting(Beat::sequence).containsExactly(1L, 2L);
        assertThat(sink.last().beat().operations()).isEqualTo(new Beat.Operations(1, 1));
        await().until(sink::closed);
    }

    @Test
    void a_new_status_is_told_at_once_and_the_same_status_is_no_news() {
        try (var emitter = HeartbeatEmitter.builder("w-status")
                .interval(NEVER_AGAIN)
                .initialStatus(WorkerStatus.STARTING)
                .start(sink, BeatClock.SYSTEM)) {
            awaitBeats(1);
            emitter.status(WorkerStatus.STARTING);
            emitter.status(WorkerStatus.RUNNING);
            awaitBeats(2);
            emitter.status(WorkerStatus.DRAINING);
            awaitBeats(3);
        }

        assertThat(sink.beats())
                .extracting(Beat::status)
                .containsExactly(
                        WorkerStatus.STARTING, WorkerStatus.RUNNING, WorkerStatus.DRAINING, WorkerStatus.STOPPED);
    }

    @Test
    void a_wanted_beat_tells_what_was_reported_before_it() {
        try (var emitter = start("w-want")) {
            awaitBeats(1);
            emitter.progress(7);
            emitter.beatNow();
            awaitBeats(2);
            assertThat(sink.last().beat().condition().progress()).isEqualTo(7);
        }
    }

    @Test
    void a_broken_sink_is_not_the_workers_trouble() {
        sink.answering(_ -> {
            throw new LinkageError("no such class");
        });
        try (var emitter = start("w-broken")) {
            awaitBeats(1);
            assertThatCode(() -> reportEverything(emitter)).doesNotThrowAnyException();
            awaitBeats(2);
        }
        assertThat(sink.last().beat().status()).isEqualTo(WorkerStatus.STOPPED);
    }

    @Test
    void a_sink_that_hangs_holds_up_neither_reports_nor_the_close() {
        var hang = new CountDownLatch(1);
        sink.answering(_ -> awaitUninterruptibly(hang));
        var emitter = HeartbeatEmitter.builder("w-hang")
                .goodbyeWithin(Duration.ofMillis(200))
                .start(sink, BeatClock.SYSTEM);
        awaitBeats(1);
        for (int i = 0; i < 10_000; i++) {
            reportEverything(emitter);
        }

        emitter.close();

        assertThat(sink.sent())
                .as("no good-bye, and no end: the sink still hangs")
                .hasSize(1);
        assertThat(sink.closed()).isFalse();
        hang.countDown();
        await().until(sink::closed);
        assertThat(sink.sent())
                .as("a good-bye after the close would fall to the next emitter")
                .hasSize(1);
    }

    @Test
    void an_interrupted_thread_says_goodbye_too_and_stays_interrupted() {
        var emitter = start("w-interrupted");
        awaitBeats(1);

        Thread.currentThread().interrupt();
        emitter.close();

        assertThat(Thread.interrupted()).isTrue();
        assertThat(sink.last().beat().status()).isEqualTo(WorkerStatus.STOPPED);
    }

    @Test
    void closed_is_closed() {
        var emitter = start("w-closed");
        awaitBeats(1);
        emitter.close();
        await().until(sink::closed);

        emitter.close();
        reportEverything(emitter);

        assertThat(sink.sent()).hasSize(2);
    }

    @Test
    void without_time_for_a_goodbye_there_is_none() {
        var emitter = HeartbeatEmitter.builder("w-hasty")
                .interval(NEVER_AGAIN)
                .goodbyeWithin(Duration.ZERO)
                .start(sink, BeatClock.SYSTEM);
        awaitBeats(1);

        emitter.close();

        await().until(sink::closed);
        assertThat(sink.sent()).hasSize(1);
    }

    @Test
    void a_goodbye_that_is_not_confirmed_is_mentioned() {
        try (var log = CapturedLog.open()) {
            sink.answering(RecordingSink.STAY_SILENT);
            try (var _ = HeartbeatEmitter.builder("w-unheard")
                    .goodbyeWithin(Duration.ofMillis(50))
                    .start(sink, BeatClock.SYSTEM)) {
                awaitBeats(1);
            }
            await().untilAsserted(() -> assertThat(log.about("w-unheard"))
                    .singleElement()
                    .asString()
                    .startsWith("INFO The good-bye"));
        }
    }

    @Test
    void the_thread_does_not_keep_the_process_alive() {
        try (var _ = start("w-daemon")) {
            awaitBeats(1);
            assertThat(Thread.getAllStackTraces().keySet())
                    .filteredOn(thread -> thread.getName().equals("homeostat-heartbeat-w-daemon"))
                    .singleElement()
                    .matches(Thread::isDaemon);
        }
    }

    private HeartbeatEmitter start(String workerId) {
        return HeartbeatEmitter.builder(workerId).interval(NEVER_AGAIN).start(sink, BeatClock.SYSTEM);
    }

    private void awaitBeats(int count) {
        await().pollInterval(Duration.ofMillis(5)).until(() -> sink.sent().size() >= count);
    }

    private static void reportEverything(HeartbeatEmitter emitter) {
        emitter.operationSucceeded();
        emitter.operationFailed();
        emitter.progress(1);
        emitter.task("t");
        emitter.healthScore(50);
        emitter.tokens(2, 1);
        emitter.status(WorkerStatus.DRAINING);
        emitter.beatNow();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
