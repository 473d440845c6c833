package io.homeostat.agent.effects.kafka;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.WORKER;
import static org.awaitility.Awaitility.await;

import io.homeostat.agent.domain.Samples;
import io.homeostat.broker.EmbeddedBroker;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topic of the same name, and as many records, is another topic all the same. */
@Timeout(120)
class RecreatedTopicIT {

    private static final Duration LIMIT = Duration.ofSeconds(40);

    private final PlaneViews views = new PlaneViews(AGENT, Executor.PROCESS, _ -> true);

    @Test
    void components_that_were_made_anew_are_read_from_their_start(@TempDir Path directory) throws Exception {
        try (var broker = EmbeddedBroker.startTemporary(directory);
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()));
                var reader = new PlaneReader(
                        new PlaneSettings(broker.bootstrapServers(), TopicNames.PLAIN, Map.of(), AGENT),
                        views,
                        new PlaneClock(System::nanoTime),
                        _ -> {})) {
            var topics = new TopicProvisioner(admin, TopicNames.PLAIN);
            topics.createMissing(Topics.all(), (short) -1);
            write(broker, Desired.STOPPED);
            reader.start();
            await().atMost(LIMIT).until(() -> desired() == Desired.STOPPED);

            admin.deleteTopics(Set.of(Topics.COMPONENTS.name())).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
            await().atMost(LIMIT)
                    .until(() -> !admin.listTopics()
                            .names()
                            .get(LIMIT.toSeconds(), TimeUnit.SECONDS)
                            .contains(Topics.COMPONENTS.name()));
            topics.createMissing(List.of(Topics.COMPONENTS), (short) -1);
            write(broker, Desired.RUNNING);

            await().atMost(LIMIT).until(() -> desired() == Desired.RUNNING);
        }
    }

    private @Nullable Desired desired() {
        var component = views.exactly(WORKER);
        return component == null ? null : component.desired();
    }

    /** A producer of its own: it must not know the topic that was there before. */
    private static void write(EmbeddedBroker broker, Desired desired) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.<String, Object>of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new ByteArraySerializer())) {
            var value = Json.bytes(Samples.component(desired, "run"));
            producer.send(new ProducerRecord<>(Topics.COMPONENTS.name(), WORKER, value))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
