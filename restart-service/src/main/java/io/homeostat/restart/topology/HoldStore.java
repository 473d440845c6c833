package io.homeostat.restart.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.restart.domain.Holding;
import io.homeostat.restart.domain.Holds;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The holds in force: kept in a store, looked at in memory by every decision. */
final class HoldStore {

    private final KeyValueStore<String, byte[]> store;
    private final RestartMeters meters;
    private final Expiries expiries = new Expiries();
    private Holds holds;

    HoldStore(KeyValueStore<String, byte[]> store, RestartMeters meters) {
        this.store = store;
        this.meters = meters;
        var all = new HashMap<String, Holding>();
        try (var entries = store.all()) {
            entries.forEachRemaining(entry -> all.put(entry.key, Json.readState(entry.value, Holding.class)));
        }
        all.values().forEach(holding -> expiries.move(null, holding.nextEnd(), holding.scope()));
        holds = new Holds(all);
        meters.holds(all.size());
    }

    Holds holds() {
        return holds;
    }

    /** What holds a scope from now on; null: nothing. */
    void keep(String scope, @Nullable Holding after) {
        var all = new HashMap<>(holds.byScope());
        var before = after == null ? all.remove(scope) : all.put(scope, after);
        if (after != null) {
            store.put(scope, Json.bytes(after));
        } else if (before != null) {
            store.delete(scope);
        }
        expiries.move(end(before), end(after), scope);
        holds = new Holds(all);
        meters.holds(all.size());
    }

    /** Scopes of which something has ended at this append time. */
    List<Holding> due(Instant now) {
        return expiries.due(now).stream()
                .map(holds.byScope()::get)
                .filter(Objects::nonNull)
                .toList();
    }

    private static @Nullable Instant end(@Nullable Holding holding) {
        return holding == null ? null : holding.nextEnd();
    }
}
