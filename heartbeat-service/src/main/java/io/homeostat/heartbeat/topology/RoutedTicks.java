package io.homeostat.heartbeat.topology;

import io.homeostat.common.streams.Ticks;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * Ticks on {@code heartbeats-routed}: key {@code ~p>q}, from the task of partition p to that of q. Their timestamp is the
 * append time of p's own tick.
 */
final class RoutedTicks {

    /** A tick says nothing but that it is there. */
    static final byte[] VALUE = {'{', '}'};

    private static final char TO = '>';
    private static final int DIGITS_MAX = 4;

    private RoutedTicks() {}

    static String key(int from, int to) {
        return Ticks.key(from) + TO + to;
    }

    /** The partition that the tick is of; -1 if the key is none of a routed tick. */
    static int source(@Nullable String key) {
        int to = key == null || !Ticks.isTick(key) ? -1 : key.indexOf(TO);
        return to < 0 || key == null ? -1 : number(key, Ticks.KEY_PREFIX.length(), to);
    }

    /** Ticks go to the partition that their key names, beats where murmur2 puts them. */
    static StreamPartitioner<String, byte[]> placement() {
        return (_, key, _, partitions) -> {
            int target = source(key) < 0 ? -1 : number(key, key.indexOf(TO) + 1, key.length());
            return target < 0 || target >= partitions ? Optional.empty() : Optional.of(Set.of(target));
        };
    }

    private static int number(String text, int from, int to) {
        if (to <= from || to - from > DIGITS_MAX) {
            return -1;
        }
        int number = 0;
        for (int i = from; i < to; i++) {
            int digit = text.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = 10 * number + digit;
        }
        return number;
    }
}
