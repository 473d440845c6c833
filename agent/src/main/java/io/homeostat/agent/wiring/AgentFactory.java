package io.homeostat.agent.wiring;

import io.homeostat.agent.effects.kafka.CommandInbox;
import io.homeostat.agent.effects.kafka.PlaneSettings;
import io.homeostat.common.service.ServiceSettings;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/** Beans that are one expression each. */
@Factory
final class AgentFactory {

    @Singleton
    PlaneSettings plane(ServiceSettings service, AgentSettings agent) {
        return new PlaneSettings(service.bootstrapServers(), service.topics(), service.client(), agent.name());
    }

    @Singleton
    CommandInbox inbox(AgentRuntime runtime) {
        return runtime.agent();
    }
}
