package io.homeostat.client;

import org.jspecify.annotations.Nullable;

/** What one record of {@code flags} says about its flag. */
sealed interface FlagWord {

    /** The largest record in bytes. */
    int BYTES_MAX = 16 * 1024;

    /**
     * The flag and its values, both of its kind ({@link FlagKind#fit}).
     *
     * @param value what is stored
     * @param safeDefault what it reads as while the kill switch is ON
     */
    record Known(FlagKind kind, Object value, Object safeDefault) implements FlagWord {

        /** The same flag with nothing stored but its default. */
        Known safe() {
            return new Known(kind, safeDefault, safeDefault);
        }
    }

    /** The catalogue no longer has the flag. */
    record Removed() implements FlagWord {}

    /** It does not say one thing. */
    record Unclear(String why) implements FlagWord {}

    /** The total parse of a record; {@code name} is its key. */
    static FlagWord of(String name, byte @Nullable [] value) {
        if (value == null) {
            return new Removed();
        }
        try {
            return parse(name, value);
        } catch (UnclearRecord unclear) {
            return new Unclear(unclear.why());
        }
    }

    private static FlagWord parse(String name, byte[] bytes) throws UnclearRecord {
        var fields = FlatJson.read(bytes, BYTES_MAX);
        var named = fields.getOrDefault("name", name);
        if (!named.equals(name)) {
            throw new UnclearRecord("it names the flag '" + named + "' under another key");
        }
        var kind = FlagKind.named(fields.get("kind"));
        if (kind == null) {
            throw new UnclearRecord("its kind is " + fields.get("kind"));
        }
        var value = kind.fit(fields.get("value"));
        var safeDefault = kind.fit(fields.get("default"));
        if (value == null || safeDefault == null) {
            throw new UnclearRecord("value " + fields.get("value") + " or default " + fields.get("default")
                    + " is none of kind " + kind.wire());
        }
        return new Known(kind, value, safeDefault);
    }
}
