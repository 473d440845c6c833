package io.homeostat.autofix.domain;

import io.homeostat.common.policy.FixSpec;
import io.homeostat.common.policy.FixSpec.Arithmetic;
import io.homeostat.common.policy.FixSpec.Operation;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What becomes of settings, exactly (the rule of rounding and clamps: {@link Arithmetic}). */
final class Arithmetics {

    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,18}(\\.\\d{1,12})?");
    private static final Pattern SCIENTIFIC = Pattern.compile("-?\\d{1,32}(\\.\\d{1,32})?[eE][+-]?\\d{1,2}");
    private static final int DECIMALS_MAX = 6;

    /** A number below this power of ten changes no setting, whatever it is multiplied with or added to. */
    private static final int NEGLIGIBLE_EXPONENT = -40;

    private Arithmetics() {}

    /** The answer: a change, or why there is none. */
    sealed interface Outcome {

        /** At least one setting changes; those that stay are not in it. */
        record Changes(Change change) implements Outcome {}

        /** One sentence for a person. */
        record Impossible(String why) implements Outcome {}
    }

    /** What {@code fix} makes of {@code settings}, JSON texts by name. */
    static Outcome of(FixSpec fix, Map<String, String> settings) {
        var before = new TreeMap<String, String>();
        var after = new TreeMap<String, String>();
        for (var name : new TreeSet<>(fix.settings().keySet())) {
            var present = settings.get(name);
            if (present == null) {
                return new Outcome.Impossible("No value of the setting " + name + " is known");
            }
            var next = next(fix.settings().get(name), present);
            if (next == null) {
                return new Outcome.Impossible("The setting " + name + " is " + present + ", which is no number");
            }
            if (!isSame(present, next)) {
                before.put(name, present);
                after.put(name, next);
            }
        }
        return before.isEmpty()
                ? new Outcome.Impossible("Already at its limit: "
                        + new TreeMap<>(settings)
                                .entrySet().stream()
                                        .filter(entry -> fix.settings().containsKey(entry.getKey()))
                                        .toList())
                : new Outcome.Changes(new Change(before, after));
    }

    /** The next value as JSON text; null if the present one is no number. */
    static @Nullable String next(@Nullable Arithmetic arithmetic, String present) {
        if (arithmetic == null) {
            return present;
        }
        if (arithmetic.operation() == Operation.SET) {
            return arithmetic.value() == null ? present : arithmetic.value();
        }
        if (!NUMBER.matcher(present).matches() || arithmetic.operand() == null) {
            return null;
        }
        var number = new BigDecimal(present);
        boolean whole = present.indexOf('.') < 0;
        var operand = graspable(arithmetic.operand());
        var raw = arithmetic.operation() == Operation.MULTIPLY ? number.multiply(operand) : number.add(operand);
        var clamped = clamp(raw.setScale(whole ? 0 : DECIMALS_MAX, RoundingMode.HALF_UP), arithmetic, whole);
        boolean turned = clamped.compareTo(number) != raw.compareTo(number);
        if (turned || clamped.compareTo(number) == 0) {
            return present; // at or beyond the limit already
        }
        var plain = clamped.stripTrailingZeros();
        return (plain.scale() < 0 ? plain.setScale(0, RoundingMode.UNNECESSARY) : plain).toPlainString();
    }

    private static BigDecimal clamp(BigDecimal value, Arithmetic arithmetic, boolean whole) {
        var clamped = value;
        if (arithmetic.max() != null && clamped.compareTo(arithmetic.max()) > 0) {
            var max = graspable(arithmetic.max());
            clamped = whole ? max.setScale(0, RoundingMode.FLOOR) : max;
        }
        if (arithmetic.min() != null && clamped.compareTo(arithmetic.min()) < 0) {
            var min = graspable(arithmetic.min());
            clamped = whole ? min.setScale(0, RoundingMode.CEILING) : min;
        }
        return clamped;
    }

    /** A number like 1e-999999999 is a few bytes, but arithmetic with it would write all of its digits out. */
    private static BigDecimal graspable(BigDecimal number) {
        if (number.signum() == 0) {
            return BigDecimal.ZERO;
        }
        long exponent = (long) number.precision() - number.scale();
        return exponent < NEGLIGIBLE_EXPONENT ? BigDecimal.valueOf(number.signum(), -NEGLIGIBLE_EXPONENT) : number;
    }

    private static boolean isSame(String present, String next) {
        return (isNumber(present) && isNumber(next))
                ? new BigDecimal(present).compareTo(new BigDecimal(next)) == 0
                : present.equals(next);
    }

    private static boolean isNumber(String text) {
        return NUMBER.matcher(text).matches() || SCIENTIFIC.matcher(text).matches();
    }
}
