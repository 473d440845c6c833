package io.homeostat.simulation.engine;

import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.internals.InternalTopologyBuilder;
import org.apache.kafka.streams.state.StoreBuilder;

/** A topology that a service fills like any other, and whose parts can be built task by task. */
final class OpenTopology extends Topology {

    private final StreamsConfig config;

    OpenTopology(StreamsConfig config) {
        super(new TopologyConfig(config));
        this.config = config;
    }

    @Override
    public synchronized <S extends StateStore> Topology addStateStore(StoreBuilder<S> builder, String... processors) {
        return super.addStateStore(MemoryStores.of(builder), processors);
    }

    InternalTopologyBuilder builder() {
        return internalTopologyBuilder.rewriteTopology(config);
    }
}
