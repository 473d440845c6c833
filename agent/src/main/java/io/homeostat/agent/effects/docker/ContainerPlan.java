package io.homeostat.agent.effects.docker;

import java.util.List;
import java.util.Map;

/**
 * A container to be created.
 *
 * @param name the same for the same incarnation of the same worker of the same agent: the engine itself refuses a second one
 * @param command replaces the image's; empty: the image's own
 */
record ContainerPlan(
        String name,
        String image,
        List<String> command,
        Map<String, String> environment,
        Map<String, String> labels,
        ContainerOptions options) {}
