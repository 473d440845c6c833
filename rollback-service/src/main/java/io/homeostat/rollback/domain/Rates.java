package io.homeostat.rollback.domain;

import io.homeostat.common.contract.ErrorRate;
import org.jspecify.annotations.Nullable;

/**
 * The newest window of error rates of one version, as the plane itself measured it. Windows overlap: each record holds what
 * the last minute held, so what is new is told from the record before, and no operation counts twice.
 *
 * @param last null before the first
 * @param uncounted operations that were new since the last check; they make the window worth a look
 */
public record Rates(@Nullable Measured last, long uncounted) {

    /** Length of the windows that own checks are made from, in seconds. */
    public static final long WINDOW_SECONDS = 60;

    static final Rates NONE = new Rates(null, 0);

    private static final long WINDOW_MS = WINDOW_SECONDS * 1_000;

    /**
     * One window.
     *
     * @param startMs append time, inclusive
     * @param conclusive enough operations to say anything
     * @param id of its record
     */
    public record Measured(long startMs, long succeeded, long failed, boolean conclusive, String id) {

        long operations() {
            return succeeded + failed;
        }
    }

    /** The window changed. */
    Rates with(ErrorRate rate, String id) {
        boolean conclusive = rate.verdict() == ErrorRate.Verdict.OK && rate.succeeded() + rate.failed() > 0;
        var next = new Measured(rate.windowStart().toEpochMilli(), rate.succeeded(), rate.failed(), conclusive, id);
        return new Rates(next, uncounted + fresh(next));
    }

    /** Operations leave a window as well, so its growth is the least that is new. */
    private long fresh(Measured next) {
        return last == null || next.startMs >= last.startMs + WINDOW_MS
                ? next.operations()
                : Math.max(0, next.operations() - last.operations());
    }

    /** The window that an own check is made from: it says something, holds something new and is not over for long. */
    @Nullable
    Measured speaking(long nowMs, long intervalMs) {
        return last != null && last.conclusive && uncounted > 0 && last.startMs + WINDOW_MS + intervalMs >= nowMs
                ? last
                : null;
    }

    /** A check speaks for the time up to now: what it counted does not count again. */
    Rates counted() {
        return new Rates(last, 0);
    }
}
