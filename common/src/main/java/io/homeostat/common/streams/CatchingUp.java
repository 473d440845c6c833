package io.homeostat.common.streams;

import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.streams.processor.TaskId;

/**
 * Which tasks of this process still read their log out of a backlog, and so act on nothing: whoever waits until a service is
 * ready wants one that acts. Safe for all threads.
 */
public final class CatchingUp {

    private final Set<TaskId> behind = ConcurrentHashMap.newKeySet();

    /** The pace of a task that begins here; it has caught up with nothing yet. */
    public Pace begin(TaskId task) {
        behind.add(task);
        return new Pace(live -> {
            if (live) {
                behind.remove(task);
            } else {
                behind.add(task);
            }
        });
    }

    /** The task ended, or moved to another instance. */
    public void left(TaskId task) {
        behind.remove(task);
    }

    /** The tasks that are behind, in order. */
    public Set<TaskId> tasks() {
        return new TreeSet<>(behind);
    }
}
