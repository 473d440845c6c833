package io.homeostat.client;

import java.time.Instant;

/**
 * The emitter's two clocks. Only durations decide when a beat is due, so a worker with a wrong wall clock beats on
 * time.
 */
interface BeatClock {

    /** The clocks of this machine. */
    BeatClock SYSTEM = new BeatClock() {
        @Override
        public long nanos() {
            return System.nanoTime();
        }

        @Override
        public Instant instant() {
            return Instant.now();
        }
    };

    /** Monotonic nanoseconds of arbitrary origin; compare by subtraction only. */
    long nanos();

    /** The wall clock, for the field {@code time}. */
    Instant instant();
}
