package io.homeostat.common.streams;

import java.util.function.Consumer;

/**
 * Whether ticks come at the pace of time or are read out of a backlog. After a downtime of this service the log is read
 * many times faster than it was written: what is due in it was due long ago, its answers may already stand further on, and
 * a command with its validity would be late for every agent. Until the log has been caught up with, nothing is due
 * (docs/decisions/0010-nothing-is-due-in-a-backlog.md).
 *
 * <p>Append time is compared with a local monotonic clock, so that no two clocks need to agree; it can only put off.
 */
public final class Pace {

    /** How long ticks are watched for one look, in milliseconds of the local clock. */
    public static final long LOOK_MS = 1_000;

    /** A live log moves as fast as time; up to this many times is jitter, above it is a backlog. */
    private static final long JITTER = 2;

    /** More than a few ticks that were late together. */
    private static final long SLACK_MS = 5_000;

    private static final long NEVER = Long.MIN_VALUE;

    private long fromAppendMs = NEVER;
    private long fromMonotonicMs;
    private boolean live;
    private final Consumer<Boolean> changed;

    /** @param changed is told each time whether the log has now been caught up with */
    Pace(Consumer<Boolean> changed) {
        this.changed = changed;
    }

    /**
     * Reads a tick.
     *
     * @param appendMs append time of the tick in milliseconds
     * @param monotonicMs a local clock that never goes back, in milliseconds; virtual where time is
     * @return true if the log has been caught up with
     */
    public boolean tick(long appendMs, long monotonicMs) {
        boolean was = live;
        measure(appendMs, monotonicMs);
        if (live != was) {
            changed.accept(live);
        }
        return live;
    }

    private void measure(long appendMs, long monotonicMs) {
        if (fromAppendMs == NEVER) {
            look(appendMs, monotonicMs);
            return;
        }
        long logMs = appendMs - fromAppendMs;
        long localMs = monotonicMs - fromMonotonicMs;
        if (logMs > JITTER * localMs + SLACK_MS) {
            live = false; // seen at once, not only at the end of the look
        }
        if (localMs >= LOOK_MS) {
            live = logMs <= JITTER * localMs;
            look(appendMs, monotonicMs);
        }
    }

    /** True if the log has been caught up with. */
    public boolean isLive() {
        return live;
    }

    private void look(long appendMs, long monotonicMs) {
        fromAppendMs = appendMs;
        fromMonotonicMs = monotonicMs;
    }
}
