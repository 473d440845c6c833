package io.homeostat.common.contract;

import java.time.Instant;

/**
 * Where an input record stands in the log: evidence, never identity.
 *
 * @param topic the name without the plane's prefix
 * @param time the broker's append time
 */
public record Origin(String topic, int partition, long offset, Instant time) {

    /** {@code topic/partition/offset}, the form that {@code causeId} has for input records. */
    public String coordinates() {
        return topic + '/' + partition + '/' + offset;
    }
}
