package io.homeostat.heartbeat.wiring;

import io.homeostat.common.service.ReadinessPart;
import io.homeostat.common.service.ServiceSettings;
import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.common.streams.Ticker;
import io.homeostat.common.topics.Topics;
import io.homeostat.heartbeat.topology.Blindness;
import io.homeostat.heartbeat.topology.Figures;
import io.homeostat.heartbeat.topology.HeartbeatTopology;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The beans. */
@Factory
final class HeartbeatFactory {

    private static final long TICK_MS_MIN = 100;
    private static final long TICK_MS_MAX = 5_000;

    @Singleton
    Blindness blindness() {
        return new Blindness();
    }

    @Singleton
    Figures figures() {
        return new Figures();
    }

    @Singleton
    @Bean(preDestroy = "close")
    Ticker ticker(ServiceSettings settings, @Value("${homeostat.tick-ms:500}") long tickMs) {
        if (tickMs < TICK_MS_MIN || tickMs > TICK_MS_MAX) {
            throw new IllegalArgumentException(
                    "homeostat.tick-ms: " + tickMs + " is not within " + TICK_MS_MIN + " and " + TICK_MS_MAX);
        }
        return new Ticker(settings.streams(), List.of(Topics.HEARTBEATS, Topics.CLOCK), tickMs);
    }

    /** The topology is asked for once its topics are there: only then have ticks a place to go. */
    @Context
    @Bean(preDestroy = "close")
    StreamsRunner runner(ServiceSettings settings, Ticker ticker, Blindness blindness, Figures figures) {
        var parts =
                HeartbeatTopology.Parts.of(blindness, figures, () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()));
        var runner = new StreamsRunner(settings.streams(), HeartbeatTopology.TOPICS, topology -> {
            ticker.start();
            return HeartbeatTopology.define(topology, settings.topics(), parts);
        });
        runner.start();
        return runner;
    }

    @Singleton
    ReadinessPart hearing(Blindness blindness) {
        return new HearingPart(blindness);
    }
}
