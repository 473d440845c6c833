package io.homeostat.heartbeat.domain;

/**
 * Whether the plane hears a partition of {@code heartbeats}.
 *
 * @param hearing present state
 * @param sinceAt append time of the tick from which on it holds; 0 with NEVER
 */
public record PartitionState(Hearing hearing, long sinceAt) {

    /** Nothing read so far. */
    public static final PartitionState NEW = new PartitionState(Hearing.NEVER, 0);

    /** NEVER: no tick was ever read. BLIND: nobody may be convicted for silence, as silence may be ours. */
    public enum Hearing {
        NEVER,
        NORMAL,
        BLIND
    }
}
