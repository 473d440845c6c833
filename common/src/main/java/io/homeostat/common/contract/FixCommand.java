package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Change the settings of a component: the record of {@code fix-commands}. {@code provenance.validUntil} is always set. An
 * agent acts once per {@code commandId}, never on a {@code generation} below one that it has seen for the target, never
 * late, and only where every value of {@code before} is still the one that is found (mechanics 20).
 *
 * @param target subject of the component, {@code type/<workerType>} or a worker id
 * @param action name of the fix, for example {@code increase_memory}; what to do stands in before and after
 * @param before settings by name as they must be found
 * @param after settings by name as they shall be, the same names as in {@code before}
 * @param agent the component's; null with executor TOPIC: whoever integrates may carry it out
 * @param expectedIncarnation null means do not compare
 * @param generation counts per target on this topic, + 1 per command
 */
public record FixCommand(
        String commandId,
        String fixId,
        String target,
        String action,
        Map<String, JsonNode> before,
        Map<String, JsonNode> after,
        @Nullable String expectedIncarnation,
        long generation,
        long planeGeneration,
        @Nullable String agent,
        Executor executor,
        Map<String, String> parameters,
        @JsonUnwrapped Provenance provenance) {}
