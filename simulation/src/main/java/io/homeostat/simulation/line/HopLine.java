package io.homeostat.simulation.line;

import io.homeostat.common.topics.TopicSpec;

/**
 * What a recording tells of a record that a service wrote: not what it says, as that is decided again, but how long it took
 * to be written (docs/decisions/0024-a-recording-is-simulated.md).
 *
 * @param timeMs where it stands among the lines, in milliseconds since 1970
 * @param id of the record (contract 1)
 * @param hopMs from the time of its cause to its own, in milliseconds; 0 to {@value #HOP_MS_MAX}
 */
public record HopLine(long timeMs, TopicSpec topic, String id, long hopMs) implements Line {

    /** A service that takes longer was away: what it then wrote is no hop any more, and is simulated without one. */
    public static final long HOP_MS_MAX = 15_000;

    @Override
    public boolean seed() {
        return false;
    }
}
