package io.homeostat.heartbeat.topology;

import io.homeostat.heartbeat.domain.DueTimes;
import io.homeostat.heartbeat.domain.WorkerRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The workers of one task, each with exactly one place in the index of due times. */
final class Workers {

    private static final Logger LOG = LoggerFactory.getLogger(Workers.class);

    private final KeyValueStore<String, byte[]> store;
    private final DueIndex index;
    private final PoliciesInForce policies;

    Workers(KeyValueStore<String, byte[]> store, DueIndex index, PoliciesInForce policies) {
        this.store = store;
        this.index = index;
        this.policies = policies;
    }

    @Nullable
    Tracked get(String workerId) {
        var bytes = store.get(workerId);
        return bytes == null ? null : WorkerCodec.decode(workerId, bytes);
    }

    /** Keeps {@code next}. The index is written only where the worker would otherwise be looked at too late. */
    void save(@Nullable Tracked before, WorkerRecord next) {
        save(before, next, DueTimes.of(next, policies.of(next)), false);
    }

    /** Keeps {@code next} after its entry came due: it is put in again at its true due time. */
    void saveServed(Tracked before, WorkerRecord next) {
        save(before, next, DueTimes.of(next, policies.of(next)), true);
    }

    void forget(Tracked worker) {
        index.remove(
                worker.worker().ages().via(),
                worker.indexedMs(),
                worker.worker().workerId());
        store.delete(worker.worker().workerId());
    }

    /** Puts a worker in again whose due time has become earlier, as after a change of policies. */
    private void reindex(Tracked tracked) {
        var worker = tracked.worker();
        if (DueTimes.of(worker, policies.of(worker)) < tracked.indexedMs()) {
            save(tracked, worker);
        }
    }

    /**
     * Looks whether workers have to be looked at earlier than they stand in the index.
     *
     * @param from worker id to begin with, inclusive; empty: the first
     * @param max workers at most
     * @return where to go on; null: all done
     */
    @Nullable
    String reindex(String from, int max) {
        var some = new ArrayList<Tracked>(max);
        String next = null;
        try (var range = from.isEmpty() ? store.all() : store.range(from, null)) {
            while (range.hasNext() && next == null) {
                var entry = range.next();
                if (some.size() == max) {
                    next = entry.key;
                } else {
                    readable(entry.key, entry.value).ifPresent(some::add);
                }
            }
        }
        some.forEach(this::reindex);
        return next;
    }

    /** A state that cannot be read is a bug of ours; it must not keep the others from being looked at. */
    private static Optional<Tracked> readable(String workerId, byte[] bytes) {
        try {
            return Optional.of(WorkerCodec.decode(workerId, bytes));
        } catch (IllegalStateException e) {
            LOG.error("a worker is passed over: {}", e.getMessage());
            return Optional.empty();
        }
    }

    /** Entries of {@code via} that are due, bounded. */
    List<DueIndex.Entry> due(int via, long nowMs, int max) {
        return index.due(via, nowMs, max);
    }

    /** An entry whose worker moved on or away. */
    void drop(DueIndex.Entry entry) {
        index.remove(entry.via(), entry.dueMs(), entry.workerId());
    }

    void keep(DueIndex.Entry entry) {
        index.keep(entry);
    }

    private void save(@Nullable Tracked before, WorkerRecord next, long dueMs, boolean served) {
        int via = next.ages().via();
        long indexedMs = dueMs;
        if (before == null) {
            index.add(via, dueMs, next.workerId());
        } else if (served || via != before.worker().ages().via() || dueMs < before.indexedMs()) {
            index.remove(before.worker().ages().via(), before.indexedMs(), next.workerId());
            index.add(via, dueMs, next.workerId());
        } else {
            indexedMs = before.indexedMs();
        }
        store.put(next.workerId(), WorkerCodec.encode(new Tracked(next, indexedMs)));
    }
}
