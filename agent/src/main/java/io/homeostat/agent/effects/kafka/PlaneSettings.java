package io.homeostat.agent.effects.kafka;

import io.homeostat.common.topics.TopicNames;
import java.util.HashMap;
import java.util.Map;

/**
 * How the agent reaches its plane.
 *
 * @param client settings of all Kafka clients, security among them
 */
public record PlaneSettings(String bootstrapServers, TopicNames topics, Map<String, String> client, String agent) {

    /** Name of the agent's consumer group: every agent has its own (contract 3). */
    public String group() {
        return topics.prefix() + "homeostat-agent-" + agent;
    }

    /**
     * What all clients share.
     *
     * @param part of the agent that the client is for
     */
    Map<String, Object> clientProperties(String part) {
        var properties = new HashMap<String, Object>(client);
        properties.put("bootstrap.servers", bootstrapServers);
        properties.put("client.id", group() + '-' + part);
        return properties;
    }
}
