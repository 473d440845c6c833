package io.homeostat.client;

import java.time.Duration;

/**
 * When the next beat is due. A fixed grid of one tick per interval from the start on; ticks that passed unused (a
 * frozen process, a beat that waited for the broker) are one beat, never a burst.
 *
 * <p>Besides the grid, a beat is due when the worker wants one and soon after one failed. All times are monotonic
 * nanoseconds, compared by subtraction. Not thread-safe.
 */
final class Cadence {

    /** Closest that two beats follow each other: a worker that wants a beat per operation must not flood the plane. */
    static final Duration MIN_GAP = Duration.ofMillis(100);

    /** A failed beat is tried anew after 1, 2, 4, 8, 10, 10 … seconds, or with the next tick if that comes first. */
    static final Duration FIRST_RETRY = Duration.ofSeconds(1);

    static final Duration LAST_RETRY = Duration.ofSeconds(10);

    private final long intervalNanos;
    private final long gapNanos;

    private long tickNanos;
    private long earliestNanos;
    private long retryNanos;
    private boolean retrying;
    private long backoffNanos = FIRST_RETRY.toNanos();

    Cadence(Duration interval, long startNanos) {
        intervalNanos = interval.toNanos();
        // Half an interval, so that a tick is never late because the one before it was.
        gapNanos = Math.min(MIN_GAP.toNanos(), intervalNanos / 2);
        tickNanos = startNanos;
        earliestNanos = startNanos;
    }

    /** Nanoseconds until a beat is due; 0 or less: now. */
    long nanosUntilDue(long nowNanos, boolean wanted) {
        long due = tickNanos - nowNanos;
        if (retrying) {
            due = Math.min(due, retryNanos - nowNanos);
        }
        if (wanted) {
            due = Math.min(due, 0);
        }
        return Math.max(due, earliestNanos - nowNanos);
    }

    /** A beat was produced: this tick and all that were missed are done. */
    void produced(long nowNanos) {
        earliestNanos = nowNanos + gapNanos;
        retrying = false;
        long late = nowNanos - tickNanos;
        if (late >= 0) {
            tickNanos += (late / intervalNanos + 1) * intervalNanos;
        }
    }

    void failed(long nowNanos) {
        retryNanos = nowNanos + backoffNanos;
        retrying = true;
        backoffNanos = Math.min(2 * backoffNanos, LAST_RETRY.toNanos());
    }

    void delivered() {
        backoffNanos = FIRST_RETRY.toNanos();
    }
}
