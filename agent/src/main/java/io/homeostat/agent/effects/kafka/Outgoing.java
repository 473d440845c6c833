package io.homeostat.agent.effects.kafka;

import io.homeostat.common.topics.TopicSpec;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A record to be written.
 *
 * @param value null: a tombstone
 */
public record Outgoing(TopicSpec topic, String key, byte @Nullable [] value, Headers headers) {}
