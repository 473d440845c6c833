package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * One value of a flag, exactly as it stands in JSON: nothing is converted, so that nothing unclear is taken for something.
 * Equal numbers are one value however they are written: 10, 10.0 and 1e1 are {@code Whole(10)}.
 */
public sealed interface FlagScalar {

    /** {@code true} or {@code false}. */
    record Truth(@JsonValue boolean value) implements FlagScalar {
        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /** A text. */
    record Text(@JsonValue String value) implements FlagScalar {
        @Override
        public String toString() {
            return '"' + value + '"';
        }
    }

    /** A number without a fraction, of 64 bits. */
    record Whole(@JsonValue long value) implements FlagScalar {
        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /** A number with a fraction of at most {@value Decimals#PLACES_MAX} places; 0.50 and 0.5 are one value. */
    record Fraction(@JsonValue BigDecimal value) implements FlagScalar {

        /** @throws IllegalArgumentException for a number that {@link FlagScalar#of(BigDecimal)} does not make a fraction */
        public Fraction {
            value = value.stripTrailingZeros();
            if (value.scale() <= 0 || !Decimals.isBounded(value)) {
                throw new IllegalArgumentException("is no fraction that a flag can hold: " + value);
            }
        }

        @Override
        public String toString() {
            return Decimals.text(value);
        }
    }

    /** The value of a JSON node, or null where it is none: an object, a list, null, or a number beyond the bounds. */
    static @Nullable FlagScalar of(@Nullable JsonNode node) {
        if (node == null || !node.isValueNode() || node.isNull()) {
            return null;
        }
        if (node.isBoolean()) {
            return new Truth(node.booleanValue());
        }
        if (node.isTextual()) {
            return new Text(node.textValue());
        }
        if (node.isIntegralNumber()) {
            return node.canConvertToLong() ? new Whole(node.longValue()) : null;
        }
        return node.isNumber() ? of(node.decimalValue()) : null;
    }

    /** The value of a number, or null where it is beyond 64 bits or finer than {@value Decimals#PLACES_MAX} places. */
    static @Nullable FlagScalar of(BigDecimal number) {
        if (!Decimals.isBounded(number)) {
            return null;
        }
        var stripped = number.stripTrailingZeros();
        if (stripped.scale() > 0) {
            return new Fraction(stripped);
        }
        var whole = stripped.toBigInteger(); // at most 31 digits by now
        return whole.bitLength() < Long.SIZE ? new Whole(whole.longValue()) : null;
    }

    /** For Jackson. @throws IllegalArgumentException for what is no value of a flag */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static FlagScalar read(Object json) {
        var value = switch (json) {
            case Boolean truth -> new Truth(truth);
            case String text -> new Text(text);
            case Integer whole -> new Whole(whole);
            case Long whole -> new Whole(whole);
            case BigDecimal number -> of(number);
            case BigInteger _ -> null;
            default -> null;
        };
        if (value == null) {
            throw new IllegalArgumentException("is no value of a flag");
        }
        return value;
    }
}
