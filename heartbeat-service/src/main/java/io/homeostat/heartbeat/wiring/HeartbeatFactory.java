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
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;

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

    /** Distance of all ticks. */
    record TickInterval(long ms) {}

    @Singleton
    TickInterval interval(@Value("${homeostat.tick-ms:500}") long tickMs) {
        if (tickMs < TICK_MS_MIN || tickMs > TICK_MS_MAX) {
            throw new IllegalArgumentException(
                    "homeostat.tick-ms: " + tickMs + " is not within " + TICK_MS_MIN + " and " + TICK_MS_MAX);
        }
        return new TickInterval(tickMs);
    }

    @Singleton
    @Named("heartbeats")
    @Bean(preDestroy = "close")
    Ticker ticker(ServiceSettings settings, TickInterval interval) {
        return new Ticker(settings.streams(), List.of(Topics.HEARTBEATS), interval.ms());
    }

    /**
     * The other services' now goes on only while this service judges: where nobody listens to workers, nothing may fall due
     * because of their silence (docs/decisions/0003-time-comes-through-the-log.md).
     */
    @Context
    @Named("clock")
    @Bean(preDestroy = "close")
    Ticker clock(ServiceSettings settings, TickInterval interval, StreamsRunner runner, Blindness blindness) {
        var clock = new Ticker(
                settings.streams(),
                List.of(Topics.CLOCK),
                interval.ms(),
                () -> runner.state() == KafkaStreams.State.RUNNING
                        && blindness.causes().isEmpty());
        clock.start();
        return clock;
    }

    /** The topology is asked for once its topics are there: only then have ticks a place to go. */
    @Context
    @Bean(preDestroy = "close")
    StreamsRunner runner(
            ServiceSettings settings, @Named("heartbeats") Ticker ticker, Blindness blindness, Figures figures) {
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
