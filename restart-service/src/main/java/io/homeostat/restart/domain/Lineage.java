package io.homeostat.restart.domain;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import org.jspecify.annotations.Nullable;

/**
 * The restarts of one lineage: a task, or a worker without one. Attempts belong to it and survive new worker ids and
 * incarnations; at most one restart is open.
 *
 * <pre>
 *            wanted                                due, all gates pass
 *   Idle ──────────────► Open: Waiting ──────────────────┬──────────────► Terminating ──SUCCEEDED──► Starting
 *    ▲ ▲                  ▲    │  ▲ cause ended,         │ nothing to end       │  ▲ Held (a hold)   │ │
 *    │ │                  │    ▼  │ decided again        └──────────────────────┼──────────► Starting  │ SUCCEEDED
 *    │ │                  │   Deferred                                          │                    │ ▼
 *    │ │   attempt failed │                                                     │                    │ Confirming
 *    │ │   or unknown,    └─────────────────────────────────────────────────────┴────────────────────┴─┘    │
 *    │ │   attempts left                                                                                    │
 *    │ └── new incarnation beats: SUCCEEDED ─────────────────────────────────────────────────────────────────┤
 *    └──── recovered, gone, expired, refused, dry run                                     no attempts left   ▼
 *                                                                                                        GivenUp
 * </pre>
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Lineage.Idle.class, name = "IDLE"),
    @JsonSubTypes.Type(value = Lineage.Open.class, name = "OPEN"),
    @JsonSubTypes.Type(value = Lineage.GivenUp.class, name = "GIVEN_UP")
})
public sealed interface Lineage {

    /** {@code task:t}, {@code worker:w}, or {@code fence:w|incarnation} for the end of a fenced incarnation. */
    String key();

    /** Attempts so far. */
    Count count();

    /** When the lineage wants to be looked at again, in observed time; {@link Long#MAX_VALUE}: never by itself. */
    default long dueMs() {
        return this instanceof Open open ? open.step.dueMs() : Long.MAX_VALUE;
    }

    /** Order among those due at one moment: what has waited longest goes first. */
    default long originMs() {
        return this instanceof Open open && open.step instanceof Step.Postponed postponed
                ? postponed.sinceMs()
                : dueMs();
    }

    /** What the lineage waits for ({@link Cause}); null: nothing, or only for time. */
    default @Nullable String waitsFor() {
        return this instanceof Open open && open.step instanceof Step.Postponed postponed ? postponed.waitsFor() : null;
    }

    /** The same, looked at now if something stood in its way. */
    default Lineage woken(long nowMs) {
        return this instanceof Open open && open.step instanceof Step.Postponed postponed
                ? new Open(open.key, open.count, open.repair, postponed.woken(nowMs))
                : this;
    }

    /** Id of the command that is out; null: none. */
    default @Nullable String outstanding() {
        return this instanceof Open open && open.step instanceof Step.Commanded commanded
                ? commanded.sent().commandId()
                : null;
    }

    /** True while a restart is open. */
    @JsonIgnore
    default boolean isOpen() {
        return this instanceof Open;
    }

    /**
     * No restart is open.
     *
     * @param refused trouble whose refusal was written already; null: none
     */
    record Idle(String key, Count count, @Nullable String refused) implements Lineage {}

    /** One restart is open. */
    record Open(String key, Count count, Repair repair, Step step) implements Lineage {}

    /**
     * Set aside for good, until a verified release.
     *
     * @param refused as in {@link Idle}
     */
    record GivenUp(String key, Count count, @Nullable String refused) implements Lineage {}

    /**
     * Attempts of a lineage.
     *
     * @param attempts since the count began; it begins again when a failure comes later than the reset time after the
     *     last repair
     * @param lastRepairMs observed time at which the last attempt ended, or began where it has no end; {@link #NEVER}
     * @param episode number of restarts that were opened: part of their ids
     * @param lifetimeAttempts never reset
     */
    record Count(int attempts, long lastRepairMs, int episode, int lifetimeAttempts) {

        static final long NEVER = -1;

        /** Nothing happened yet. */
        public static final Count NONE = new Count(0, NEVER, 0, 0);

        /** The count by which a failure now is judged: exactly {@code resetMs} after the last repair still continues it. */
        Count at(long nowMs, long resetMs) {
            return lastRepairMs != NEVER && nowMs - lastRepairMs > resetMs
                    ? new Count(0, lastRepairMs, episode, lifetimeAttempts)
                    : this;
        }

        /** True while a failure at this moment belongs to the last repair. */
        public boolean continues(long nowMs, long resetMs) {
            return lastRepairMs != NEVER && nowMs - lastRepairMs <= resetMs;
        }

        Count opened() {
            return new Count(attempts, lastRepairMs, episode + 1, lifetimeAttempts);
        }

        Count attempted(long nowMs) {
            return new Count(attempts + 1, nowMs, episode, lifetimeAttempts + 1);
        }

        Count repairedAt(long nowMs) {
            return new Count(attempts, nowMs, episode, lifetimeAttempts);
        }

        Count withAttempts(int other) {
            return new Count(other, lastRepairMs, episode, lifetimeAttempts);
        }
    }
}
