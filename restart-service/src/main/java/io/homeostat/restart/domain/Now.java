package io.homeostat.restart.domain;

import java.time.Instant;

/**
 * The moment of a decision.
 *
 * @param observedMs observed time V: all durations are judged in it
 * @param sightedMs the part of V in which no partition was BLIND: confirmation waits in it
 * @param blind a partition is BLIND now
 * @param at append time of the causing record or tick: all instants in records are counted from it
 */
public record Now(long observedMs, long sightedMs, boolean blind, Instant at) {

    /** The append time {@code seconds} from now. */
    Instant in(long seconds) {
        return at.plusSeconds(seconds);
    }
}
