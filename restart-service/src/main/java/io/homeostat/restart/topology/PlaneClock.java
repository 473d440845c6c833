package io.homeostat.restart.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.streams.Sight;
import io.homeostat.common.streams.StageClock;
import io.homeostat.restart.domain.Now;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The admission stage's only now: observed time out of the forwarded ticks, and whether the plane can hear.
 */
final class PlaneClock {

    private static final String SIGHT = "sight";

    private final KeyValueStore<String, byte[]> store;
    private final StageClock clock;
    private Sight sight;

    PlaneClock(KeyValueStore<String, byte[]> store) {
        this.store = store;
        this.clock = new StageClock(store);
        var seen = store.get(SIGHT);
        this.sight = seen == null ? Sight.CLEAR : Json.readState(seen, Sight.class);
    }

    /** Reads a tick of this append time. */
    void tick(long appendMs, PlanePolicy policy) {
        clock.tick(appendMs, policy);
    }

    /** Now, at a record or tick of this append time. A record older than the last tick is read after it all the same. */
    Now at(long appendMs, PlanePolicy policy) {
        var now = clock.at(appendMs, policy);
        return new Now(now.observedMs(), sight.sightedMs(now.observedMs()), sight.isBlind(), now.instant());
    }

    /** A group is blind, or is not, since this append time. */
    void seen(String group, boolean blind, long appendMs, PlanePolicy policy) {
        sight = sight.seen(group, blind, clock.observedAt(appendMs, policy));
        store.put(SIGHT, Json.bytes(sight));
    }
}
