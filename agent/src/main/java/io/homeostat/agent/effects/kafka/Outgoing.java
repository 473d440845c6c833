package io.homeostat.agent.effects.kafka;

import io.homeostat.common.topics.TopicSpec;
import org.apache.kafka.common.header.Headers;

/** A record to be written. */
public record Outgoing(TopicSpec topic, String key, byte[] value, Headers headers) {}
