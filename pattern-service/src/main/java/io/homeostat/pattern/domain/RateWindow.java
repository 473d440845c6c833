package io.homeostat.pattern.domain;

/**
 * A hopping window of which the one that is about to end is looked at: ten buckets, the newest of which holds now. So it
 * always holds the last nine tenths of its length and what of the newest tenth there is: it is never blind after a start
 * and never older than its length (docs/decisions/0011-rates-in-a-ring-of-windows.md). All times are append times in
 * milliseconds.
 *
 * @param seconds length, at least 1
 */
public record RateWindow(long seconds) {

    /** Buckets of a window. */
    static final int BUCKETS = 10;

    /** Length of a bucket; whole, as a second has a thousand milliseconds. */
    public long bucketMs() {
        return seconds * 1_000 / BUCKETS;
    }

    /** Start of the bucket that holds {@code ms}. */
    public long bucketOf(long ms) {
        return ms - Math.floorMod(ms, bucketMs());
    }

    /** Start of the window at {@code nowMs}, inclusive: that of its oldest bucket. */
    public long startAt(long nowMs) {
        return bucketOf(nowMs) - (BUCKETS - 1) * bucketMs();
    }

    /** From when on a bucket is no longer within the window. */
    public long leavesAt(long bucketStartMs) {
        return bucketStartMs + BUCKETS * bucketMs();
    }

    /** Start of the bucket that is no longer within the window from {@code ms} on: the inverse of {@link #leavesAt}. */
    public long leavingAt(long ms) {
        return ms - BUCKETS * bucketMs();
    }
}
