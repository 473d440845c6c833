package io.homeostat.autofix.topology;

import io.homeostat.autofix.domain.Now;
import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Json;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.streams.Sight;
import io.homeostat.common.streams.StageClock;
import io.homeostat.common.topics.TopicSpec;
import java.util.Arrays;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The admission stage's only now, and what stops the plane from acting: blindness, storms, holds. While any group is
 * frozen, no fix is commanded: which target it covers is not known (docs/decisions/0014-refused-deferred-decided-anew.md).
 */
final class Surroundings {

    private static final String SIGHT = "sight";
    private static final String FROZEN = "frozen";

    /** What a task of the stage before may be behind; by as much the clocks of brokers may differ. */
    static final long BEHIND_MS_MAX = 10_000;

    private final KeyValueStore<String, byte[]> single;
    private final KeyValueStore<String, byte[]> holds;
    private final StageClock clock;

    /** Append time of the last tick that came through each task of the stage before; 0: none since the start. */
    private final long[] heardMs = new long[TopicSpec.PARTITIONS];

    private Sight sight;
    private Frozen frozen;

    /** Names of the frozen groups, sorted. */
    private record Frozen(TreeSet<String> groups) {}

    Surroundings(KeyValueStore<String, byte[]> single, KeyValueStore<String, byte[]> holds) {
        this.single = single;
        this.holds = holds;
        this.clock = new StageClock(single);
        var seen = single.get(SIGHT);
        var groups = single.get(FROZEN);
        this.sight = seen == null ? Sight.CLEAR : Json.readState(seen, Sight.class);
        this.frozen = groups == null ? new Frozen(new TreeSet<>()) : Json.readState(groups, Frozen.class);
    }

    /** Reads a tick of this append time. */
    Now tick(long appendMs, PlanePolicy policy) {
        return now(clock.tick(appendMs, policy), policy);
    }

    /** A tick came through a task of the stage before: all failures before it in that task's partitions have been told. */
    void heard(int partition, long appendMs) {
        heardMs[partition] = appendMs;
    }

    /** Now, at a record of this append time. */
    Now at(long appendMs, PlanePolicy policy) {
        return now(clock.at(appendMs, policy), policy);
    }

    private Now now(StageClock.Now now, PlanePolicy policy) {
        long behindMs = Math.max(BEHIND_MS_MAX, 2 * policy.blindAfterMs());
        long fromMs = now.instant().toEpochMilli() - behindMs;
        boolean deaf = Arrays.stream(heardMs).anyMatch(heard -> heard < fromMs);
        return new Now(now.observedMs(), sight.sightedMs(now.observedMs()), sight.isBlind(), deaf, now.instant());
    }

    /** A group is in a state since this append time. */
    void seen(String group, FleetGroup.State state, long appendMs, PlanePolicy policy) {
        sight = sight.seen(group, state == FleetGroup.State.BLIND, clock.observedAt(appendMs, policy));
        single.put(SIGHT, Json.bytes(sight));
        boolean freezes = state == FleetGroup.State.FROZEN;
        if (freezes ? frozen.groups.add(group) : frozen.groups.remove(group)) {
            single.put(FROZEN, Json.bytes(frozen));
        }
    }

    void seen(String scope, @Nullable Hold hold) {
        if (hold == null) {
            holds.delete(scope);
        } else {
            holds.put(scope, Json.bytes(hold));
        }
    }

    /** A frozen group, the first by name; null: none. */
    @Nullable
    String frozen() {
        return frozen.groups.isEmpty() ? null : frozen.groups.first();
    }

    /** The hold of exactly this scope, in force or not; null: none. */
    @Nullable
    Hold hold(String scope) {
        var bytes = holds.get(scope);
        return bytes == null ? null : Json.readState(bytes, Hold.class);
    }
}
