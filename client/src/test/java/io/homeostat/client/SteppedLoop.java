package io.homeostat.client;

import java.time.Duration;

/** A loop whose time goes as a test says and whose beats go where the test can see them. */
final class SteppedLoop {

    static final Duration INTERVAL = Duration.ofSeconds(30);

    final SteppedClock clock = new SteppedClock();
    final RecordingSink sink = new RecordingSink();
    final WorkerReport report = new WorkerReport(WorkerStatus.RUNNING);
    private final OperationCounts counts = new OperationCounts();
    private int wakes;

    /** What the worker obeys. */
    long killSwitchOffset = Beat.UNKNOWN;

    private final BeatLoop loop = new BeatLoop(
            new BeatLoop.Subject("w-loop", INTERVAL, report, counts, () -> killSwitchOffset),
            sink,
            clock,
            () -> wakes++);

    /** How often the thread would have been woken by an answer. */
    int wakes() {
        return wakes;
    }

    boolean want() {
        return loop.want();
    }

    Delivery goodbye() {
        return loop.goodbye();
    }

    void count(int succeeded, int failed) {
        for (int i = 0; i < succeeded; i++) {
            counts.succeeded();
        }
        for (int i = 0; i < failed; i++) {
            counts.failed();
        }
    }

    /** Steps as the thread would, and lets no more time pass than this; what is due at the end is done. */
    void run(Duration time) {
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
