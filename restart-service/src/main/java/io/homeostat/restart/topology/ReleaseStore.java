package io.homeostat.restart.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.restart.domain.Release;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Releases from quarantine that wait for a second person, by worker. */
final class ReleaseStore {

    private final KeyValueStore<String, byte[]> store;
    private final Expiries expiries = new Expiries();

    ReleaseStore(KeyValueStore<String, byte[]> store) {
        this.store = store;
        try (var entries = store.all()) {
            entries.forEachRemaining(entry -> {
                var release = Json.readState(entry.value, Release.class);
                expiries.move(null, release.expiresAt(), release.workerId());
            });
        }
    }

    /** What waits for the worker; null: nothing. */
    @Nullable
    Release of(String workerId) {
        var bytes = store.get(workerId);
        return bytes == null ? null : Json.readState(bytes, Release.class);
    }

    void keep(String workerId, @Nullable Release before, @Nullable Release after) {
        if (Objects.equals(before, after)) {
            return;
        }
        if (after == null) {
            store.delete(workerId);
        } else {
            store.put(workerId, Json.bytes(after));
        }
        expiries.move(end(before), end(after), workerId);
    }

    /** Those that have ended at this append time. */
    List<Release> due(Instant now) {
        return expiries.due(now).stream().map(this::of).filter(Objects::nonNull).toList();
    }

    private static @Nullable Instant end(@Nullable Release release) {
        return release == null ? null : release.expiresAt();
    }
}
