package io.homeostat.rollback.domain;

import java.time.Instant;

/**
 * The moment of a decision.
 *
 * @param observedMs observed time V: all durations are judged in it
 * @param at append time of the causing record or tick: all instants in records are counted from it
 * @param live the log is read as it is written; else what it asks for may be over, and nothing is commanded
 * @param liveSinceMs observed time since which it is: what was due before was due while nobody could look
 */
public record Now(long observedMs, Instant at, boolean live, long liveSinceMs) {}
