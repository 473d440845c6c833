package io.homeostat.common.streams;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;

/** Where a key belongs: murmur2, as Java producers and Kafka Streams place it (docs/decisions/0006-misplaced-keys.md). */
public final class Placement {

    private Placement() {}

    /** The partition of {@code key} among {@code partitions}. */
    public static int of(String key, int partitions) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(StandardCharsets.UTF_8), partitions);
    }
}
