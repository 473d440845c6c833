package io.homeostat.simulation;

import io.homeostat.common.topics.TopicNames;
import io.homeostat.heartbeat.topology.Blindness;
import io.homeostat.heartbeat.topology.Figures;
import io.homeostat.heartbeat.topology.HeartbeatTopology;
import io.homeostat.restart.topology.RestartTopology;
import io.homeostat.simulation.engine.PluggedService;
import java.util.List;

/** The services of a simulated plane: one line each. */
final class Services {

    private Blindness blindness = new Blindness();

    /** In the order of the chain. */
    List<PluggedService> all() {
        return List.of(
                new PluggedService("heartbeat-service", (topology, monotonicMs) -> {
                    blindness = new Blindness();
                    return HeartbeatTopology.define(
                            topology,
                            TopicNames.PLAIN,
                            HeartbeatTopology.Parts.of(blindness, new Figures(), monotonicMs));
                }),
                new PluggedService(
                        "restart-service",
                        (topology, monotonicMs) ->
                                RestartTopology.addTo(topology, TopicNames.PLAIN, new Unmetered(), monotonicMs)));
    }

    /** The gate of the live clock ticker: it stands still while any partition of heartbeats is not heard. */
    boolean clockTicks() {
        return blindness.causes().isEmpty();
    }
}
