package io.homeostat.restart.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.streams.ObservedTime;
import io.homeostat.common.streams.Sight;
import io.homeostat.restart.domain.Now;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The admission stage's only now: observed time out of the forwarded ticks, and whether the plane can hear. Between two
 * ticks the append time of a record moves now on, as it proves that much; never by more than a tick would.
 */
final class PlaneClock {

    private static final String CLOCK = "clock";
    private static final String SIGHT = "sight";

    private final KeyValueStore<String, byte[]> store;
    private ObservedTime time;
    private Sight sight;

    PlaneClock(KeyValueStore<String, byte[]> store) {
        this.store = store;
        var clock = store.get(CLOCK);
        var seen = store.get(SIGHT);
        this.time = clock == null ? ObservedTime.START : ObservedTime.of(clock);
        this.sight = seen == null ? Sight.CLEAR : Json.readState(seen, Sight.class);
    }

    /** Reads a tick of this append time. */
    void tick(long appendMs, PlanePolicy policy) {
        time = time.tick(appendMs, policy.tickMs(), policy.blindAfterMs(), 0).time();
        store.put(CLOCK, time.toBytes());
    }

    /** Now, at a record or tick of this append time. A record older than the last tick is read after it all the same. */
    Now at(long appendMs, PlanePolicy policy) {
        long last = time.lastTickMs();
        long atMs = last == ObservedTime.NO_TICK ? appendMs : Math.max(appendMs, last);
        long since = last == ObservedTime.NO_TICK ? 0 : Math.min(atMs - last, 2 * policy.tickMs());
        long observedMs = time.observedMs() + since;
        return new Now(observedMs, sight.sightedMs(observedMs), sight.isBlind(), Instant.ofEpochMilli(atMs));
    }

    /** A group is blind, or is not. */
    void seen(String group, boolean blind, Now now) {
        sight = sight.seen(group, blind, now.observedMs());
        store.put(SIGHT, Json.bytes(sight));
    }
}
