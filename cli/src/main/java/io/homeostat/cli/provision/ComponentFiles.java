package io.homeostat.cli.provision;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.cli.CommandFailure;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Components out of a directory: each {@code *.json} holds one component or a list of them, as in the topic. */
final class ComponentFiles {

    private ComponentFiles() {}

    /** Record values by subject. @throws CommandFailure naming file, field, value and reason if one is refused */
    static Map<String, byte[]> read(Path directory) {
        var all = new LinkedHashMap<String, byte[]>();
        for (var file : JsonFiles.in(directory).entrySet()) {
            switch (Json.read(file.getValue(), JsonNode.class)) {
                case Parsed.Rejected<JsonNode> rejected -> throw refused(file.getKey(), rejected.message());
                case Parsed.Valid<JsonNode>(var tree)
                when tree.isArray() -> tree.forEach(component -> add(file.getKey(), component, all));
                case Parsed.Valid<JsonNode>(var component) -> add(file.getKey(), component, all);
            }
        }
        return all;
    }

    private static void add(String file, JsonNode tree, Map<String, byte[]> all) {
        var value = Json.bytes(tree);
        switch (Component.parse(null, value)) {
            case Parsed.Rejected<Component> rejected -> throw refused(file, rejected.message());
            case Parsed.Valid<Component>(var component) -> {
                if (all.put(component.subject(), value) != null) {
                    throw refused(file, "'" + component.subject() + "' is declared twice");
                }
            }
        }
    }

    private static CommandFailure refused(String file, String reason) {
        return new CommandFailure("component file " + file + ".json is refused: " + reason);
    }
}
