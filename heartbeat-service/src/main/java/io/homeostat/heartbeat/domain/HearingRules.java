package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.heartbeat.domain.PartitionState.Hearing;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * When a partition is BLIND and when it is heard again (semantics 0.2). Being blind is told when it is noticed; a gap that
 * is only found in the log afterwards, as after a downtime of the service, is told as a whole.
 */
public final class HearingRules {

    /**
     * Evidence of a partition that is heard again, true or false. False: ticks were written all the time, and this task alone
     * was late to read them; no later reader of the log will find that it was blind.
     */
    public static final String GAP_IN_LOG = "gapInLog";

    /** The state from now on and the records that tell of it, in order. */
    public record Answer(PartitionState next, List<FleetGroup> records) {}

    /** Why a partition counts as blind. */
    public enum Cause {
        NO_TICKS("no tick was read"),
        TIME_STANDS_STILL("ticks came, but their append time did not move"),
        GAP("no tick was written");

        private final String words;

        Cause(String words) {
            this.words = words;
        }

        /** For a person, without the duration. */
        public String words() {
            return words;
        }
    }

    /**
     * A tick of a partition.
     *
     * @param lastTickAt append time of the tick before; without meaning for the first one
     * @param lastTickId coordinates of the tick before; without meaning for the first one
     * @param gap too much time lay between the two
     * @param moved observed time advanced
     * @param causeId coordinates of the tick
     */
    public record Tick(
            int partition, long lastTickAt, String lastTickId, long at, boolean gap, boolean moved, String causeId) {}

    private HearingRules() {}

    /** What a tick changes. */
    public static Answer onTick(PartitionState state, Tick tick, PolicyRef policy) {
        return switch (state.hearing()) {
            case NEVER -> {
                var next = new PartitionState(Hearing.NORMAL, tick.at());
                yield new Answer(next, List.of(normal(tick, next, null, "the partition is heard", policy)));
            }
            case NORMAL -> tick.gap() ? gap(tick, policy) : new Answer(state, List.of());
            case BLIND -> tick.moved() ? heardAgain(state, tick, policy) : new Answer(state, List.of());
        };
    }

    /**
     * Silence that the task itself noticed.
     *
     * @param lastTickAt append time of the last tick
     * @param silentMs for how long, by the task's own monotonic clock
     * @param causeId coordinates of the last tick
     */
    public static Answer onSilence(
            PartitionState state,
            int partition,
            long lastTickAt,
            Cause cause,
            long silentMs,
            String causeId,
            PolicyRef policy) {
        if (state.hearing() != Hearing.NORMAL) {
            return new Answer(state, List.of()); // told already, or there is no moment since when
        }
        var next = new PartitionState(Hearing.BLIND, lastTickAt);
        var words = cause.words + " for " + seconds(silentMs) + " s";
        return new Answer(next, List.of(blind(partition, next, causeId, null, words, causeId, policy)));
    }

    private static Answer gap(Tick tick, PolicyRef policy) {
        var blind = new PartitionState(Hearing.BLIND, tick.lastTickAt());
        var words = Cause.GAP.words + " for " + seconds(tick.at() - tick.lastTickAt()) + " s";
        var told = blind(tick.partition(), blind, tick.lastTickId(), tick.at(), words, tick.causeId(), policy);
        var again = heardAgain(blind, tick, policy);
        return new Answer(again.next(), List.of(told, again.records().getFirst()));
    }

    private static Answer heardAgain(PartitionState state, Tick tick, PolicyRef policy) {
        var next = new PartitionState(Hearing.NORMAL, tick.at());
        var words = "the partition is heard again after " + seconds(tick.at() - state.sinceAt()) + " s";
        return new Answer(next, List.of(normal(tick, next, state.sinceAt(), words, policy)));
    }

    private static FleetGroup normal(
            Tick tick, PartitionState state, @Nullable Long blindSinceAt, String cause, PolicyRef policy) {
        var evidence = Evidence.of("tick", tick.causeId());
        if (blindSinceAt != null) {
            evidence.and("blindSince", text(blindSinceAt))
                    .and("blindUntil", text(tick.at()))
                    .and(GAP_IN_LOG, tick.gap());
        }
        return group(
                tick.partition(),
                FleetGroup.State.NORMAL,
                state,
                tick.causeId(),
                null,
                cause,
                tick.causeId(),
                evidence,
                policy);
    }

    private static FleetGroup blind(
            int partition,
            PartitionState state,
            String lastTickId,
            @Nullable Long untilAt,
            String cause,
            String causeId,
            PolicyRef policy) {
        var evidence = Evidence.of("lastTick", text(state.sinceAt())).and("tick", causeId);
        return group(partition, FleetGroup.State.BLIND, state, lastTickId, untilAt, cause, causeId, evidence, policy);
    }

    /** @param sinceId coordinates of the tick from which on it holds: the state's identity, whoever notices it and how */
    private static FleetGroup group(
            int partition,
            FleetGroup.State decision,
            PartitionState state,
            String sinceId,
            @Nullable Long untilAt,
            String cause,
            String causeId,
            Evidence evidence,
            PolicyRef policy) {
        var group = "partition:" + partition;
        var provenance = new Provenance(
                Ids.of("grp", group, decision, sinceId, state.sinceAt()),
                causeId,
                null,
                decision.name(),
                "Partition " + partition + " of heartbeats is " + decision + ": " + cause + '.',
                evidence.toMap(),
                policy,
                null,
                false);
        return new FleetGroup(
                group,
                null,
                null,
                decision,
                Instant.ofEpochMilli(state.sinceAt()),
                untilAt == null ? null : Instant.ofEpochMilli(untilAt),
                cause,
                null,
                null,
                provenance);
    }

    private static BigDecimal seconds(long ms) {
        return BigDecimal.valueOf(Math.max(0, ms), 3);
    }

    private static String text(long at) {
        return Json.instant(Instant.ofEpochMilli(at));
    }
}
