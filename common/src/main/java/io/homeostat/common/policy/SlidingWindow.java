package io.homeostat.common.policy;

import java.util.ArrayList;
import java.util.List;

/**
 * Instants of observed time within a sliding window: an instant exactly one window old no longer counts. Equal instants are
 * one run. Exact up to {@value #RUNS_MAX} runs; beyond, neighbours become one at the later instant, so that a window stays
 * small however high its limit is, and frees a slot rather late than early.
 */
public record SlidingWindow(List<Run> runs) {

    static final int RUNS_MAX = 512;

    /** Nothing yet. */
    public static final SlidingWindow EMPTY = new SlidingWindow(List.of());

    /** {@code count} instants at {@code atMs}. */
    public record Run(long atMs, int count) {}

    public SlidingWindow {
        runs = List.copyOf(runs);
    }

    /** How many instants the window that ends now holds. */
    public int count(long nowMs, long windowMs) {
        int count = 0;
        for (var run : runs) {
            count += counts(run, nowMs, windowMs) ? run.count : 0;
        }
        return count;
    }

    /** The first moment, not before now, at which fewer than {@code limit} instants count. */
    public long freeAtMs(long nowMs, long windowMs, long limit) {
        int left = count(nowMs, windowMs);
        if (left < limit) {
            return nowMs;
        }
        for (var run : runs) {
            left -= counts(run, nowMs, windowMs) ? run.count : 0;
            if (left < limit && counts(run, nowMs, windowMs)) {
                return run.atMs + windowMs;
            }
        }
        return nowMs + windowMs; // a limit below one never frees a slot by itself
    }

    /** One more instant, now; those that no longer count are dropped. */
    public SlidingWindow add(long nowMs, long windowMs) {
        var all = new ArrayList<Run>();
        for (var run : runs) {
            if (counts(run, nowMs, windowMs)) {
                all.add(run);
            }
        }
        if (!all.isEmpty() && all.getLast().atMs >= nowMs) {
            var last = all.removeLast();
            all.add(new Run(last.atMs, last.count + 1));
        } else {
            all.add(new Run(nowMs, 1));
        }
        return new SlidingWindow(all.size() > RUNS_MAX ? joined(all) : all);
    }

    private static List<Run> joined(List<Run> runs) {
        var all = new ArrayList<Run>();
        for (int i = 0; i + 1 < runs.size(); i += 2) {
            all.add(new Run(runs.get(i + 1).atMs, runs.get(i).count + runs.get(i + 1).count));
        }
        if (runs.size() % 2 == 1) {
            all.add(runs.getLast());
        }
        return all;
    }

    private static boolean counts(Run run, long nowMs, long windowMs) {
        return nowMs - run.atMs < windowMs;
    }
}
