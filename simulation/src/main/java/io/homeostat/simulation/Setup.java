package io.homeostat.simulation;

import io.homeostat.common.topics.TopicSpec;
import java.util.List;

/**
 * What a simulation begins with.
 *
 * @param agent what becomes of commands
 * @param writesTicks false where the input has ticks of its own
 * @param faulty true: services can be stopped in the middle
 * @param seeds what stands in the plane's views before the first line, in this order
 */
public record Setup(AgentMode agent, boolean writesTicks, boolean faulty, List<Seed> seeds) {

    /** A setup in which no service fails. */
    public Setup(AgentMode agent, boolean writesTicks, List<Seed> seeds) {
        this(agent, writesTicks, false, seeds);
    }

    /** A value in a view, as provisioning or an operator put it there; the services judge it. */
    public record Seed(TopicSpec topic, String key, byte[] value) {}

    /** The default: agents succeed, ticks are written, every policy is the built-in one. */
    public static final Setup PLAIN = new Setup(AgentMode.SUCCEED, true, List.of());
}
