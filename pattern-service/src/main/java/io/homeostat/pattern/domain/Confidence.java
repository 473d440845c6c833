package io.homeostat.pattern.domain;

import java.math.BigDecimal;

/** How sure a pattern is by the number of its occurrences, against the threshold from which on it exists. */
final class Confidence {

    static final BigDecimal LOW = new BigDecimal("0.33");
    static final BigDecimal MIDDLE = new BigDecimal("0.67");
    static final BigDecimal FULL = new BigDecimal("1.00");

    private Confidence() {}

    /** Below twice the threshold 0.33, below three times 0.67, from there on 1.00. */
    static BigDecimal of(int occurrences, long threshold) {
        if (occurrences < 2 * threshold) {
            return LOW;
        }
        return occurrences < 3 * threshold ? MIDDLE : FULL;
    }
}
