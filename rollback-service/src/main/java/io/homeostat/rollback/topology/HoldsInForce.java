package io.homeostat.rollback.topology;

import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** The holds that one task was told of, few and looked at only when something is decided. */
final class HoldsInForce {

    private final KeyValueStore<String, byte[]> store;

    HoldsInForce(KeyValueStore<String, byte[]> store) {
        this.store = store;
    }

    /** A hold begins or changes; null: it ends. */
    void keep(String scope, @Nullable Hold hold) {
        if (hold == null) {
            store.delete(scope);
        } else {
            store.put(scope, Json.bytes(hold));
        }
    }

    /** The first hold, by scope, that covers a service or its environment at {@code now}; null: none. */
    @Nullable
    Hold over(@Nullable String environment, String service, Instant now) {
        try (var all = store.all()) {
            while (all.hasNext()) {
                var entry = all.next();
                if (Hold.parse(entry.key, entry.value) instanceof Parsed.Valid<Hold>(var hold)
                        && hold.inForce(now)
                        && hold.covers(environment, service, null, null)) {
                    return hold;
                }
            }
        }
        return null;
    }
}
