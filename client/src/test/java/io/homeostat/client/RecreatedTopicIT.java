package io.homeostat.client;

import static org.awaitility.Awaitility.await;

import io.homeostat.broker.EmbeddedBroker;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A topic of the same name, and as many records, is another topic all the same. */
@Timeout(120)
class RecreatedTopicIT {

    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final String ON = "{\"scope\":\"images\",\"epoch\":1,\"disableNew\":true,\"value\":\"1\"}";
    private static final String RESET = "{\"scope\":\"images\",\"epoch\":2,\"disableNew\":false,\"value\":\"0\"}";

    @Test
    void a_kill_switch_that_was_made_anew_is_obeyed(@TempDir Path directory) throws Exception {
        try (var broker = EmbeddedBroker.startTemporary(directory);
                var admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            create(admin, "flags");
            create(admin, "kill-switch");
            write(broker, RESET);
            try (var flags = LiveFlags.builder("images")
                    .bootstrapServers(broker.bootstrapServers())
                    .staleAfter(Duration.ofMinutes(1))
                    .start()) {
                await().atMost(LIMIT).until(() -> flags.killSwitchOffset() == 0 && !flags.disableNew());

                admin.deleteTopics(Set.of("kill-switch")).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
                await().atMost(LIMIT).until(() -> !names(admin).contains("kill-switch"));
                create(admin, "kill-switch");
                write(broker, ON);

                await().atMost(LIMIT)
                        .until(() -> flags.snapshot().why().equals("the kill switch of images is ON (epoch 1)"));
            }
        }
    }

    private static Set<String> names(Admin admin) throws Exception {
        return admin.listTopics().names().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    private static void create(Admin admin, String topic) throws Exception {
        var compacted = new NewTopic(topic, 1, (short) 1).configs(Map.of("cleanup.policy", "compact"));
        admin.createTopics(List.of(compacted)).all().get(LIMIT.toSeconds(), TimeUnit.SECONDS);
    }

    /** A producer of its own: it must not know the topic that was there before. */
    private static void write(EmbeddedBroker broker, String value) throws Exception {
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers()),
                new StringSerializer(),
                new StringSerializer())) {
            producer.send(new ProducerRecord<>("kill-switch", "images", value))
                    .get(LIMIT.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
