package io.homeostat.restart.topology;

import io.homeostat.common.contract.Json;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.state.KeyValueStore;

/** Causes that are over while lineages still wait for them: each tick wakes some, so that no single one is long. */
final class WakeUps {

    /** Bounds the work of one tick. */
    static final int WOKEN_PER_TICK = 1_000;

    private static final String KEY = "wake-ups";

    private final KeyValueStore<String, byte[]> store;
    private final AdmissionStores stores;
    private final Set<String> causes = new LinkedHashSet<>();

    WakeUps(KeyValueStore<String, byte[]> store, AdmissionStores stores) {
        this.store = store;
        this.stores = stores;
        var bytes = store.get(KEY);
        if (bytes != null) {
            causes.addAll(List.of(Json.readState(bytes, String[].class)));
        }
    }

    /** Whoever waits for this is decided again from the next tick on. */
    void add(String cause) {
        if (causes.add(cause)) {
            keep();
        }
    }

    /** Wakes some of those who wait for causes that are over. */
    void tick(long nowMs) {
        if (causes.isEmpty()) {
            return;
        }
        var cause = causes.iterator().next();
        if (stores.wake(cause, nowMs, WOKEN_PER_TICK)) {
            causes.remove(cause);
            keep();
        }
    }

    private void keep() {
        store.put(KEY, Json.bytes(causes.toArray(String[]::new)));
    }
}
