package io.homeostat.client;

import java.time.Duration;

/**
 * How often the broker is asked.
 *
 * @param staleAfter how long an answer is believed
 */
record FlagPace(Duration staleAfter) {

    /** Several questions fit into the time for which an answer is believed. */
    Duration every() {
        return between(Duration.ofMillis(200), staleAfter.dividedBy(4), Duration.ofSeconds(5));
    }

    /** Longest wait for one answer. */
    Duration patience() {
        return between(Duration.ofMillis(250), staleAfter.dividedBy(4), Duration.ofSeconds(2));
    }

    private static Duration between(Duration least, Duration wanted, Duration most) {
        if (wanted.compareTo(least) < 0) {
            return least;
        }
        return wanted.compareTo(most) > 0 ? most : wanted;
    }
}
