package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Windowed error rate of a service version: the record of {@code error-rates}, written on every update.
 *
 * @param windowSeconds length of the window
 * @param windowStart inclusive
 * @param succeeded operations within the window
 * @param failed operations within the window
 * @param rate failed / (succeeded + failed); null where both are 0. The counts are exact, this is for reading
 * @param low lower end of the Wilson interval at 95 %; null where there is no rate
 * @param high upper end; null where there is no rate
 * @param verdict INCONCLUSIVE below the policy's {@code min_operations}: neither good nor bad
 */
public record ErrorRate(
        String service,
        String version,
        long windowSeconds,
        Instant windowStart,
        long succeeded,
        long failed,
        @Nullable BigDecimal rate,
        @Nullable BigDecimal low,
        @Nullable BigDecimal high,
        Verdict verdict,
        @JsonUnwrapped @Nullable Provenance provenance) {

    /** The largest record in bytes. */
    public static final int BYTES_MAX = 16 * 1024;

    /** Whether the rate says anything. */
    public enum Verdict {
        OK,
        INCONCLUSIVE
    }

    /** {@code service|version}. */
    public String key() {
        return service + '|' + version;
    }

    /**
     * The length of the window in seconds, without a look at anything behind it: three windows are told at every beat, and
     * who waits for one of them need not read the others.
     *
     * @return -1: it is none of ours, or is broken before that field
     */
    public static long windowSeconds(byte @Nullable [] value) {
        if (value == null || value.length > BYTES_MAX) {
            return -1;
        }
        try (var parser = Json.FACTORY.createParser(value)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return -1;
            }
            for (var field = parser.nextFieldName(); field != null; field = parser.nextFieldName()) {
                if (field.equals("windowSeconds")) {
                    return parser.nextLongValue(-1);
                }
                parser.nextToken();
                parser.skipChildren();
            }
            return -1;
        } catch (IOException e) {
            return -1; // the total parse says what is wrong with it
        }
    }

    /** The total parse of a record of {@code error-rates}; of the provenance only the ids are kept. */
    public static Parsed<ErrorRate> parse(byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var seconds = fields.optionalWhole("windowSeconds", 1, Integer.MAX_VALUE);
            var start = fields.optionalInstant("windowStart");
            var succeeded = fields.optionalWhole("succeeded", 0, Long.MAX_VALUE);
            var failed = fields.optionalWhole("failed", 0, Long.MAX_VALUE);
            if (seconds == null || start == null || succeeded == null || failed == null) {
                throw fields.rejected("value", "", "lacks windowSeconds, windowStart, succeeded or failed");
            }
            return new ErrorRate(
                    fields.text("service", Fields.NAME_CHARACTERS_MAX),
                    fields.text("version", Fields.NAME_CHARACTERS_MAX),
                    seconds,
                    start,
                    succeeded,
                    failed,
                    fields.optionalDecimal("rate", BigDecimal.ZERO, BigDecimal.ONE),
                    fields.optionalDecimal("low", BigDecimal.ZERO, BigDecimal.ONE),
                    fields.optionalDecimal("high", BigDecimal.ZERO, BigDecimal.ONE),
                    fields.requiredEnum("verdict", Verdict.class),
                    Provenance.ofIncident(fields));
        });
    }
}
