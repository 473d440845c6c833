package io.homeostat.common.contract;

import java.util.function.Function;

/**
 * The answer of a total parse: every byte sequence gives one of the two, never an exception.
 *
 * @param <T> the parsed value
 */
public sealed interface Parsed<T> {

    /** The bytes mean this value. */
    record Valid<T>(T value) implements Parsed<T> {}

    /**
     * The bytes are refused.
     *
     * @param field the field at fault, or {@code value} where the record as a whole is
     * @param found what stood there, cut at {@value #FOUND_CHARACTERS_MAX} characters
     * @param reason what would have been right, cut at {@value #REASON_CHARACTERS_MAX} characters
     */
    record Rejected<T>(String field, String found, String reason) implements Parsed<T> {

        /** A rejection quotes bad input; this bounds what it can inject into logs and dead letters. */
        static final int FOUND_CHARACTERS_MAX = 120;

        private static final int FIELD_CHARACTERS_MAX = 512;
        private static final int REASON_CHARACTERS_MAX = 1024;

        public Rejected {
            field = cut(field, FIELD_CHARACTERS_MAX);
            found = printable(found);
            reason = cut(reason, REASON_CHARACTERS_MAX);
        }

        private static String cut(String text, int max) {
            return text.length() > max ? text.substring(0, max) + "…" : text;
        }

        /** One line which names field, value and reason. */
        public String message() {
            return "field '" + field + "': " + (found.isEmpty() ? "" : found + " ") + reason;
        }

        private static String printable(String text) {
            var cut = cut(text, FOUND_CHARACTERS_MAX);
            var printable = new StringBuilder(cut.length());
            cut.chars()
                    .forEach(c -> printable.append(
                            Character.isISOControl(c) ? String.format("\\u%04x", c) : String.valueOf((char) c)));
            return printable.toString();
        }
    }

    /** Applies {@code next} to a valid value; a rejection stays what it is. */
    default <R> Parsed<R> map(Function<T, R> next) {
        return switch (this) {
            case Valid<T>(var value) -> new Valid<>(next.apply(value));
            case Rejected<T>(var field, var found, var reason) -> new Rejected<>(field, found, reason);
        };
    }

    /** A rejection without a quoted value. */
    static <T> Parsed<T> rejected(String field, String reason) {
        return new Rejected<>(field, "", reason);
    }
}
