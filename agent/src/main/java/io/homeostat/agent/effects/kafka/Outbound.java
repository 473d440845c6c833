package io.homeostat.agent.effects.kafka;

import java.time.Instant;
import java.util.concurrent.CompletableFuture;

/** Where records of the agent go. */
@FunctionalInterface
public interface Outbound {

    /**
     * The broker has a record.
     *
     * @param appendTime the broker's time of it
     * @param sentNanos the monotonic clock before it was sent: whatever froze since then shows as time gone by
     */
    record Acknowledged(Instant appendTime, long sentNanos) {}

    /**
     * Writes a record, as often as it takes.
     *
     * @return done once the broker has it; cancelled if the agent closes before
     */
    CompletableFuture<Acknowledged> send(Outgoing record);
}
