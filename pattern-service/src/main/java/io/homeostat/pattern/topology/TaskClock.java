package io.homeostat.pattern.topology;

import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.streams.StageClock;
import io.homeostat.pattern.domain.Now;
import java.nio.ByteBuffer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Now of one task, and where the last gap in its ticks ended. */
final class TaskClock {

    private static final String GAP = "gap-end";

    private final KeyValueStore<String, byte[]> store;
    private final StageClock clock;

    TaskClock(KeyValueStore<String, byte[]> store) {
        this.store = store;
        this.clock = new StageClock(store);
    }

    /** Reads a tick of this append time in milliseconds. */
    Now tick(long appendMs, PlanePolicy policy) {
        long lastMs =
                at(0, policy).at().toEpochMilli(); // at the beginning of time now is the last tick, if there is one
        if (lastMs > 0 && appendMs - lastMs >= policy.blindAfterMs()) {
            store.put(GAP, ByteBuffer.allocate(Long.BYTES).putLong(appendMs).array());
        }
        return now(clock.tick(appendMs, policy));
    }

    /** Now, at a record of this append time. */
    Now at(long appendMs, PlanePolicy policy) {
        return now(clock.at(appendMs, policy));
    }

    /** Append time at which the last gap ended; null: there was none. */
    @Nullable
    Long gapEndMs() {
        var bytes = store.get(GAP);
        return bytes == null ? null : Long.valueOf(ByteBuffer.wrap(bytes).getLong());
    }

    private static Now now(StageClock.Now now) {
        return new Now(now.observedMs(), now.instant());
    }
}
