package io.homeostat.rollback.domain;

import io.homeostat.common.contract.ErrorRate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest windows of error rates of one version, as the plane itself measured them.
 *
 * @param windows at most {@link #WINDOWS_MAX}, oldest first
 */
public record Rates(List<Measured> windows) {

    /** Length of the windows that own checks are made from, in seconds. */
    public static final long WINDOW_SECONDS = 60;

    static final Rates NONE = new Rates(List.of());

    private static final int WINDOWS_MAX = 4;

    /**
     * One window.
     *
     * @param startMs append time, inclusive
     * @param conclusive enough operations to say anything
     * @param counted operations that a check has counted already: none counts twice
     * @param fresh changed since the last check
     */
    public record Measured(
            long startMs, long succeeded, long failed, boolean conclusive, long counted, boolean fresh, String id) {

        long operations() {
            return succeeded + failed;
        }
    }

    public Rates {
        windows = List.copyOf(windows);
    }

    /** A window changed. */
    Rates with(ErrorRate rate, String id) {
        long start = rate.windowStart().toEpochMilli();
        long counted = windows.stream()
                .filter(w -> w.startMs == start)
                .mapToLong(Measured::counted)
                .findFirst()
                .orElse(0);
        var all =
                new ArrayList<>(windows.stream().filter(w -> w.startMs != start).toList());
        boolean conclusive = rate.verdict() == ErrorRate.Verdict.OK && rate.succeeded() + rate.failed() > 0;
        all.add(new Measured(start, rate.succeeded(), rate.failed(), conclusive, counted, true, id));
        all.sort(Comparator.comparingLong(Measured::startMs));
        return new Rates(all.subList(Math.max(0, all.size() - WINDOWS_MAX), all.size()));
    }

    /** The window that an own check is made from: the newest that says something, changed and is not over for long. */
    @Nullable
    Measured fresh(long nowMs, long intervalMs) {
        return windows.stream()
                .filter(w -> w.fresh && w.conclusive)
                .filter(w -> w.startMs + WINDOW_SECONDS * 1_000 + intervalMs >= nowMs)
                .reduce((_, later) -> later)
                .orElse(null);
    }

    /** Operations that no check has counted yet. */
    long uncounted() {
        return windows.stream()
                .filter(Measured::fresh)
                .mapToLong(w -> Math.max(0, w.operations() - w.counted))
                .sum();
    }

    /** An own check was made: what it counted does not count again. */
    Rates counted() {
        return new Rates(windows.stream()
                .map(w -> new Measured(
                        w.startMs,
                        w.succeeded,
                        w.failed,
                        w.conclusive,
                        w.fresh ? Math.max(w.counted, w.operations()) : w.counted,
                        false,
                        w.id))
                .toList());
    }

    /** Somebody else's check speaks for the time up to now. */
    Rates stale() {
        return counted();
    }
}
