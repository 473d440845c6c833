package io.homeostat.agent.effects.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.common.contract.Component;
import java.io.IOException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The record of a component as its owner wrote it, unknown fields included, with one thing in it changed. */
public final class ComponentText {

    private static final String PARAMETERS = "parameters";
    private static final String SETTINGS = "settings";
    private static final String SETTINGS_FILE = "settingsFile";
    private static final String CURRENT_VERSION = "currentVersion";

    private ComponentText() {}

    /** Changes a component's record. */
    @FunctionalInterface
    public interface Edit {
        /**
         * The record after the change; the very same bytes if there is nothing to change.
         *
         * @throws IOException with one line that says why it cannot be changed so
         */
        byte[] apply(byte[] record) throws IOException;
    }

    /** The path in {@code parameters.settingsFile}; null: the component names none. */
    public static @Nullable String settingsFile(Component component) {
        var parameters = component.parameters();
        var name = parameters == null ? null : parameters.get(SETTINGS_FILE);
        return name == null || !name.isTextual() || name.textValue().isBlank() ? null : name.textValue();
    }

    /** Sets values in {@code parameters.settings}; settings that it does not name stay. */
    public static Edit withSettings(Map<String, JsonNode> values) {
        return record -> {
            var component = ExactJson.object(record);
            var settings = child(child(component, PARAMETERS), SETTINGS);
            boolean changed = false;
            for (var value : values.entrySet()) {
                var present = settings.get(value.getKey());
                if (present == null || !ExactJson.same(present, value.getValue())) {
                    settings.set(value.getKey(), ExactJson.plain(value.getValue()));
                    changed = true;
                }
            }
            return changed ? ExactJson.bytes(component) : record;
        };
    }

    /** Sets {@code currentVersion} to one of the component's versions. */
    public static Edit withVersion(String version) {
        return record -> {
            var component = ExactJson.object(record);
            if (!component.path("versions").has(version)) {
                throw new IOException("the component has no version " + version + " any more");
            }
            var present = component.get(CURRENT_VERSION);
            if (present != null && version.equals(present.textValue())) {
                return record;
            }
            component.put(CURRENT_VERSION, version);
            return ExactJson.bytes(component);
        };
    }

    private static ObjectNode child(ObjectNode parent, String name) throws IOException {
        var present = parent.get(name);
        if (present == null || present.isNull()) {
            return parent.putObject(name);
        }
        if (present instanceof ObjectNode object) {
            return object;
        }
        throw new IOException(name + " of the component is no object");
    }
}
