package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import com.fasterxml.jackson.databind.JsonNode;
import java.math.BigDecimal;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/** One value of a flag, exactly as it stands in JSON: nothing is converted, so that nothing unclear is taken for something. */
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

    /** A whole number. */
    record Whole(@JsonValue long value) implements FlagScalar {
        @Override
        public String toString() {
            return String.valueOf(value);
        }
    }

    /** A number with a fraction; 0.50 and 0.5 are one value. */
    record Fraction(@JsonValue BigDecimal value) implements FlagScalar {

        public Fraction {
            var stripped = value.stripTrailingZeros();
            value = stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }

        @Override
        public String toString() {
            return value.toPlainString();
        }
    }

    /** The value of a JSON node, or null where it is an object, a list, null or a whole number beyond 64 bits. */
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
        return node.isNumber() ? new Fraction(node.decimalValue()) : null;
    }

    /** For Jackson. @throws IllegalArgumentException for what is no value of a flag */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static FlagScalar read(Object json) {
        return switch (json) {
            case Boolean truth -> new Truth(truth);
            case String text -> new Text(text);
            case Integer whole -> new Whole(whole);
            case Long whole -> new Whole(whole);
            case BigDecimal fraction -> new Fraction(fraction);
            case BigInteger big -> throw new IllegalArgumentException("beyond 64 bits: " + big);
            default -> throw new IllegalArgumentException("is no value of a flag: " + json);
        };
    }
}
