package io.homeostat.cli.record;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.FleetGroup.State;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Finds what heartbeat-service was blind for by its own clock alone: it was late to read a partition whose ticks were written
 * all the time. No reader of the log can decide that again, so it is an input. Takes {@code fleet-groups} in its order.
 */
final class OwnBlindness {

    private record Blind(long offset, String since) {}

    private final Map<String, Blind> blind = new HashMap<>();
    private final Set<Long> offsets = new HashSet<>();

    void take(long offset, byte @Nullable [] value) {
        if (value == null || !(Json.read(value, JsonNode.class) instanceof Parsed.Valid<JsonNode>(var group))) {
            return;
        }
        var name = group.path("group").asText();
        var state = group.path("state").asText();
        if (state.equals(State.BLIND.name())) {
            blind.put(name, new Blind(offset, group.path("since").asText()));
        } else if (state.equals(State.NORMAL.name())) {
            end(offset, blind.remove(name), group.path("evidence"));
        }
    }

    private void end(long offset, @Nullable Blind before, JsonNode evidence) {
        boolean ownOnly = evidence.path("gapInLog").isBoolean()
                && !evidence.path("gapInLog").asBoolean();
        if (ownOnly
                && before != null
                && before.since.equals(evidence.path("blindSince").asText())) {
            offsets.add(before.offset);
            offsets.add(offset);
        }
    }

    /** Offsets of the records that tell of it, beginning and end. */
    Set<Long> offsets() {
        return Set.copyOf(offsets);
    }
}
