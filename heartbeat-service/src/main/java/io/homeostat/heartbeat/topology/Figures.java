package io.homeostat.heartbeat.topology;

import static java.util.Objects.requireNonNull;

import io.homeostat.common.contract.WorkerState;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** What the tasks of this instance count; read by the metrics only. Cheap where beats pass. */
public final class Figures {

    private final LongAdder beats = new LongAdder();
    private final LongAdder dueServed = new LongAdder();
    private final LongAdder refusedNewcomers = new LongAdder();
    private final LongAdder postponed = new LongAdder();
    private final Map<WorkerState, LongAdder> written = new EnumMap<>(WorkerState.class);
    private final Map<Integer, Long> tracked = new ConcurrentHashMap<>();

    /** All at zero. */
    public Figures() {
        for (var state : WorkerState.values()) {
            written.put(state, new LongAdder());
        }
    }

    void beat() {
        beats.increment();
    }

    void dueServed() {
        dueServed.increment();
    }

    void refusedNewcomer() {
        refusedNewcomers.increment();
    }

    void postponed() {
        postponed.increment();
    }

    void written(WorkerState state) {
        counter(state).increment();
    }

    void tracked(int partition, long workers) {
        tracked.put(partition, workers);
    }

    void released(int partition) {
        tracked.remove(partition);
    }

    /** Heartbeats of workers that were read. */
    public long beats() {
        return beats.sum();
    }

    /** Workers that were looked at because they were due. */
    public long entriesServed() {
        return dueServed.sum();
    }

    /** New workers that a limit of the plane kept out. */
    public long newcomersRefused() {
        return refusedNewcomers.sum();
    }

    /** Looks at a due worker that failed, which is a bug; they are tried again at each tick. */
    public long judgementsPostponed() {
        return postponed.sum();
    }

    /** Status records written with this state, whatever the reason. */
    public long statusesWritten(WorkerState state) {
        return counter(state).sum();
    }

    /** Workers in memory. */
    public long workersTracked() {
        return tracked.values().stream().mapToLong(Long::longValue).sum();
    }

    private LongAdder counter(WorkerState state) {
        return requireNonNull(written.get(state));
    }
}
