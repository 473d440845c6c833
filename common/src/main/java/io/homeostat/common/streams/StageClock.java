package io.homeostat.common.streams;

import io.homeostat.common.policy.PlanePolicy;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The only now of a task that is ticked: observed time out of its ticks. Between two ticks the append time of a record moves
 * now on, as it proves that much; never by more than a tick would.
 */
public final class StageClock {

    private static final String KEY = "clock";

    private final KeyValueStore<String, byte[]> store;
    private ObservedTime time;

    /**
     * Now of one task.
     *
     * @param observedMs V in milliseconds, for durations only
     * @param instant append time of the causing record or tick, for instants in records
     */
    public record Now(long observedMs, Instant instant) {}

    /** @param store of the task; its key {@code clock} must be free */
    public StageClock(KeyValueStore<String, byte[]> store) {
        this.store = store;
        var bytes = store.get(KEY);
        this.time = bytes == null ? ObservedTime.START : ObservedTime.of(bytes);
    }

    /** Reads a tick of this append time in milliseconds and returns the new now. */
    public Now tick(long appendMs, PlanePolicy policy) {
        time = time.tick(appendMs, policy.tickMs(), policy.blindAfterMs(), 0).time();
        store.put(KEY, time.toBytes());
        return at(appendMs, policy);
    }

    /** Now, at a record of this append time. A record older than the last tick is read after it all the same. */
    public Now at(long appendMs, PlanePolicy policy) {
        long last = time.lastTickMs();
        long atMs = last == ObservedTime.NO_TICK ? appendMs : Math.max(appendMs, last);
        long since = last == ObservedTime.NO_TICK ? 0 : Math.min(atMs - last, 2 * policy.tickMs());
        return new Now(time.observedMs() + since, Instant.ofEpochMilli(atMs));
    }
}
