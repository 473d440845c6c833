package io.homeostat.simulation.engine;

import java.util.function.LongSupplier;
import org.apache.kafka.streams.Topology;

/**
 * A service as it is plugged into a simulated plane: its own topology, whole. Stages, sources, sinks, stores and global
 * tables are found in what it adds.
 *
 * @param applicationId names changelogs and tells dead letters who refused
 * @param definition called once per start of the application
 */
public record PluggedService(String applicationId, Definition definition) {

    /** Adds the service to a topology, as its wiring does where it lives. */
    @FunctionalInterface
    public interface Definition {

        /**
         * Adds every stage and table.
         *
         * @param monotonicMs the virtual clock in milliseconds
         */
        Topology addTo(Topology topology, LongSupplier monotonicMs);
    }
}
