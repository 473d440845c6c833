package io.homeostat.agent.effects.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The broker's time as the agent knows it: the newest append time that it has read, advanced by the monotonic clock
 * (mechanics 1). This host's wall clock plays no part.
 */
public final class PlaneClock {

    private final LongSupplier nanoTime;
    private @Nullable Instant anchor;
    private long anchorNanos;
    private @Nullable Long lastReadNanos;

    /** @param nanoTime the monotonic clock */
    public PlaneClock(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /** Now, or empty before the first append time. */
    public synchronized Optional<Instant> now() {
        return anchor == null
                ? Optional.empty()
                : Optional.of(anchor.plus(Duration.ofNanos(nanoTime.getAsLong() - anchorNanos)));
    }

    /** A record with this append time was read. Records of the past do not turn the clock back. */
    public synchronized void read(Instant appendTime) {
        lastReadNanos = nanoTime.getAsLong();
        var now = now();
        if (now.isEmpty() || appendTime.isAfter(now.get())) {
            anchor = appendTime;
            anchorNanos = nanoTime.getAsLong();
        }
    }

    /**
     * The broker appended a record of ours: this is its time, even if it is earlier than what we thought.
     *
     * @param sentNanos the monotonic clock before the record was sent, so that a freeze between the append and this call
     *     counts as time gone by; it may overstate now by a round trip, never understate it
     */
    public synchronized void proven(Instant appendTime, long sentNanos) {
        anchor = appendTime;
        anchorNanos = sentNanos;
    }

    /** Time since the last record was read, or empty before the first. */
    public synchronized Optional<Duration> silence() {
        return lastReadNanos == null
                ? Optional.empty()
                : Optional.of(Duration.ofNanos(nanoTime.getAsLong() - lastReadNanos));
    }
}
