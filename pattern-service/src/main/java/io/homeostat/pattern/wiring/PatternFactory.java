package io.homeostat.pattern.wiring;

import io.homeostat.common.service.ServiceSettings;
import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.pattern.topology.PatternTopology;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;

/** Makes the beans. */
@Factory
final class PatternFactory {

    @Context
    @Bean(preDestroy = "close")
    StreamsRunner runner(ServiceSettings settings) {
        var runner = new StreamsRunner(
                settings.streams(),
                PatternTopology.topics(),
                topology -> PatternTopology.addTo(topology, settings.topics()));
        runner.start();
        return runner;
    }
}
