package io.homeostat.heartbeat.topology;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;

/** Which of this instance's partitions are not heard just now, and why. Safe for all threads. */
public final class Blindness {

    private static final String HEARD = "";

    private final ConcurrentSkipListMap<Integer, String> partitions = new ConcurrentSkipListMap<>();

    /** The task of a partition began, and has read no tick yet. */
    void waiting(int partition) {
        partitions.put(partition, "waits for its first tick");
    }

    void heard(int partition) {
        if (!HEARD.equals(partitions.get(partition))) {
            partitions.put(partition, HEARD);
        }
    }

    void blind(int partition, String cause) {
        partitions.put(partition, cause);
    }

    /** The task of a partition ended or moved to another instance. */
    void released(int partition) {
        partitions.remove(partition);
    }

    /** Causes by partition; empty: all own partitions are heard. */
    public Map<Integer, String> causes() {
        var causes = new TreeMap<Integer, String>();
        partitions.forEach((partition, cause) -> {
            if (!cause.equals(HEARD)) {
                causes.put(partition, cause);
            }
        });
        return causes;
    }
}
