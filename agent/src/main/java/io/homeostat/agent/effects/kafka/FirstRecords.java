package io.homeostat.agent.effects.kafka;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.TopicPartition;

/**
 * Tells a log from another one of the same name. A topic that was deleted and made anew may hold as many records as the old
 * one did by the time somebody looks, and who follows by offsets would go on in the middle of it.
 *
 * <p>A consumer does not show topic ids, and a new topic begins with the leader epoch of most old ones. But the first record
 * of a log only ever moves on, by compaction or retention: an earlier one, or one of another time at the same offset, is
 * that of another log.
 */
final class FirstRecords {

    private final Map<TopicPartition, OffsetAndTimestamp> seen = new HashMap<>();

    /** Those of the partitions whose log is not the one of the last look. Asks their leaders. */
    Set<TopicPartition> ofOtherLogs(Consumer<?, ?> consumer, Collection<TopicPartition> partitions) {
        var fromTheStart = new HashMap<TopicPartition, Long>();
        partitions.forEach(partition -> fromTheStart.put(partition, 0L));
        var others = new HashSet<TopicPartition>();
        consumer.offsetsForTimes(fromTheStart).forEach((partition, first) -> {
            if (first != null) { // an empty log shows nothing, and has nothing that could be missed
                var before = seen.put(partition, first);
                if (before != null && isOther(before, first)) {
                    others.add(partition);
                }
            }
        });
        return others;
    }

    private static boolean isOther(OffsetAndTimestamp before, OffsetAndTimestamp now) {
        return now.offset() < before.offset()
                || (now.offset() == before.offset() && now.timestamp() != before.timestamp());
    }
}
