package io.homeostat.simulation.engine;

import io.homeostat.common.topics.TopicSpec;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record as it stands in the log.
 *
 * @param timestampMs append time where the topic has that, else what its writer gave
 * @param writer who wrote it
 * @param key null: none
 * @param value null: a tombstone, or nothing
 */
public record LoggedRecord(
        TopicSpec topic,
        int partition,
        long offset,
        long timestampMs,
        Writer writer,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {

    /** Who writes to the simulated log. */
    public enum Writer {
        /** The outside world: an input line. */
        INPUT,
        /** Provisioning: what is in force before the first line. */
        SEED,
        /** The simulator's ticks. */
        TICKER,
        /** The simulated agents. */
        AGENT,
        /** A service. */
        SERVICE
    }
}
