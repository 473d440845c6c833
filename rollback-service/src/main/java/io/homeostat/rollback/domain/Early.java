package io.homeostat.rollback.domain;

import io.homeostat.common.contract.HealthCheck;
import io.homeostat.common.contract.Rollback;
import java.time.Instant;

/**
 * A check that may have been read before its promotion: two topics have no common order.
 *
 * @param coordinates of its record
 * @param at its append time
 * @param reason why it does not count unless its promotion follows
 * @param dueMs observed time from which on it is not waited for any longer
 */
public record Early(HealthCheck check, String coordinates, Instant at, Rollback.Reason reason, long dueMs) {

    /** True if the check was made of a promotion that was appended at {@code startedAt}. */
    boolean belongsTo(Trial trial, Instant startedAt) {
        var named = check.promotionId();
        return named == null
                ? !at.isBefore(startedAt) // a check without a name that is older is one of the version before
                : named.equals(trial.promotionId()) && !at.isBefore(startedAt.minusMillis(EarlyChecks.WAIT_MS));
    }
}
