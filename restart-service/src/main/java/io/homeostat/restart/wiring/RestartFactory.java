package io.homeostat.restart.wiring;

import io.homeostat.common.service.CatchingUpPart;
import io.homeostat.common.service.ReadinessPart;
import io.homeostat.common.service.ServiceSettings;
import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.restart.topology.RestartMeters;
import io.homeostat.restart.topology.RestartTopology;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Makes the beans. */
@Factory
final class RestartFactory {

    @Singleton
    RestartMeters meters(MeterRegistry registry) {
        return new RegisteredMeters(registry);
    }

    @Singleton
    ReadinessPart caughtUp(RestartMeters meters) {
        return new CatchingUpPart("restart-admission", meters.catchingUp());
    }

    @Context
    @Bean(preDestroy = "close")
    StreamsRunner runner(ServiceSettings settings, RestartMeters meters) {
        var runner = new StreamsRunner(
                settings.streams(),
                RestartTopology.topics(),
                topology -> RestartTopology.addTo(topology, settings.topics(), meters, RestartFactory::monotonicMs));
        runner.start();
        return runner;
    }

    private static long monotonicMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
