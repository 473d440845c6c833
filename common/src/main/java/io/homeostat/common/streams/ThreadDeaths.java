package io.homeostat.common.streams;

import java.time.Duration;
import java.util.ArrayDeque;

/** Crash-loop breaker of stream threads: more than {@value #DEATHS_MAX} deaths within ten minutes are too many. */
final class ThreadDeaths {

    static final int DEATHS_MAX = 20;
    private static final long WINDOW_NANOS = Duration.ofMinutes(10).toNanos();

    private final ArrayDeque<Long> deaths = new ArrayDeque<>();

    /** Counts one death at {@code nanos} of a monotonic clock. */
    synchronized boolean tooMany(long nanos) {
        deaths.addLast(nanos);
        while (nanos - deaths.getFirst() > WINDOW_NANOS) {
            deaths.removeFirst();
        }
        return deaths.size() > DEATHS_MAX;
    }
}
