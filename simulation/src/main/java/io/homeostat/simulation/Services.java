package io.homeostat.simulation;

import static io.homeostat.common.topics.TopicNames.PLAIN;

import io.homeostat.autofix.topology.AutofixTopology;
import io.homeostat.heartbeat.topology.Blindness;
import io.homeostat.heartbeat.topology.Figures;
import io.homeostat.heartbeat.topology.HeartbeatTopology;
import io.homeostat.pattern.topology.PatternTopology;
import io.homeostat.restart.topology.RestartTopology;
import io.homeostat.rollback.control.topology.PoliciesTopology;
import io.homeostat.rollback.control.topology.SwitchTopology;
import io.homeostat.rollback.topology.VerdictTopology;
import io.homeostat.simulation.engine.PluggedService;
import java.util.List;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.Topology;

/** The applications of a simulated plane, one line each, with the ids and topologies that they have where they live. */
final class Services {

    private Blindness blindness = new Blindness();

    /** In the order of the chain; those who read the same record read it in this order. */
    List<PluggedService> all() {
        return List.of(
                new PluggedService("heartbeat-service", this::heartbeats),
                new PluggedService("pattern-service", (topology, _) -> PatternTopology.addTo(topology, PLAIN)),
                new PluggedService(
                        "autofix-service", (t, ms) -> AutofixTopology.addTo(t, PLAIN, new NoFixMeters(), ms)),
                new PluggedService(
                        "restart-service", (t, ms) -> RestartTopology.addTo(t, PLAIN, new NoRestartMeters(), ms)),
                new PluggedService(
                        "rollback-service", (t, ms) -> VerdictTopology.addTo(t, PLAIN, new NoVerdictMeters(), ms)),
                new PluggedService("rollback-service-switch", (t, _) -> SwitchTopology.addTo(t, PLAIN)),
                new PluggedService("rollback-service-policies", (t, _) -> PoliciesTopology.addTo(t, PLAIN)));
    }

    private Topology heartbeats(Topology topology, LongSupplier monotonicMs) {
        blindness = new Blindness();
        return HeartbeatTopology.define(
                topology, PLAIN, HeartbeatTopology.Parts.of(blindness, new Figures(), monotonicMs));
    }

    /** The gate of the live clock ticker: it stands still while any partition of heartbeats is not heard. */
    boolean clockTicks() {
        return blindness.causes().isEmpty();
    }
}
