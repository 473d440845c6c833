package io.homeostat.common.contract;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One check of a service: the record of {@code health-checks}. What is null was not said.
 *
 * @param promotionId the promotion that is meant; null: the one under watch
 * @param checkId counts once; the record's coordinates where the checker gave none
 * @param ok the checker's own verdict; null: to be derived
 * @param errorRate at least 0; above 1 counts as 1 when judged; exact
 * @param checks named parts, all of which must hold
 * @param time the checker's own clock, for diagnosis only
 */
public record HealthCheck(
        String service,
        @Nullable String version,
        @Nullable String promotionId,
        String checkId,
        @Nullable String source,
        @Nullable Boolean ok,
        @Nullable BigDecimal errorRate,
        @Nullable Long failureCount,
        @Nullable Long operations,
        @Nullable BigDecimal memoryMb,
        @Nullable Long openFiles,
        @Nullable BigDecimal latencyMs,
        Map<String, Boolean> checks,
        @Nullable Boolean workerPresent,
        @Nullable String reason,
        @Nullable Instant time) {

    /** The largest check in bytes. */
    public static final int BYTES_MAX = 16 * 1024;

    private static final int REASON_CHARACTERS_MAX = 2048;
    private static final BigDecimal AMOUNT_MAX = new BigDecimal("1e15");

    /** The total parse of a record of {@code health-checks}. */
    public static Parsed<HealthCheck> parse(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var checkId = fields.optionalText("checkId", Fields.NAME_CHARACTERS_MAX);
            return new HealthCheck(
                    SubjectKey.of("service", fields.optionalText("service", Fields.NAME_CHARACTERS_MAX), key),
                    fields.optionalText("version", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("promotionId", Fields.NAME_CHARACTERS_MAX),
                    checkId == null || checkId.isEmpty() ? origin.coordinates() : checkId,
                    fields.optionalText("source", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalFlag("ok"),
                    fields.optionalDecimal("errorRate", BigDecimal.ZERO, AMOUNT_MAX),
                    fields.optionalWhole("failureCount", 0, Long.MAX_VALUE),
                    fields.optionalWhole("operations", 0, Long.MAX_VALUE),
                    fields.optionalDecimal("memoryMb", BigDecimal.ZERO, AMOUNT_MAX),
                    fields.optionalWhole("openFiles", 0, Long.MAX_VALUE),
                    fields.optionalDecimal("latencyMs", BigDecimal.ZERO, AMOUNT_MAX),
                    checks(fields),
                    fields.optionalFlag("workerPresent"),
                    fields.optionalText("reason", REASON_CHARACTERS_MAX),
                    fields.optionalInstant("time"));
        });
    }

    private static Map<String, Boolean> checks(Fields fields) {
        var checks = new LinkedHashMap<String, Boolean>();
        var tree = fields.tree("checks");
        fields.optionalObject("checks", nested -> {
            if (tree != null) {
                tree.fieldNames().forEachRemaining(name -> {
                    var ok = nested.optionalFlag(name);
                    if (ok != null) {
                        checks.put(name, ok);
                    }
                });
            }
            return checks;
        });
        return checks;
    }
}
