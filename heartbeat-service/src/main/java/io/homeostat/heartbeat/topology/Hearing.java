package io.homeostat.heartbeat.topology;

import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.streams.ObservedTime;
import io.homeostat.common.topics.Topics;
import io.homeostat.heartbeat.domain.HearingRules;
import io.homeostat.heartbeat.domain.HearingRules.Cause;
import io.homeostat.heartbeat.domain.PartitionState;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Watches whether one task hears its partition. The local monotonic clock serves for this alone: that ticks stopped cannot
 * be read in the log.
 */
final class Hearing {

    /** Ticks that bring no time for this long are as good as none. */
    static final long STANDSTILL_MS = 2_000;

    private static final String KEY = "hearing";
    private static final Codes<PartitionState.Hearing> HEARINGS =
            new Codes<>(PartitionState.Hearing.NEVER, PartitionState.Hearing.NORMAL, PartitionState.Hearing.BLIND);

    private final int partition;
    private final KeyValueStore<String, byte[]> store;
    private final Clocks clocks;
    private final PoliciesInForce policies;
    private final Blindness blindness;
    private final LongSupplier monotonicMs;
    private PartitionState state;
    private long tickReadMs;
    private long movedMs;

    Hearing(
            int partition,
            KeyValueStore<String, byte[]> store,
            Clocks clocks,
            PoliciesInForce policies,
            Blindness blindness,
            LongSupplier monotonicMs) {
        this.partition = partition;
        this.store = store;
        this.clocks = clocks;
        this.policies = policies;
        this.blindness = blindness;
        this.monotonicMs = monotonicMs;
        this.state = read(store.get(KEY));
        this.tickReadMs = monotonicMs.getAsLong();
        this.movedMs = tickReadMs;
        blindness.waiting(partition);
    }

    /**
     * A tick was read and brought time from {@code before} to {@code advance}.
     *
     * @param beforeOffset of the tick before
     */
    List<FleetGroup> onTick(Origin tick, ObservedTime before, long beforeOffset, ObservedTime.Advance advance) {
        tickReadMs = monotonicMs.getAsLong();
        boolean moved = advance.time().observedMs() > before.observedMs();
        if (moved || before.lastTickMs() == ObservedTime.NO_TICK) {
            movedMs = tickReadMs;
            blindness.heard(partition);
        }
        var told = HearingRules.onTick(
                state,
                new HearingRules.Tick(
                        partition,
                        before.lastTickMs(),
                        coordinates(beforeOffset),
                        tick.time().toEpochMilli(),
                        advance.afterGap(),
                        moved,
                        tick.coordinates()),
                policies.planeRef());
        return keep(told);
    }

    /** The wall clock says that it is time to look. */
    List<FleetGroup> onWallClock() {
        long nowMs = monotonicMs.getAsLong();
        if (nowMs - tickReadMs >= policies.plane().blindAfterMs()) {
            return silence(Cause.NO_TICKS, nowMs - tickReadMs);
        }
        if (tickReadMs > movedMs && nowMs - movedMs >= STANDSTILL_MS) {
            return silence(Cause.TIME_STANDS_STILL, nowMs - movedMs);
        }
        return List.of();
    }

    void close() {
        blindness.released(partition);
    }

    private List<FleetGroup> silence(Cause cause, long silentMs) {
        var lastTick = clocks.time(partition).lastTickMs();
        var coordinates = coordinates(clocks.tickOffset(partition));
        blindness.blind(partition, cause.words());
        return keep(
                HearingRules.onSilence(state, partition, lastTick, cause, silentMs, coordinates, policies.planeRef()));
    }

    private String coordinates(long offset) {
        return Topics.HEARTBEATS.name() + '/' + partition + '/' + offset;
    }

    private List<FleetGroup> keep(HearingRules.Answer answer) {
        if (!answer.next().equals(state)) {
            state = answer.next();
            store.put(
                    KEY,
                    ByteBuffer.allocate(1 + Long.BYTES)
                            .put((byte) HEARINGS.of(state.hearing()))
                            .putLong(state.sinceAt())
                            .array());
        }
        return answer.records();
    }

    private static PartitionState read(byte @Nullable [] bytes) {
        if (bytes == null) {
            return PartitionState.NEW;
        }
        var buffer = ByteBuffer.wrap(bytes);
        return new PartitionState(HEARINGS.constant(buffer.get()), buffer.getLong());
    }
}
