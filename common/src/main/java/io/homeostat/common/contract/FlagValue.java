package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import org.jspecify.annotations.Nullable;

/**
 * Stored value of a live flag: the record of {@code flags}, by name; a tombstone means that the catalogue no longer has the
 * flag. While the kill switch is ON for a reader, the reader takes {@code default} instead; the stored value stays.
 *
 * @param value what was set, else the safe default
 * @param safeDefault {@code default} in JSON: what the flag reads as while the kill switch is ON
 * @param actor who set it; the service where the default holds
 */
public record FlagValue(
        String name,
        FlagScalar value,
        @JsonProperty("default") FlagScalar safeDefault,
        Kind kind,
        String actor,
        String reason,
        @JsonUnwrapped @Nullable Provenance provenance) {

    /** The largest record in bytes. */
    public static final int BYTES_MAX = 16 * 1024;

    private static final int REASON_CHARACTERS_MAX = 2048;

    /** What values a flag may have; lower case in JSON, as in the catalogue. */
    public enum Kind {
        @JsonProperty("boolean")
        BOOLEAN,
        @JsonProperty("enum")
        ENUM,
        @JsonProperty("integer")
        INTEGER,
        @JsonProperty("number")
        NUMBER;

        /** The name in JSON. */
        public String wire() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /** The total parse of a record of {@code flags}; of the provenance only the ids are kept. */
    public static Parsed<FlagValue> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(
                value,
                BYTES_MAX,
                fields -> new FlagValue(
                        SubjectKey.of("name", fields.optionalText("name", Fields.NAME_CHARACTERS_MAX), key),
                        scalar(fields, "value"),
                        scalar(fields, "default"),
                        kind(fields),
                        fields.text("actor", Fields.NAME_CHARACTERS_MAX),
                        fields.text("reason", REASON_CHARACTERS_MAX),
                        Provenance.ofIncident(fields)));
    }

    private static FlagScalar scalar(Fields fields, String name) {
        var node = fields.tree(name);
        var scalar = FlagScalar.of(node);
        if (scalar == null) {
            throw fields.rejected(name, String.valueOf(node), "is missing or no value of a flag");
        }
        return scalar;
    }

    private static Kind kind(Fields fields) {
        var text = fields.text("kind", Fields.NAME_CHARACTERS_MAX);
        for (var kind : Kind.values()) {
            if (kind.wire().equals(text)) {
                return kind;
            }
        }
        throw fields.rejected("kind", text, "is none of boolean, enum, integer, number");
    }
}
