package io.homeostat.heartbeat.topology;

import io.homeostat.heartbeat.domain.WorkerRecord;

/**
 * A worker and its place in the index of due times.
 *
 * @param indexedMs due time under which it stands there; its partition is that of its ages
 */
record Tracked(WorkerRecord worker, long indexedMs) {

    /** True if {@code entry} is the worker's place, and not one that it has left. */
    boolean standsAt(DueIndex.Entry entry) {
        return indexedMs == entry.dueMs() && worker.ages().via() == entry.via();
    }
}
