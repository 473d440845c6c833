package io.homeostat.common.contract;

import java.math.BigDecimal;

/**
 * How large and how fine a decimal may be. Twelve characters of JSON can name a number whose plain form has a thousand
 * million digits: it must be refused before anything computes with it or writes it out
 * (docs/decisions/0023-nothing-grows-by-input.md).
 */
public final class Decimals {

    /** Places before or after the point that a number of a person has at most: in policies and flags. */
    public static final int PLACES_MAX = 30;

    /** Powers of ten that a measured number has at most; every double of IEEE 754 is within. */
    static final int MEASURED_PLACES_MAX = 400;

    private Decimals() {}

    /** True if a person may have meant the number: a policy or a flag can hold it. */
    public static boolean isBounded(BigDecimal number) {
        return isWithin(number, PLACES_MAX);
    }

    /** True if the number may have been measured. */
    static boolean isMeasurable(BigDecimal number) {
        return isWithin(number, MEASURED_PLACES_MAX);
    }

    /** The number as a person writes it where that is short, else with its exponent; never longer than 70 characters. */
    public static String text(BigDecimal number) {
        return isBounded(number) && number.scale() <= PLACES_MAX ? number.toPlainString() : number.toString();
    }

    /** Looks at scale and precision only, which cost the same whatever the number. */
    private static boolean isWithin(BigDecimal number, int places) {
        return number.signum() == 0
                || (number.scale() <= places
                        && number.scale() >= -places
                        && (long) number.precision() - number.scale() <= places + 1L);
    }
}
