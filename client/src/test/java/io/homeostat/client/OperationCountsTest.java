package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Beats with seeded random fates, while other threads count. */
class OperationCountsTest {

    private static final int THREADS = 4;
    private static final int PER_THREAD = 50_000;
    private static final int LEAST_BEATS = 500;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    @Timeout(60)
    void every_operation_arrives_exactly_once_whatever_becomes_of_the_beats(long seed) throws Exception {
        var counts = new OperationCounts();
        var report = new WorkerReport(WorkerStatus.RUNNING);
        var sink = new FickleSink(new Random(seed));
        var clock = new SteppedClock();
        var subject = new BeatLoop.Subject("w-seed", Duration.ofMillis(200), report, counts, () -> Beat.UNKNOWN);
        var loop = new BeatLoop(subject, sink, clock, () -> {});

        try (var workers = Executors.newFixedThreadPool(THREADS)) {
            List<? extends Future<?>> counting = IntStream.range(0, THREADS)
                    .mapToObj(_ -> workers.submit(() -> count(counts)))
                    .toList();
            while (sink.sequences.size() < LEAST_BEATS || !counting.stream().allMatch(Future::isDone)) {
                loop.step();
                sink.answerLate();
                clock.advance(Duration.ofMillis(50));
            }
            for (var done : counting) {
                done.get();
            }
        }
        sink.reliable = true;
        for (int i = 0; i < 10; i++) {
            loop.step();
            clock.advance(Duration.ofMillis(200));
        }

        assertThat(sink.stored).isEqualTo(new Beat.Operations(THREADS * PER_THREAD, THREADS * PER_THREAD / 2));
        assertThat(sink.sequences)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, sink.sequences.size()).boxed().toList());
    }

    private static void count(OperationCounts counts) {
        for (int i = 0; i < PER_THREAD; i++) {
            counts.succeeded();
            if (i % 2 == 0) {
                counts.failed();
            }
        }
    }

    /** Stores, fails, throws or answers a step later. */
    private static final class FickleSink implements BeatSink {

        private final Random random;
        private final List<Runnable> late = new ArrayList<>();
        private final List<Long> sequences = new ArrayList<>();
        private Beat.Operations stored = new Beat.Operations(0, 0);
        private boolean reliable;

        FickleSink(Random random) {
            this.random = random;
        }

        @Override
        public String destination() {
            return "luck";
        }

        @Override
        public void send(Beat beat, Outcome outcome) {
            sequences.add(beat.sequence());
            switch (reliable ? 0 : random.nextInt(5)) {
                case 0 -> store(beat, outcome);
                case 1 -> outcome.failed(new IllegalStateException("refused"));
                case 2 -> throw new IllegalStateException("thrown");
                case 3 -> late.add(() -> store(beat, outcome));
                default -> late.add(() -> outcome.failed(new IllegalStateException("timed out")));
            }
        }

        void answerLate() {
            late.forEach(Runnable::run);
            late.clear();
        }

        private void store(Beat beat, Outcome outcome) {
            var more = beat.operations();
            stored = new Beat.Operations(stored.succeeded() + more.succeeded(), stored.failed() + more.failed());
            outcome.stored();
        }

        @Override
        public void reset() {
            throw new AssertionError("every beat is answered in time");
        }

        @Override
        public void close(Duration atMost) {}
    }
}
