package io.homeostat.client;

import java.time.Duration;
import java.time.Instant;

/** Clocks that go only when a test says so. */
final class SteppedClock implements BeatClock {

    static final Instant START = Instant.parse("2026-11-22T05:44:00Z");

    // Close to the overflow of a long: monotonic time may be anywhere.
    private long nanos = Long.MAX_VALUE - Duration.ofSeconds(3).toNanos();
    private Duration passed = Duration.ZERO;

    void advance(Duration by) {
        nanos += by.toNanos();
        passed = passed.plus(by);
    }

    @Override
    public long nanos() {
        return nanos;
    }

    @Override
    public Instant instant() {
        return START.plus(passed);
    }
}
