package io.homeostat.rollback.domain;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * An exact share, so that three samples of 0.20 never exceed 0.20.
 *
 * @param numerator at least 0
 * @param denominator above 0
 */
public record Ratio(BigInteger numerator, BigInteger denominator) {

    /** Nothing failed. */
    public static final Ratio ZERO = new Ratio(BigInteger.ZERO, BigInteger.ONE);

    private static final Ratio ONE = new Ratio(BigInteger.ONE, BigInteger.ONE);
    private static final int DIGITS = 6;

    /** Below 10 to the minus this a number counts as 0: its exact form would cost more than it could ever tell. */
    private static final long MAGNITUDE_MIN = -30;

    /** Failures among operations, at most 1; 0 where there were no operations. */
    static Ratio of(long failed, long operations) {
        return operations == 0 ? ZERO : new Ratio(BigInteger.valueOf(failed), BigInteger.valueOf(operations)).capped();
    }

    /** A decimal, at most 1. */
    static Ratio of(BigDecimal decimal) {
        long magnitude = (long) decimal.precision() - decimal.scale();
        if (decimal.signum() <= 0 || magnitude < MAGNITUDE_MIN) {
            return ZERO;
        }
        return decimal.compareTo(BigDecimal.ONE) >= 0 ? ONE : fraction(decimal);
    }

    /** The sum, not capped. */
    Ratio plus(Ratio other) {
        return new Ratio(
                numerator.multiply(other.denominator).add(other.numerator.multiply(denominator)),
                denominator.multiply(other.denominator));
    }

    /** True if this is above {@code times} × {@code limit}; equal is not above. */
    boolean exceeds(BigDecimal limit, int times) {
        var allowed = of(limit);
        return numerator
                        .multiply(allowed.denominator)
                        .compareTo(allowed.numerator.multiply(denominator).multiply(BigInteger.valueOf(times)))
                > 0;
    }

    /** This divided by {@code count}, for reading only. */
    BigDecimal mean(int count) {
        return count == 0
                ? BigDecimal.ZERO
                : new BigDecimal(numerator)
                        .divide(
                                new BigDecimal(denominator.multiply(BigInteger.valueOf(count))),
                                DIGITS,
                                RoundingMode.HALF_UP)
                        .stripTrailingZeros();
    }

    private Ratio capped() {
        return numerator.compareTo(denominator) > 0 ? ONE : this;
    }

    private static Ratio fraction(BigDecimal decimal) {
        var exact = decimal.stripTrailingZeros();
        return new Ratio(exact.unscaledValue(), BigInteger.TEN.pow(Math.max(0, exact.scale())));
    }
}
