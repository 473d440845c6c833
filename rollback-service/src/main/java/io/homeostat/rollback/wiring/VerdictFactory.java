package io.homeostat.rollback.wiring;

import io.homeostat.common.service.CatchingUpPart;
import io.homeostat.common.service.ReadinessPart;
import io.homeostat.common.service.ServiceSettings;
import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.rollback.topology.VerdictMeters;
import io.homeostat.rollback.topology.VerdictTopology;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** Makes the beans of the verdict application. */
@Factory
final class VerdictFactory {

    /** Length of a hop: an escalation must be visible in the kill switch within 150 ms, over two of them. */
    private static final long COMMIT_INTERVAL_MS = 20;

    @Singleton
    VerdictMeters verdictMeters(MeterRegistry registry) {
        return new RegisteredVerdictMeters(registry);
    }

    @Singleton
    ReadinessPart caughtUp(VerdictMeters meters) {
        return new CatchingUpPart("verdicts", meters.catchingUp());
    }

    @Context
    @Named("verdict")
    @Bean(preDestroy = "close")
    StreamsRunner verdictRunner(ServiceSettings settings, VerdictMeters meters) {
        var runner = new StreamsRunner(
                settings.streams().withCommitIntervalMs(COMMIT_INTERVAL_MS),
                VerdictTopology.topics(),
                topology -> VerdictTopology.addTo(topology, settings.topics(), meters, VerdictFactory::monotonicMs));
        runner.start();
        return runner;
    }

    private static long monotonicMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
    }
}
