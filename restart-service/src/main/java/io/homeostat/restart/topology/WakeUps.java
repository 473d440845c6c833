package io.homeostat.restart.topology;

import io.homeostat.common.contract.Json;
import java.util.ArrayDeque;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Causes that are over while lineages still wait for them: each tick wakes some, so that no single one is long.
 *
 * <p>A wake-up goes once through those who wait, in the order of their keys, and keeps where it is. Whoever is held again
 * by the same scope (a new pause, or a maintenance that was there beside the old one) waits for the same cause as before,
 * and would else be woken for ever, at the expense of all who come behind it and of all other causes.
 */
final class WakeUps {

    /** Bounds the work of one tick. */
    static final int WOKEN_PER_TICK = 1_000;

    private static final String KEY = "wake-ups";

    private final KeyValueStore<String, byte[]> store;
    private final AdmissionStores stores;
    private final ArrayDeque<String> places = new ArrayDeque<>();

    WakeUps(KeyValueStore<String, byte[]> store, AdmissionStores stores) {
        this.store = store;
        this.stores = stores;
        var bytes = store.get(KEY);
        if (bytes != null) {
            places.addAll(List.of(Json.readState(bytes, String[].class)));
        }
    }

    /** Whoever waits for this is decided again from the next tick on; a wake-up that is under way begins anew. */
    void add(String cause) {
        places.removeIf(place -> WaitingIndex.cause(place).equals(cause));
        places.add(cause);
        keep();
    }

    /** Wakes some of those who wait for causes that are over: one cause a tick, each in its turn. */
    void tick(long nowMs) {
        var place = places.poll();
        if (place == null) {
            return;
        }
        var next = stores.wake(place, nowMs, WOKEN_PER_TICK);
        if (next != null) {
            places.add(next);
        }
        keep();
    }

    private void keep() {
        store.put(KEY, Json.bytes(places.toArray(String[]::new)));
    }
}
