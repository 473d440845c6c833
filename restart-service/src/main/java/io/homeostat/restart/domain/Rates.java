package io.homeostat.restart.domain;

import io.homeostat.common.policy.SlidingWindow;
import org.jspecify.annotations.Nullable;

/**
 * The windows that one decision looks at. An attempt takes one slot at its first command, in every window that applies
 * to it; a refusal or a deferral takes none.
 *
 * @param type restarts of the worker's type in a minute
 * @param global restarts in a minute
 * @param cleanup terminations in a minute
 * @param planeMinute actions of the plane in a minute, whoever asked
 * @param planeHour actions of the plane in an hour
 */
public record Rates(
        SlidingWindow type,
        SlidingWindow global,
        SlidingWindow cleanup,
        SlidingWindow planeMinute,
        SlidingWindow planeHour) {

    /** No action yet. */
    public static final Rates NONE = new Rates(
            SlidingWindow.EMPTY, SlidingWindow.EMPTY, SlidingWindow.EMPTY, SlidingWindow.EMPTY, SlidingWindow.EMPTY);

    static final long MINUTE_MS = 60_000;
    static final long HOUR_MS = 3_600_000;

    /** What an attempt takes: a slot among the restarts, among the terminations, or both. */
    record Use(boolean restarts, boolean terminates) {}

    /**
     * A limit that is reached.
     *
     * @param freeAtMs observed time at which it frees a slot
     */
    record Reached(String limit, int count, long max, long freeAtMs) {}

    /** The first limit that refuses, or null where all leave a slot. */
    @Nullable
    Reached reached(Terms terms, Use use, long nowMs) {
        var limits = terms.restart().rateLimits();
        Reached reached = null;
        if (use.restarts) {
            reached = reached("per_type_per_minute", type, limits.perTypePerMinute(), MINUTE_MS, nowMs);
            if (reached == null) {
                reached = reached("global_per_minute", global, limits.globalPerMinute(), MINUTE_MS, nowMs);
            }
        }
        if (reached == null && use.terminates) {
            var max = terms.restart().cleanup().maxPerMinute();
            reached = reached("cleanup.max_per_minute", cleanup, max, MINUTE_MS, nowMs);
        }
        if (reached == null) {
            var max = terms.plane().maxActionsPerMinute();
            reached = reached("max_actions_per_minute", planeMinute, max, MINUTE_MS, nowMs);
        }
        if (reached == null) {
            reached = reached("max_actions_per_hour", planeHour, terms.plane().maxActionsPerHour(), HOUR_MS, nowMs);
        }
        return reached;
    }

    /** The windows after an action now. */
    Rates take(Use use, long nowMs) {
        return new Rates(
                use.restarts ? type.add(nowMs, MINUTE_MS) : type,
                use.restarts ? global.add(nowMs, MINUTE_MS) : global,
                use.terminates ? cleanup.add(nowMs, MINUTE_MS) : cleanup,
                planeMinute.add(nowMs, MINUTE_MS),
                planeHour.add(nowMs, HOUR_MS));
    }

    private static @Nullable Reached reached(String limit, SlidingWindow window, long max, long windowMs, long nowMs) {
        int count = window.count(nowMs, windowMs);
        return count < max ? null : new Reached(limit, count, max, window.freeAtMs(nowMs, windowMs, max));
    }
}
