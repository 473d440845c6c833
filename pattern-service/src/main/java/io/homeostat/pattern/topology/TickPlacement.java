package io.homeostat.pattern.topology;

import io.homeostat.common.streams.Ticks;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;

/** Ticks on the service's own topics go to the partition that their key names, all else where murmur2 puts it. */
final class TickPlacement {

    private TickPlacement() {}

    static StreamPartitioner<String, byte[]> of() {
        return (_, key, _, partitions) -> {
            int partition = partition(key);
            return partition < 0 || partition >= partitions ? Optional.empty() : Optional.of(Set.of(partition));
        };
    }

    /** Only the key of a partition is one: a service may be called {@code ~x}. */
    static boolean isTick(String key) {
        return partition(key) >= 0;
    }

    private static int partition(String key) {
        int digit = Ticks.isTick(key) && key.length() == 2 ? key.charAt(1) - '0' : -1;
        return digit >= 0 && digit <= 9 ? digit : -1;
    }
}
