package io.homeostat.rollback.domain;

import io.homeostat.common.contract.ErrorRate;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest window of error rates of one version, as the plane itself measured it. Windows overlap: each record holds what
 * the last minute held, so what is new is told from the records before, and no operation counts twice.
 *
 * <p>A window alone does not tell: a beat that comes just as one of the same size leaves changes no count. So all operations
 * since the first record are summed up: those of a window, and those that were counted before it began, which a record of a
 * minute ago knows.
 *
 * @param last null before the first
 * @param uncounted operations that were new since the last check; they make the window worth a look
 * @param total operations known since the first record
 * @param marks what was the total when a window was the newest, oldest first: of the last minute, and one from before
 */
public record Rates(@Nullable Measured last, long uncounted, long total, List<Mark> marks) {

    /** Length of the windows that own checks are made from, in seconds. */
    public static final long WINDOW_SECONDS = 60;

    static final Rates NONE = new Rates(null, 0, 0, List.of());

    private static final long WINDOW_MS = WINDOW_SECONDS * 1_000;

    /** Windows begin a bucket of six seconds apart; closer ones are told by the next mark. It bounds the marks. */
    private static final long MARK_MS = 5_000;

    public Rates {
        marks = marks == null ? List.of() : List.copyOf(marks);
    }

    /**
     * One window.
     *
     * @param startMs append time, inclusive
     * @param conclusive enough operations to say anything
     * @param id of its record
     */
    public record Measured(long startMs, long succeeded, long failed, boolean conclusive, String id) {

        long operations() {
            return sum(succeeded, failed);
        }
    }

    /** The total when the window that began at {@code startMs} was the newest one. */
    public record Mark(long startMs, long total) {}

    /** The window changed. */
    Rates with(ErrorRate rate, String id) {
        long startMs = rate.windowStart().toEpochMilli();
        boolean conclusive = rate.verdict() == ErrorRate.Verdict.OK && sum(rate.succeeded(), rate.failed()) > 0;
        var next = new Measured(startMs, rate.succeeded(), rate.failed(), conclusive, id);
        long fresh = fresh(next);
        long now = sum(total, fresh);
        return new Rates(next, sum(uncounted, fresh), now, marked(startMs, now));
    }

    /** The least that is certainly new in a window. */
    private long fresh(Measured next) {
        var before = last;
        if (before == null || next.startMs >= before.startMs + WINDOW_MS) {
            return next.operations();
        }
        var anchor = anchor(next.startMs);
        if (anchor != null) {
            return Math.max(0, sum(anchor.total, next.operations()) - total);
        }
        long grown = Math.max(0, next.succeeded - before.succeeded) + Math.max(0, next.failed - before.failed);
        // Without a change there is a record only because something came while something left.
        boolean replaced = grown == 0
                && next.startMs > before.startMs
                && next.operations() == before.operations()
                && next.operations() > 0;
        return replaced ? 1 : grown;
    }

    /** The newest mark whose whole window lies before {@code startMs}: it counted all that came before. */
    private @Nullable Mark anchor(long startMs) {
        Mark found = null;
        for (var mark : marks) {
            if (mark.startMs + WINDOW_MS <= startMs) {
                found = mark;
            }
        }
        return found;
    }

    private List<Mark> marked(long startMs, long now) {
        var anchor = anchor(startMs);
        var next = new ArrayList<Mark>();
        for (var mark : marks) {
            if (anchor == null || mark.startMs >= anchor.startMs) {
                next.add(mark);
            }
        }
        if (!next.isEmpty() && next.getLast().startMs == startMs) {
            next.removeLast();
            next.add(new Mark(startMs, now));
        } else if (next.isEmpty() || startMs >= next.getLast().startMs + MARK_MS) {
            next.add(new Mark(startMs, now));
        }
        return next;
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
        return new Rates(last, 0, total, marks);
    }

    private static long sum(long a, long b) {
        long sum = a + b;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}
