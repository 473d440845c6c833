package io.homeostat.autofix.domain;

import java.time.Instant;

/**
 * The moment of a decision.
 *
 * @param observedMs observed time V: all durations are judged in it
 * @param sightedMs the part of V in which no partition was BLIND: the effect of a fix is judged in it
 * @param blind a partition is BLIND now, or this picture of the plane is an old one
 * @param deaf failures may have happened that have not been heard of: that there was none is not known
 * @param at append time of the causing record or tick: all instants in records are counted from it
 */
public record Now(long observedMs, long sightedMs, boolean blind, boolean deaf, Instant at) {

    /** This moment, but nothing of it may be acted on. */
    public Now blinded() {
        return new Now(observedMs, sightedMs, true, deaf, at);
    }

    Instant in(long seconds) {
        return at.plusSeconds(seconds);
    }
}
