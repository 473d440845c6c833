package io.homeostat.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.agent.effects.kafka.CommandListener;
import io.homeostat.common.service.ServiceMain;
import io.micronaut.configuration.kafka.ConsumerRegistry;
import io.micronaut.context.ApplicationContext;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Contexts that need no broker: what starts in which, and with which settings. */
class SettingsTest {

    @TempDir
    private Path directory;

    @Test
    void in_another_services_context_nothing_of_the_agent_or_of_its_kafka_clients_exists() {
        try (var context = start("another-service", Map.of())) {
            assertThat(context.findBean(ConsumerRegistry.class)).isEmpty();
            assertThat(context.findBean(CommandListener.class)).isEmpty();
        }
    }

    @Test
    void the_listener_has_the_broker_the_topic_and_the_security_of_the_agent() {
        try (var context = start(
                "agent",
                Map.of(
                        "homeostat.agent.name", "host-1",
                        "homeostat.topics.prefix", "p.",
                        "homeostat.client.security.protocol", "PLAINTEXT",
                        "homeostat.client.metadata.max.age.ms", "7777"))) {
            var registry = context.getBean(ConsumerRegistry.class);
            assertThat(registry.getConsumerIds()).containsExactly("p.homeostat-agent-host-1-commands");
            assertThat(registry.getConsumerSubscription("p.homeostat-agent-host-1-commands"))
                    .containsExactlyInAnyOrder("p.restart-commands", "p.fix-commands", "p.rollback-commands");
            var configuration = context.getBean(io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration.class)
                    .getConfig();
            assertThat(configuration)
                    .containsEntry(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, "127.0.0.1:1")
                    .containsEntry("security.protocol", "PLAINTEXT")
                    .containsEntry("metadata.max.age.ms", "7777");
        }
    }

    @Test
    void an_agent_without_a_name_does_not_start() {
        assertThatThrownBy(() -> start("agent", Map.of()))
                .rootCause()
                .hasMessageContaining("homeostat.agent.name (HOMEOSTAT_AGENT_NAME) is missing");
    }

    @Test
    void a_name_must_have_the_form_of_an_id() {
        assertThatThrownBy(() -> start("agent", Map.of("homeostat.agent.name", "host 1")))
                .rootCause()
                .hasMessageContaining("homeostat.agent.name: 'host 1' is not of the form");
    }

    @Test
    void an_engine_is_named_by_its_socket_or_address() {
        var settings = Map.<String, Object>of(
                "homeostat.agent.name", "host-1", "homeostat.agent.docker.host", "/var/run/docker.sock");
        assertThatThrownBy(() -> start("agent", settings))
                .rootCause()
                .hasMessage("homeostat.agent.docker.host: '/var/run/docker.sock' is not of the form unix:///path or"
                        + " tcp://host:port");
    }

    private ApplicationContext start(String service, Map<String, Object> properties) {
        var all = new HashMap<String, Object>(properties);
        all.put("kafka.bootstrap.servers", "127.0.0.1:1");
        all.put("homeostat.agent.data-dir", directory.toString());
        all.put("micronaut.server.port", -1);
        return ServiceMain.start(service, all);
    }
}
