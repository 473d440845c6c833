package io.homeostat.rollback.control.domain;

import java.time.Instant;

/**
 * Now of a task.
 *
 * @param observedMs V in milliseconds, for durations only
 * @param at append time of the causing record or tick, for instants in records
 */
public record Now(long observedMs, Instant at) {

    private static final long MINUTE_MS = 60_000;

    static long minutesMs(long minutes) {
        return minutes * MINUTE_MS;
    }
}
