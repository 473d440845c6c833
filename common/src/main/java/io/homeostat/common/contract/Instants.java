package io.homeostat.common.contract;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Instants of the outside world, of the years 1 to 9999: beyond them milliseconds overflow, and text is no longer ISO-8601. */
final class Instants {

    static final String REASON = "is no ISO-8601 instant like 2026-11-22T05:44:00.000Z";

    private static final Instant MIN = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant END = Instant.parse("+10000-01-01T00:00:00Z");

    private Instants() {}

    /** The instant, or null where the text is none. */
    static @Nullable Instant parse(String text) {
        try {
            var instant = Instant.parse(text);
            return instant.isBefore(MIN) || !instant.isBefore(END) ? null : instant;
        } catch (DateTimeParseException e) {
            return null;
        }
    }
}
