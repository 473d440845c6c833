package io.homeostat.client;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What values a flag may have; lower case on the wire. */
enum FlagKind {
    BOOLEAN,
    /** One of a list of texts. */
    ENUM,
    /** A whole number of 64 bits. */
    INTEGER,
    /** A finite number; a whole one on the wire counts too. */
    NUMBER;

    /** Longest text of an enum in characters. */
    static final int MAX_TEXT = 1024;

    String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind of this name, or null. */
    static @Nullable FlagKind named(@Nullable Object wire) {
        for (var kind : values()) {
            if (kind.wire().equals(wire)) {
                return kind;
            }
        }
        return null;
    }

    /** A value out of JSON as one of this kind: Boolean, String, Long or Double; null if it is none. */
    @Nullable
    Object fit(@Nullable Object json) {
        return switch (this) {
            case BOOLEAN -> json instanceof Boolean ? json : null;
            case ENUM -> json instanceof String text && text.length() <= MAX_TEXT ? json : null;
            case INTEGER -> json instanceof Long ? json : null;
            case NUMBER -> number(json);
        };
    }

    private static @Nullable Object number(@Nullable Object json) {
        if (json instanceof Long whole) {
            return whole.doubleValue();
        }
        return json instanceof Double number && Double.isFinite(number) ? number : null;
    }
}
