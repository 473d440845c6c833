package io.homeostat.heartbeat.domain;

import org.jspecify.annotations.Nullable;

/**
 * The present incarnation of a worker and when it was heard, in append times (milliseconds since the epoch).
 *
 * @param incarnation null: never heard, and registered without one; {@code ~n}: assigned by us
 * @param ordinal the last {@code n} of an assigned incarnation; 0: none yet
 * @param sequence the highest of the incarnation; {@link #NONE} if it does not count
 * @param firstSeenAt the incarnation's first beat, registration or crash
 * @param lastSeenAt the worker's last sign of life; {@link #NEVER} before the first
 * @param doubtfulAt the last beat of which a result must tell to which incarnation it belongs; {@link #NEVER}: none
 */
public record Life(
        @Nullable String incarnation, int ordinal, long sequence, long firstSeenAt, long lastSeenAt, long doubtfulAt) {

    /** No such moment. */
    public static final long NEVER = Long.MIN_VALUE;

    /** No sequence; a real one is at least 0. */
    public static final long NONE = -1;

    /** What an assigned incarnation begins with. */
    static final String ASSIGNED = "~";

    static Life announced(@Nullable String incarnation, long at) {
        return new Life(incarnation, 0, NONE, at, NEVER, NEVER);
    }

    /** True if the worker itself names no incarnation, as far as we know. */
    boolean isUnnamed() {
        return incarnation == null || incarnation.startsWith(ASSIGNED);
    }

    /** The next incarnation of the same worker; nothing of it is heard yet. */
    Life succeededBy(String successor, int ordinal, long at) {
        return new Life(successor, ordinal, NONE, at, lastSeenAt, NEVER);
    }

    Life named(@Nullable String incarnation, int ordinal) {
        return new Life(incarnation, ordinal, sequence, firstSeenAt, lastSeenAt, doubtfulAt);
    }

    Life seen(@Nullable Long sequence, long at) {
        return new Life(
                incarnation,
                ordinal,
                sequence == null ? this.sequence : Math.max(sequence, this.sequence),
                firstSeenAt,
                Math.max(at, lastSeenAt),
                NEVER);
    }

    Life doubted(long at) {
        return new Life(incarnation, ordinal, sequence, firstSeenAt, lastSeenAt, Math.max(at, doubtfulAt));
    }

    Life withoutDoubt() {
        return new Life(incarnation, ordinal, sequence, firstSeenAt, lastSeenAt, NEVER);
    }
}
