package io.homeostat.common.streams;

import io.homeostat.common.contract.Json;
import io.homeostat.common.policy.PlanePolicy;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The only now of a task that is ticked: observed time out of its ticks. Between two ticks the append time of a record moves
 * now on, as it proves that much; never by more than a tick would.
 */
public final class StageClock {

    private static final String KEY = "clock";
    private static final String STANDSTILLS_KEY = "standstills";

    /** Standstills in a row come in seconds; who tells of one is read long before so many more of them. */
    private static final int STANDSTILLS_MAX = 16;

    private final KeyValueStore<String, byte[]> store;
    private ObservedTime time;
    private Standstills past;

    /**
     * Now of one task.
     *
     * @param observedMs V in milliseconds, for durations only
     * @param instant append time of the causing record or tick, for instants in records
     */
    public record Now(long observedMs, Instant instant) {}

    /**
     * A time in which observed time advanced by less than lay between two ticks.
     *
     * @param fromMs append time of the tick before
     * @param toMs append time of the tick behind
     * @param observedMs V at {@code fromMs}
     */
    private record Standstill(long fromMs, long toMs, long observedMs) {}

    /** The last ones, newest first. */
    private record Standstills(List<Standstill> all) {

        Standstills {
            all = List.copyOf(all);
        }

        Standstills with(Standstill newest) {
            return new Standstills(Stream.concat(Stream.of(newest), all.stream())
                    .limit(STANDSTILLS_MAX)
                    .toList());
        }
    }

    /** @param store of the task; its key {@code clock} must be free */
    public StageClock(KeyValueStore<String, byte[]> store) {
        this.store = store;
        var bytes = store.get(KEY);
        this.time = bytes == null ? ObservedTime.START : ObservedTime.of(bytes);
        var stood = store.get(STANDSTILLS_KEY);
        this.past = stood == null ? new Standstills(List.of()) : Json.readState(stood, Standstills.class);
    }

    /** Reads a tick of this append time in milliseconds and returns the new now. */
    public Now tick(long appendMs, PlanePolicy policy) {
        var before = time;
        time = time.tick(appendMs, policy.tickMs(), policy.blindAfterMs(), 0).time();
        if (before.lastTickMs() != ObservedTime.NO_TICK
                && time.observedMs() - before.observedMs() != appendMs - before.lastTickMs()) {
            past = past.with(new Standstill(before.lastTickMs(), appendMs, before.observedMs()));
            store.put(STANDSTILLS_KEY, Json.bytes(past));
        }
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

    /**
     * V as it was at this append time, in milliseconds: what lasted from one record to another in observed time must not depend
     * on whether they were read before or after a tick. Right as far back as the last {@value #STANDSTILLS_MAX} standstills.
     */
    public long observedAt(long appendMs, PlanePolicy policy) {
        if (appendMs >= time.lastTickMs()) {
            return at(appendMs, policy).observedMs();
        }
        long fromMs = time.lastTickMs();
        long observedMs = time.observedMs();
        for (var still : past.all()) {
            if (appendMs >= still.toMs) {
                break;
            }
            fromMs = still.fromMs;
            observedMs = still.observedMs;
        }
        return Math.max(0, observedMs + Math.min(appendMs - fromMs, 2 * policy.tickMs()));
    }
}
