package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A failure that recurs: the record of {@code failure-patterns}, written when it appears and when its confidence or status
 * changes.
 *
 * @param category of the taxonomy, for example {@code resource}
 * @param type within the category, for example {@code out_of_memory}
 * @param signature template of the message; null where the failures have none
 * @param occurrences within the window
 * @param confidence 0.33, 0.67 or 1.00; exact
 * @param subjects workers or other subjects of the newest occurrences, the newest first, bounded; beyond the contract, so
 *     that a fix knows whom it is for
 * @param examples failure ids of the newest occurrences, the newest first, bounded
 */
public record FailurePattern(
        String patternId,
        Kind kind,
        String category,
        String type,
        String workerType,
        @Nullable String service,
        @Nullable String version,
        @Nullable String signature,
        int occurrences,
        Instant firstSeen,
        Instant lastSeen,
        long windowHours,
        BigDecimal confidence,
        Severity severity,
        List<String> subjects,
        List<String> examples,
        Status status,
        @JsonUnwrapped @Nullable Provenance provenance) {

    /** The largest record in bytes. */
    public static final int BYTES_MAX = 64 * 1024;

    private static final int SIGNATURE_CHARACTERS_MAX = 4096;

    /** What recurs. */
    public enum Kind {
        FREQUENCY,
        RATE_SPIKE,
        CORRELATED,
        CRASH_LOOP,
        POISON_TASK,
        NEW_SIGNATURE,
        VERSION_REGRESSION
    }

    /** RESOLVED: below the threshold again. */
    public enum Status {
        ACTIVE,
        RESOLVED
    }

    /** {@code category:type}, what a fix matches. */
    public String classification() {
        return category + ':' + type;
    }

    /** The total parse of a record of {@code failure-patterns}; of the provenance only the incident is kept. */
    public static Parsed<FailurePattern> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var occurrences = fields.optionalWhole("occurrences", 0, Integer.MAX_VALUE);
            var hours = fields.optionalWhole("windowHours", 1, Integer.MAX_VALUE);
            var confidence = fields.optionalDecimal("confidence", BigDecimal.ZERO, BigDecimal.ONE);
            var first = fields.optionalInstant("firstSeen");
            var last = fields.optionalInstant("lastSeen");
            if (occurrences == null || hours == null || confidence == null || first == null || last == null) {
                throw fields.rejected("value", "", "lacks occurrences, windowHours, confidence, firstSeen or lastSeen");
            }
            return new FailurePattern(
                    SubjectKey.of("patternId", fields.optionalText("patternId", WorkerId.LENGTH_MAX), key),
                    fields.requiredEnum("kind", Kind.class),
                    fields.text("category", Fields.NAME_CHARACTERS_MAX),
                    fields.text("type", Fields.NAME_CHARACTERS_MAX),
                    fields.textOr("workerType", "default"),
                    fields.optionalText("service", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("version", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("signature", SIGNATURE_CHARACTERS_MAX),
                    occurrences.intValue(),
                    first,
                    last,
                    hours,
                    confidence,
                    fields.requiredEnum("severity", Severity.class),
                    fields.textList("subjects", WorkerId.LENGTH_MAX),
                    fields.textList("examples", Fields.NAME_CHARACTERS_MAX),
                    fields.requiredEnum("status", Status.class),
                    Provenance.ofIncident(fields));
        });
    }
}
