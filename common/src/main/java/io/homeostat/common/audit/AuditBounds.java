package io.homeostat.common.audit;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a record of {@code audit} may hold: cut before it is hashed, so that the chain holds for what is written. */
final class AuditBounds {

    static final int TEXT_CHARACTERS_MAX = 1_024;

    /** The evidence of one record as JSON: far above what decisions need, far below what a topic takes. */
    static final int EVIDENCE_BYTES_MAX = 256 * 1024;

    private static final int ENTRY_BYTES_MAX = 1_024;
    private static final int ENTRIES_MAX = 100;

    private AuditBounds() {}

    static String text(String text) {
        return text.length() > TEXT_CHARACTERS_MAX ? text.substring(0, TEXT_CHARACTERS_MAX) + "…" : text;
    }

    /** The evidence as it is where it fits; else its first entries, the large ones by their beginning, and what was cut. */
    static @Nullable Map<String, Object> evidence(@Nullable Map<String, Object> evidence) {
        if (evidence == null) {
            return null;
        }
        var whole = Json.bytes(evidence);
        if (whole.length <= EVIDENCE_BYTES_MAX) {
            return evidence;
        }
        var kept = new LinkedHashMap<String, Object>();
        evidence.entrySet().stream()
                .limit(ENTRIES_MAX)
                .forEach(entry -> kept.put(text(entry.getKey()), entry(entry.getValue())));
        kept.putAll(Evidence.of("cutBytes", whole.length)
                .and("sha256", Ids.sha256Hex(whole))
                .toMap());
        return kept;
    }

    private static Object entry(Object value) {
        var json = Json.bytes(value);
        if (json.length <= ENTRY_BYTES_MAX) {
            return value;
        }
        var text = new String(json, 0, ENTRY_BYTES_MAX, StandardCharsets.UTF_8);
        return text + "… (" + json.length + " bytes)";
    }
}
