package io.homeostat.common.service;

import io.homeostat.common.streams.StreamsRunner;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Liveness;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.streams.KafkaStreams;
import org.reactivestreams.Publisher;

/**
 * Health of the topologies. Live unless Kafka Streams gave one up for good (only a new process helps then), whatever the
 * broker does; ready while all run.
 */
@Singleton
@Liveness
@Requires(beans = StreamsRunner.class)
final class StreamsHealth implements HealthIndicator {

    private final List<StreamsRunner> runners;

    StreamsHealth(List<StreamsRunner> runners) {
        this.runners = runners;
    }

    @Override
    public Publisher<HealthResult> getResult() {
        boolean dead = runners.stream().anyMatch(runner -> runner.state() == KafkaStreams.State.ERROR);
        return Publishers.just(HealthResult.builder("streams", dead ? HealthStatus.DOWN : HealthStatus.UP)
                .build());
    }

    /** One part per application, so that it can be seen which of them is not ready. */
    static List<ReadinessPart> parts(List<StreamsRunner> runners) {
        return runners.stream().<ReadinessPart>map(Part::new).toList();
    }

    private record Part(StreamsRunner runner) implements ReadinessPart {

        @Override
        public String name() {
            return "streams " + runner.applicationId();
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
}
