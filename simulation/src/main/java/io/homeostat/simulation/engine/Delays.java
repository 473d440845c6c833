package io.homeostat.simulation.engine;

import io.homeostat.common.topics.TopicSpec;
import org.apache.kafka.common.header.Headers;

/** How long what services write is on its way to the log. */
@FunctionalInterface
public interface Delays {

    /** In virtual time a hop takes nothing. */
    Delays NONE = (_, _) -> 0;

    /**
     * When a record of a service comes to stand in the log, in milliseconds since 1970; what lies in the past is now.
     *
     * @param headers of the record
     */
    long appendMs(TopicSpec topic, Headers headers);
}
