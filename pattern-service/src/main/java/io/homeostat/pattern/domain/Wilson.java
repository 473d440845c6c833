package io.homeostat.pattern.domain;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Wilson's score interval at 95 %: what the true rate can be, given so few or so many operations. In decimals, so that it is
 * the same on every machine and in every replay.
 *
 * @param low at least 0, rounded down to six digits
 * @param high at most 1, rounded up to six digits
 */
record Wilson(BigDecimal low, BigDecimal high) {

    private static final MathContext EXACT = MathContext.DECIMAL64;
    private static final BigDecimal Z = new BigDecimal("1.959963984540054");
    private static final BigDecimal Z_SQUARED = Z.multiply(Z, EXACT);
    private static final BigDecimal TWO = BigDecimal.valueOf(2);
    private static final BigDecimal FOUR = BigDecimal.valueOf(4);
    private static final int DIGITS = 6;

    /** @param total at least 1, at least {@code failed} */
    static Wilson of(long failed, long total) {
        var n = BigDecimal.valueOf(total);
        var p = BigDecimal.valueOf(failed).divide(n, EXACT);
        var spread = p.multiply(BigDecimal.ONE.subtract(p), EXACT)
                .divide(n, EXACT)
                .add(Z_SQUARED.divide(FOUR.multiply(n).multiply(n), EXACT), EXACT)
                .sqrt(EXACT)
                .multiply(Z, EXACT);
        var center = p.add(Z_SQUARED.divide(TWO.multiply(n), EXACT), EXACT);
        var scale = BigDecimal.ONE.add(Z_SQUARED.divide(n, EXACT), EXACT);
        // At the edges the interval touches 0 or 1 exactly, whatever the last digit of the arithmetic says.
        var low = failed == 0
                ? BigDecimal.ZERO
                : center.subtract(spread, EXACT).divide(scale, EXACT).max(BigDecimal.ZERO);
        var high = failed == total
                ? BigDecimal.ONE
                : center.add(spread, EXACT).divide(scale, EXACT).min(BigDecimal.ONE);
        return new Wilson(low.setScale(DIGITS, RoundingMode.DOWN), high.setScale(DIGITS, RoundingMode.UP));
    }

    /** The rate itself, rounded to six digits. */
    static BigDecimal rate(long failed, long total) {
        return BigDecimal.valueOf(failed).divide(BigDecimal.valueOf(total), DIGITS, RoundingMode.HALF_UP);
    }
}
