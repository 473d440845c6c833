package io.homeostat.rollback.domain;

/**
 * The intervals of a watched version: the service checks by itself at the end of one in which nobody else did. Times are
 * observed time in milliseconds.
 *
 * @param startMs start of the present interval, inclusive
 * @param pushed a check that says something came in the present interval
 * @param mute a check came in it that says nothing
 * @param lastPushedMs when the last check came; {@link #NEVER} before the first
 * @param empty intervals in a row, up to now, with neither check nor data
 */
public record Rhythm(long startMs, boolean pushed, boolean mute, long lastPushedMs, int empty) {

    static final long NEVER = -1;

    /** Full empty intervals from which on nothing is known of the version. */
    private static final int EMPTY_MAX = 2;

    static Rhythm from(long nowMs) {
        return new Rhythm(nowMs, false, false, NEVER, 0);
    }

    long endMs(long stepMs) {
        return startMs + stepMs;
    }

    /** Somebody's check says something. One that is read after the interval's end belongs to the next one. */
    Rhythm pushed(long nowMs, long stepMs) {
        return new Rhythm(startMs, pushed || nowMs < endMs(stepMs), mute, nowMs, 0);
    }

    /** Somebody's check says nothing. */
    Rhythm muted() {
        return new Rhythm(startMs, pushed, true, lastPushedMs, empty);
    }

    /** The interval ended with a check. */
    Rhythm next(long fromMs) {
        return new Rhythm(fromMs, lastPushedMs >= fromMs, false, lastPushedMs, 0);
    }

    /** The interval ended with nothing. */
    Rhythm nextAfterNothing(long fromMs) {
        return new Rhythm(fromMs, lastPushedMs >= fromMs, false, lastPushedMs, empty + 1);
    }

    /**
     * True if nothing has been known for two full intervals, or for one more of them.
     *
     * @param perInterval how many of these intervals are a full one: two while own checks run twice as often
     */
    boolean isUnknown(int perInterval) {
        return empty >= EMPTY_MAX * perInterval && empty % perInterval == 0;
    }
}
