package io.homeostat.pattern.domain;

import java.time.Instant;

/**
 * Now of one task.
 *
 * @param observedMs observed time in milliseconds, for durations only
 * @param at append time of the causing record or tick, for instants in records
 */
public record Now(long observedMs, Instant at) {}
