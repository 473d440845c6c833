package io.homeostat.heartbeat.topology;

import io.homeostat.common.streams.Placement;
import io.homeostat.common.topics.TopicSpec;
import java.util.List;
import java.util.stream.IntStream;

/** Worker ids that belong to a certain partition: the test driver knows partition 0 only. */
final class WorkerIds {

    private WorkerIds() {}

    /** The first {@code count} ids of partition {@code partition}. */
    static List<String> inPartition(int partition, int count) {
        return IntStream.iterate(1, n -> n + 1)
                .mapToObj(n -> "w-" + n)
                .filter(id -> Placement.of(id, TopicSpec.PARTITIONS) == partition)
                .limit(count)
                .toList();
    }

    /** The first id of a partition. */
    static String inPartition(int partition) {
        return inPartition(partition, 1).getFirst();
    }
}
