package io.homeostat.client;

import java.time.Duration;

/**
 * Where the reader thread puts what it knows and everybody looks at it: one volatile read, and a look at the monotonic
 * clock. The clock is asked by whoever looks, not by the reader thread, so that what is too old reads as ON also when
 * that thread hangs, or when the whole process was frozen and has not read anything since.
 */
final class FlagBoard {

    private final BeatClock clock;
    private volatile Entry entry;

    /** What is known, and from when on it no longer is. */
    private record Entry(FlagSnapshot fresh, FlagSnapshot stale, boolean ages, long staleAtNanos) {}

    FlagBoard(FlagSnapshot unread, BeatClock clock) {
        this.clock = clock;
        this.entry = new Entry(unread, unread, false, 0);
    }

    /** What is to be believed now. */
    FlagSnapshot look() {
        var now = entry;
        return now.ages() && clock.nanos() - now.staleAtNanos() >= 0 ? now.stale() : now.fresh();
    }

    /** Nanoseconds until what stands here is too old, 0 or less: it is; {@code Long.MAX_VALUE}: it does not age. */
    long nanosUntilStale() {
        var now = entry;
        return now.ages() ? now.staleAtNanos() - clock.nanos() : Long.MAX_VALUE;
    }

    /**
     * Puts up what is known.
     *
     * @param asOfNanos monotonic time at which it was complete
     * @param staleAfter how long it is believed from then on; at exactly this age it no longer is
     */
    void put(FlagSnapshot known, long asOfNanos, Duration staleAfter) {
        var stale = known.stale("no contact with Kafka for " + seconds(staleAfter) + " s");
        entry = new Entry(known, stale, true, asOfNanos + staleAfter.toNanos());
    }

    private static String seconds(Duration time) {
        return java.math.BigDecimal.valueOf(time.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
