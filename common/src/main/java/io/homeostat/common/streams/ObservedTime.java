package io.homeostat.common.streams;

import java.nio.ByteBuffer;

/**
 * Time of one partition as its ticks show it. A tick read at append time t proves that the partition was writable and
 * readable, that everything before it has been processed, and that now is t. Observed time advances by what lies between
 * two ticks, but never by more than two tick intervals: while nobody could write or read, it stands still. So verdicts may
 * come late, never falsely (docs/decisions/0003-time-comes-through-the-log.md).
 *
 * @param observedMs V: sum of the clamped distances, for durations only
 * @param lastTickMs append time of the last tick; {@link #NO_TICK} before the first
 * @param amnestyMs what all due times were put off by, one beat interval per gap
 */
public record ObservedTime(long observedMs, long lastTickMs, long amnestyMs) {

    /** No tick has been read yet. */
    public static final long NO_TICK = -1;

    /** The start of a partition's time. */
    public static final ObservedTime START = new ObservedTime(0, NO_TICK, 0);

    /** A tick's effect: the new time, and whether a gap lay before it. */
    public record Advance(ObservedTime time, boolean afterGap) {}

    /**
     * Reads a tick.
     *
     * @param tickMs append time of the tick; one before the last (a leader with another clock) re-bases
     * @param tickIntervalMs distance at which ticks are written
     * @param gapMs distance of two ticks from which on the time between them is a gap
     * @param amnestyPerGapMs one beat interval: what every due time gets after a gap
     */
    public Advance tick(long tickMs, long tickIntervalMs, long gapMs, long amnestyPerGapMs) {
        if (lastTickMs == NO_TICK) {
            return new Advance(new ObservedTime(observedMs, tickMs, amnestyMs), false);
        }
        long distance = tickMs - lastTickMs;
        long advance = Math.clamp(distance, 0, 2 * tickIntervalMs);
        boolean gap = distance >= gapMs;
        return new Advance(
                new ObservedTime(observedMs + advance, tickMs, amnestyMs + (gap ? amnestyPerGapMs : 0)), gap);
    }

    /**
     * The clock by which silence is judged: V less the amnesty. It steps back by one beat interval at a gap, which puts
     * off every due time by that much.
     */
    public long judgingMs() {
        return observedMs - amnestyMs;
    }

    /** The 24 bytes for the store. */
    public byte[] toBytes() {
        return ByteBuffer.allocate(3 * Long.BYTES)
                .putLong(observedMs)
                .putLong(lastTickMs)
                .putLong(amnestyMs)
                .array();
    }

    /** The inverse of {@link #toBytes()}. */
    public static ObservedTime of(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return new ObservedTime(buffer.getLong(), buffer.getLong(), buffer.getLong());
    }
}
