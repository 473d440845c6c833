package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Rollback;

/**
 * The verdict of one check with the numbers that it rests on.
 *
 * @param checks in the window
 * @param failures among them
 * @param rates sum of their error rates
 * @param operations that they reported together
 */
record Verdict(
        Rollback.Decision decision,
        Rollback.Reason reason,
        int checks,
        int failures,
        Ratio rates,
        long operations,
        Rollback.Pattern pattern) {

    /** The same numbers, but the check itself said nothing. */
    Verdict unknown(Rollback.Reason why) {
        return new Verdict(Rollback.Decision.UNKNOWN, why, checks, failures, rates, operations, pattern);
    }
}
