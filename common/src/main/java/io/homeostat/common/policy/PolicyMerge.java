package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** Lays an override over a policy: objects are merged key by key, everything else is replaced. */
public final class PolicyMerge {

    private PolicyMerge() {}

    /** A new tree; neither argument is changed. */
    public static JsonNode merge(JsonNode base, JsonNode override) {
        if (!(base instanceof ObjectNode) || !override.isObject()) {
            return override.deepCopy();
        }
        ObjectNode merged = base.deepCopy();
        override.properties().forEach(entry -> {
            var below = merged.get(entry.getKey());
            merged.set(entry.getKey(), below == null ? entry.getValue().deepCopy() : merge(below, entry.getValue()));
        });
        return merged;
    }
}
