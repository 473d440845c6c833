package io.homeostat.common.service;

import io.homeostat.common.streams.StreamsRunner;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.reactivestreams.Publisher;

/**
 * Health of the topology. Live unless Kafka Streams gave up for good (only a new process helps then), whatever the broker
 * does; ready while it runs.
 */
@Singleton
@Liveness
@Requires(beans = StreamsRunner.class)
final class StreamsHealth implements HealthIndicator, ReadinessPart {

    private final StreamsRunner runner;

    StreamsHealth(StreamsRunner runner) {
        this.runner = runner;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        boolean dead = runner.state() == KafkaStreams.State.ERROR;
        return Publishers.just(HealthResult.builder("streams", dead ? HealthStatus.DOWN : HealthStatus.UP)
                .build());
    }

    @Override
    public String name() {
        return "streams";
    }

    @Override
    public Optional<String> problem() {
        var state = runner.state();
        if (state == null) {
            return Optional.of("waits: " + runner.waitingFor());
        }
        return state == KafkaStreams.State.RUNNING ? Optional.empty() : Optional.of(state.name());
    }
}
