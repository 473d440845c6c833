package io.homeostat.agent.wiring;

import io.homeostat.common.service.ServiceSettings;
import io.micronaut.configuration.kafka.config.KafkaDefaultConfiguration;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import jakarta.inject.Singleton;

/** Gives the listener the broker and the client settings, security among them, that all our clients have. */
@Singleton
final class ClientSettings implements BeanCreatedEventListener<KafkaDefaultConfiguration> {

    private final ServiceSettings settings;

    ClientSettings(ServiceSettings settings) {
        this.settings = settings;
    }

    @Override
    public KafkaDefaultConfiguration onCreated(BeanCreatedEvent<KafkaDefaultConfiguration> event) {
        var configuration = event.getBean();
        configuration.getConfig().putAll(settings.client());
        configuration.getConfig().put("bootstrap.servers", settings.bootstrapServers());
        settings.instanceId().ifPresent(id -> configuration.getConfig().put("group.instance.id", "agent-" + id));
        return configuration;
    }
}
