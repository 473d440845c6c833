package io.homeostat.agent.effects.kafka;

import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;

/** The topics that the agent needs, and those that it follows. */
final class PlaneTopics {

    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final List<TopicSpec> NEEDED = List.of(
            Topics.COMPONENTS,
            Topics.PLANE,
            Topics.CLOCK,
            Topics.RESTART_COMMANDS,
            Topics.RESTART_RESULTS,
            Topics.FIX_COMMANDS,
            Topics.FIX_RESULTS,
            Topics.ROLLBACK_COMMANDS,
            Topics.ROLLBACK_RESULTS,
            Topics.FAILURES,
            Topics.HEARTBEATS);

    private final PlaneSettings settings;

    PlaneTopics(PlaneSettings settings) {
        this.settings = settings;
    }

    /** What is wrong with the topics, or that nobody answers; empty: nothing. */
    Optional<String> problem() {
        var properties = settings.clientProperties("admin");
        properties.put("request.timeout.ms", REQUEST_TIMEOUT_MS);
        properties.put("default.api.timeout.ms", REQUEST_TIMEOUT_MS);
        try (var admin = Admin.create(properties)) {
            return new TopicProvisioner(admin, settings.topics())
                    .problems(NEEDED).stream().findFirst();
        } catch (KafkaException e) {
            return Optional.of("no broker answers at " + settings.bootstrapServers());
        }
    }

    /** All partitions of the views and of the clock. */
    List<TopicPartition> followed() {
        TopicNames names = settings.topics();
        return List.of(Topics.COMPONENTS, Topics.PLANE, Topics.CLOCK).stream()
                .flatMap(topic -> IntStream.range(0, topic.partitions())
                        .mapToObj(partition -> new TopicPartition(names.of(topic), partition)))
                .toList();
    }

    /** True for a partition of the clock: of those only what comes counts. */
    boolean isClock(TopicPartition partition) {
        return settings.topics().plain(partition.topic()).equals(Topics.CLOCK.name());
    }
}
