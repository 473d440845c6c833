package io.homeostat.agent.effects.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * How far the views have been read. After a lost connection they are read on from there: what was long changed must not
 * pass by once more as if it were news. Where that is impossible (the log was cut, or is another one) they are read anew, and until its end is
 * reached nobody is to be told of anything.
 */
final class ReadPositions {

    private final Map<TopicPartition, Long> next = new HashMap<>();
    private final FirstRecords firsts = new FirstRecords();
    private Map<TopicPartition, Long> rewound = Map.of();

    /** A record was taken. */
    void took(ConsumerRecord<?, ?> record) {
        next.put(new TopicPartition(record.topic(), record.partition()), record.offset() + 1);
    }

    /** What was known of these partitions is worth nothing any more. */
    void forget(Collection<TopicPartition> partitions) {
        next.keySet().removeAll(partitions);
    }

    /**
     * Partitions whose logs are others than those that were read, as their topics were deleted and made anew.
     *
     * @param onlyLast partitions of which the last record is enough: another log of them is none
     */
    Set<TopicPartition> ofOtherLogs(Consumer<?, ?> reading, Predicate<TopicPartition> onlyLast) {
        var whole =
                reading.assignment().stream().filter(Predicate.not(onlyLast)).toList();
        return firsts.ofOtherLogs(reading, whole);
    }

    /**
     * Lets a fresh consumer begin.
     *
     * @param onlyLast partitions of which the last record is enough
     * @param again false: everything is read for the first time, and that is no rewinding
     * @return the ends of the partitions now
     */
    Map<TopicPartition, Long> begin(
            Consumer<?, ?> reading,
            List<TopicPartition> partitions,
            Predicate<TopicPartition> onlyLast,
            boolean again) {
        forget(ofOtherLogs(reading, onlyLast));
        var beginnings = reading.beginningOffsets(partitions);
        var ends = new HashMap<>(reading.endOffsets(partitions));
        var anew = new HashMap<TopicPartition, Long>();
        for (var partition : partitions) {
            long beginning = beginnings.getOrDefault(partition, 0L);
            long end = ends.getOrDefault(partition, beginning);
            if (onlyLast.test(partition)) {
                reading.seek(partition, Math.max(beginning, end - 1));
                continue;
            }
            var known = next.get(partition);
            reading.seek(partition, known == null ? beginning : known);
            if (known == null && again) {
                anew.put(partition, end);
            }
        }
        rewound = anew;
        return ends;
    }

    /** True while records pass by that were read before. */
    boolean rewinds(Consumer<?, ?> reading) {
        if (reached(reading, rewound)) {
            rewound = Map.of();
        }
        return !rewound.isEmpty();
    }

    /** True if the consumer stands at or behind all these ends. */
    static boolean reached(Consumer<?, ?> reading, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream().allMatch(end -> reading.position(end.getKey()) >= end.getValue());
    }
}
