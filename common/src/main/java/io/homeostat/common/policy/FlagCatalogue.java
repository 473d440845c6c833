package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Decimals;
import io.homeostat.common.contract.FlagScalar;
import io.homeostat.common.contract.FlagValue.Kind;
import io.homeostat.common.contract.WorkerId;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code flags}: the catalogue of live flags. A flag that is not in it does not exist.
 *
 * @param flags by name, in the order of their names
 */
public record FlagCatalogue(Map<String, Flag> flags) {

    /** Key in {@code policies}. */
    public static final String NAME = "flags";

    /** Names that no flag may have: the subject of a batch, and what readers make of the kill switch. */
    public static final Set<String> RESERVED = Set.of(NAME, "DISABLE_NEW");

    /** A catalogue without flags. */
    public static final FlagCatalogue EMPTY = new FlagCatalogue(Map.of());

    /** Flags that a catalogue may have: a change of it writes each of them. */
    static final int FLAGS_MAX = 1_000;

    /** Values that an enum may have: a refusal lists them. */
    static final int VALUES_MAX = 100;

    /** The longest value of an enum. */
    static final int VALUE_CHARACTERS_MAX = 256;

    private static final String MIN = "-1000000000000000";
    private static final String MAX = "1000000000000000";

    public FlagCatalogue {
        flags = java.util.Collections.unmodifiableMap(new TreeMap<>(flags));
    }

    /**
     * What values a flag may have.
     *
     * @param values of an enum; empty for other kinds
     * @param min of an integer or number, inclusive; null for other kinds
     * @param max of an integer or number, inclusive; null for other kinds
     * @param safeDefault what the flag reads as while nothing is set, and while the kill switch is ON
     */
    public record Flag(
            Kind kind,
            List<String> values,
            @Nullable BigDecimal min,
            @Nullable BigDecimal max,
            FlagScalar safeDefault) {

        public Flag {
            values = List.copyOf(values);
            min = canonical(min);
            max = canonical(max);
        }

        /** Equal bounds are one, so that a catalogue read back from JSON equals the one that was written. */
        private static @Nullable BigDecimal canonical(@Nullable BigDecimal bound) {
            if (bound == null || !Decimals.isBounded(bound)) {
                return bound;
            }
            var stripped = bound.stripTrailingZeros();
            return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
        }

        /** Why {@code value} may not be set, or null where it may. Nothing is converted: "yes" and 1 are no truth values. */
        public @Nullable String refusal(FlagScalar value) {
            return switch (kind) {
                case BOOLEAN -> value instanceof FlagScalar.Truth ? null : "is not true or false";
                case ENUM ->
                    value instanceof FlagScalar.Text(var text) && values.contains(text)
                            ? null
                            : "is none of " + String.join(", ", values);
                case INTEGER ->
                    value instanceof FlagScalar.Whole(var whole)
                            ? outside(BigDecimal.valueOf(whole))
                            : "is no whole number";
                case NUMBER ->
                    switch (value) {
                        case FlagScalar.Whole(var whole) -> outside(BigDecimal.valueOf(whole));
                        case FlagScalar.Fraction(var fraction) -> outside(fraction);
                        case FlagScalar.Truth _, FlagScalar.Text _ -> "is no number";
                    };
            };
        }

        private @Nullable String outside(BigDecimal number) {
            boolean within = min != null && max != null && number.compareTo(min) >= 0 && number.compareTo(max) <= 0;
            return within ? null : "is not within " + plain(min) + " and " + plain(max);
        }

        private static String plain(@Nullable BigDecimal bound) {
            return bound == null ? "-" : Decimals.text(bound);
        }
    }

    /** Reads and validates. @throws PolicyRejected with every problem */
    public static FlagCatalogue read(JsonNode json) throws PolicyRejected {
        var reader = PolicyReader.of(NAME, json);
        var flags = reader.objects("flags", FlagCatalogue::flag);
        for (var name : flags.keySet()) {
            reader.refuseIf(
                    !WorkerId.isValid(name),
                    "flags." + name,
                    "",
                    "is no name of a flag: [A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
            reader.refuseIf(RESERVED.contains(name), "flags." + name, "", "is a reserved name");
        }
        reader.refuseIf(
                flags.size() > FLAGS_MAX, "flags", flags.size(), "flags are more than the limit of " + FLAGS_MAX);
        reader.finish();
        return new FlagCatalogue(flags);
    }

    private static Flag flag(PolicyReader reader) {
        var kind = reader.choice("kind", Kind.class, Kind.BOOLEAN);
        var values = reader.texts("values", List.of());
        var min = reader.optionalDecimal("min", MIN, MAX);
        var max = reader.optionalDecimal("max", MIN, MAX);
        var safeDefault = reader.scalar("safe_default");
        boolean ranged = kind == Kind.INTEGER || kind == Kind.NUMBER;
        reader.refuseIf(reader.isAbsent("kind"), "kind", "", "is missing: boolean, enum, integer or number");
        reader.refuseIf(
                values.size() > VALUES_MAX, "values", values.size(), "values are more than the limit of " + VALUES_MAX);
        reader.refuseIf(
                values.stream().anyMatch(value -> value.length() > VALUE_CHARACTERS_MAX),
                "values",
                "",
                "have one of more than " + VALUE_CHARACTERS_MAX + " characters");
        reader.refuseIf(kind == Kind.ENUM && values.isEmpty(), "values", "", "are missing: an enum lists its values");
        reader.refuseIf(kind != Kind.ENUM && !values.isEmpty(), "values", values, "are of an enum only");
        reader.refuseIf(ranged && min == null, "min", "", "is missing");
        reader.refuseIf(ranged && max == null, "max", "", "is missing");
        reader.refuseIf(!ranged && min != null, "min", min, "is of an integer or number only");
        reader.refuseIf(!ranged && max != null, "max", max, "is of an integer or number only");
        reader.refuseIf(min != null && max != null && min.compareTo(max) > 0, "min", min, "is above max (" + max + ")");
        var flag = new Flag(kind, values, min, max, safeDefault == null ? new FlagScalar.Truth(false) : safeDefault);
        if (safeDefault == null) {
            reader.refuseIf(reader.isAbsent("safe_default"), "safe_default", "", "is missing");
        } else {
            var refusal = flag.refusal(safeDefault);
            reader.refuseIf(refusal != null, "safe_default", safeDefault, "" + refusal);
        }
        return flag;
    }
}
