package io.homeostat.cli.view;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.homeostat.cli.TopicReader;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/**
 * A record as a person reads it: where it stands, when, what it says in one line, and what led to it.
 *
 * @param topic without the plane's prefix
 * @param ids all names under which other records may refer to it: coordinates, id, command, failure
 * @param causeId what led to it; null for records from outside
 */
public record Described(
        String topic,
        String coordinates,
        String key,
        Instant time,
        Set<String> ids,
        @Nullable String causeId,
        @Nullable String incidentId,
        String line,
        JsonNode value) {

    /** Describes a record. Total: what cannot be read is described as such. */
    public static Described of(ConsumerRecord<byte[], byte[]> record, TopicNames names) {
        var topic = names.plain(record.topic());
        var coordinates = topic + '/' + record.partition() + '/' + record.offset();
        var value = tree(record.value());
        var ids = new LinkedHashSet<String>();
        ids.add(coordinates);
        for (var field : List.of("id", "failureId", "requestId")) {
            if (value.path(field).isTextual()) {
                ids.add(value.path(field).textValue());
            }
        }
        if (topic.endsWith("-commands") && value.path("commandId").isTextual()) {
            ids.add(value.path("commandId").textValue());
        }
        return new Described(
                topic,
                coordinates,
                TopicReader.text(record.key()),
                Instant.ofEpochMilli(Math.max(0, record.timestamp())),
                ids,
                cause(topic, value),
                value.path("incidentId").textValue(),
                Lines.of(topic, value),
                value);
    }

    /** True for an audit record of a decision that has a record of its own, which says more; answers to people have none. */
    public boolean repeats() {
        return topic.equals(Topics.AUDIT.name()) && value.path("id").asText().startsWith("aud-");
    }

    /** {@code HH:mm:ss.SSS} in UTC. */
    public String clock() {
        return Json.instant(time).substring(11, 23);
    }

    private static @Nullable String cause(String topic, JsonNode value) {
        var cause = value.path("causeId").textValue();
        return cause == null && topic.endsWith("-results")
                ? value.path("commandId").textValue()
                : cause;
    }

    private static JsonNode tree(byte @Nullable [] bytes) {
        return bytes != null && Json.read(bytes, JsonNode.class) instanceof Parsed.Valid<JsonNode>(var tree)
                ? tree
                : MissingNode.getInstance();
    }
}
