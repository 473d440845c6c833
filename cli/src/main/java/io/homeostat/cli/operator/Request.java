package io.homeostat.cli.operator;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Something that is asked of the plane.
 *
 * @param actor who asks; the answer names the same one
 * @param commandId what the answer refers to; null: the coordinates of the request, once it has them
 */
record Request(
        TopicSpec topic,
        String key,
        byte[] value,
        String actor,
        @Nullable String commandId) {

    /** A new command: asked twice, it is two commands. */
    static Request command(
            OperatorCommand.Type type, String subject, String actor, String reason, Map<String, Object> arguments) {
        var id = UUID.randomUUID().toString();
        var time = Instant.now();
        var tree = arguments.isEmpty() ? null : Json.tree(arguments);
        var value = Json.bytes(new OperatorCommand(id, type, subject, actor, reason, tree, time));
        return new Request(Topics.OPERATOR_COMMANDS, subject, value, actor, id);
    }

    /**
     * A policy that shall be in force.
     *
     * @param version its author's name for this content; null: the plane numbers it
     */
    static Request policy(PolicyKey key, ObjectNode policy, @Nullable String version, String actor, String reason) {
        var value = JsonNodeFactory.instance.objectNode();
        value.put("name", key.name());
        if (key.scope() != null) {
            value.put("scope", key.scope());
        }
        if (version != null) {
            value.put("version", version);
        }
        value.put("actor", actor).put("reason", reason).put("time", Json.instant(Instant.now()));
        value.set("policy", policy);
        return new Request(Topics.POLICY_REQUESTS, key.toString(), Json.bytes(value), actor, null);
    }
}
