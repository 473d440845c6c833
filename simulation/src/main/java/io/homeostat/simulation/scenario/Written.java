package io.homeostat.simulation.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.simulation.engine.LoggedRecord;
import java.util.List;

/**
 * A record that a service wrote, as a claim reads it.
 *
 * @param value missing where it is null or no JSON
 */
record Written(long timeMs, String topic, String key, JsonNode value) {

    private static final List<String> TELLING =
            List.of("status", "state", "decision", "kind", "action", "type", "reason", "attempt");

    static Written of(LoggedRecord record) {
        var key = record.key();
        var value = record.value();
        return new Written(
                record.timestampMs(),
                record.topic().name(),
                key == null ? "" : new String(key, UTF_8),
                value != null && Json.read(value, JsonNode.class) instanceof Parsed.Valid<JsonNode>(var tree)
                        ? tree
                        : MissingNode.getInstance());
    }

    /** In one line, for whoever reads why a claim is wrong. */
    String brief() {
        var words = new StringBuilder(ScenarioTime.since(timeMs))
                .append(' ')
                .append(topic)
                .append(' ')
                .append(key);
        for (var field : TELLING) {
            var said = value.path(field);
            if (!said.isMissingNode()) {
                words.append(' ').append(field).append('=').append(said.asText());
            }
        }
        return words.toString();
    }
}
