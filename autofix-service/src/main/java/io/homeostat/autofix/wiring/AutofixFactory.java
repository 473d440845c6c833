package io.homeostat.autofix.wiring;

import io.homeostat.autofix.topology.AutofixMeters;
import io.homeostat.autofix.topology.AutofixTopology;
import io.homeostat.common.service.CatchingUpPart;
import io.homeostat.common.service.ReadinessPart;
import io.homeostat.common.service.ServiceSettings;
import io.homeostat.common.streams.StreamsRunner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Makes the beans. */
@Factory
final class AutofixFactory {

    @Singleton
    AutofixMeters meters(MeterRegistry registry) {
        return new RegisteredMeters(registry);
    }

    @Singleton
    ReadinessPart caughtUp(AutofixMeters meters) {
        return new CatchingUpPart("fix-admission", meters.catchingUp());
    }

    @Context
    @Bean(preDestroy = "close")
    StreamsRunner runner(ServiceSettings settings, AutofixMeters meters) {
        var runner = new StreamsRunner(
                settings.streams(),
                AutofixTopology.topics(),
                topology -> AutofixTopology.addTo(topology, settings.topics(), meters, AutofixFactory::monotonicMs));
        runner.start();
        return runner;
    }

    private static long monotonicMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
