package io.homeostat.agent.effects.kafka;

import static io.homeostat.agent.effects.kafka.CommandFields.BYTES_MAX;
import static io.homeostat.agent.effects.kafka.CommandFields.GRACEFUL_SECONDS_MAX;
import static io.homeostat.agent.effects.kafka.CommandFields.PARAMETER_CHARACTERS_MAX;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.RollbackPart;
import io.homeostat.common.contract.Fields;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.RollbackCommand;
import io.homeostat.common.contract.WorkerId;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The total parse of {@code fix-commands} and {@code rollback-commands}. */
final class ChangeParser {

    private static final int SETTINGS_MAX = 64;
    private static final int VALUE_CHARACTERS_MAX = 4096;

    private ChangeParser() {}

    static Parsed<Change> fix(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var target = CommandFields.subject(fields, "target", key);
            var commandId = fields.text("commandId", WorkerId.LENGTH_MAX);
            return new Change.Settings(new FixCommand(
                    commandId,
                    fields.textOr("fixId", commandId),
                    target,
                    fields.textOr("action", "unnamed"),
                    settings(fields, "before"),
                    settings(fields, "after"),
                    fields.optionalText("expectedIncarnation", Fields.NAME_CHARACTERS_MAX),
                    CommandFields.whole(fields, "generation"),
                    CommandFields.whole(fields, "planeGeneration"),
                    fields.optionalText("agent", Fields.NAME_CHARACTERS_MAX),
                    CommandFields.executor(fields),
                    fields.texts("parameters", PARAMETER_CHARACTERS_MAX),
                    CommandFields.provenance(fields, commandId)));
        });
    }

    static Parsed<Change> rollback(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var service = CommandFields.subject(fields, "service", key);
            var commandId = fields.text("commandId", WorkerId.LENGTH_MAX);
            return new Change.Rollback(new RollbackCommand(
                    commandId,
                    fields.optionalText("agent", Fields.NAME_CHARACTERS_MAX),
                    fields.textOr("promotionId", commandId),
                    service,
                    fields.textOr("fromVersion", "unknown"),
                    fields.text("toVersion", Fields.NAME_CHARACTERS_MAX),
                    CommandFields.whole(fields, "generation"),
                    CommandFields.whole(fields, "planeGeneration"),
                    CommandFields.executor(fields),
                    rollbackParameters(fields),
                    CommandFields.provenance(fields, commandId)));
        });
    }

    /** Settings by name: texts, numbers, true and false. Larger things are no value that a fix computes. */
    private static Map<String, JsonNode> settings(Fields fields, String name) {
        var all = new LinkedHashMap<String, JsonNode>();
        var object = fields.tree(name);
        if (object == null || !object.isObject()) {
            throw fields.rejected(name, "", "is no object of settings");
        }
        if (object.size() > SETTINGS_MAX) {
            throw fields.rejected(name, object.size() + " settings", "are more than " + SETTINGS_MAX);
        }
        object.properties().forEach(setting -> {
            var value = setting.getValue();
            boolean plain = value.isNumber() || value.isBoolean() || value.isTextual();
            if (!plain || value.asText().length() > VALUE_CHARACTERS_MAX) {
                throw fields.rejected(
                        name + '.' + setting.getKey(),
                        value.getNodeType().name(),
                        "is no number, true, false or text of at most " + VALUE_CHARACTERS_MAX + " characters");
            }
            all.put(setting.getKey(), value);
        });
        return all;
    }

    private static Map<String, String> rollbackParameters(Fields fields) {
        var parameters = fields.texts("parameters", PARAMETER_CHARACTERS_MAX);
        var graceful = parameters.get(RollbackPart.GRACEFUL_SECONDS_PARAMETER);
        if (graceful != null && !isGraceful(graceful)) {
            throw fields.rejected(
                    "parameters." + RollbackPart.GRACEFUL_SECONDS_PARAMETER,
                    graceful,
                    "is no whole number within 0 and " + GRACEFUL_SECONDS_MAX);
        }
        return parameters;
    }

    private static boolean isGraceful(String text) {
        return !text.isEmpty()
                && text.length() <= 4
                && text.chars().allMatch(c -> c >= '0' && c <= '9')
                && Long.parseLong(text) <= GRACEFUL_SECONDS_MAX;
    }
}
