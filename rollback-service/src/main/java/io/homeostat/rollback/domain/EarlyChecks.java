package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Rollback.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Checks that were read before their promotion. A deploy tool that promotes and checks at once writes to two topics, which are
 * read in no common order; "the first may come at once" holds all the same. So a check that no promotion fits yet waits for a
 * few ticks before it is refused.
 */
final class EarlyChecks {

    /** How long a check waits, in milliseconds of observed time: a few ticks. */
    static final long WAIT_MS = 2_000;

    /** Checks that wait at a time: one more, and the oldest is decided before its time. */
    static final int CHECKS_MAX = 4;

    private EarlyChecks() {}

    /** Puts a check off; false if no promotion that follows could make it count. */
    static boolean puts(Case on, Input.Checked checked, Reason refusal) {
        var named = checked.check().promotionId();
        boolean mayFollow = named == null
                ? refusal == Reason.OUT_OF_SESSION
                : refusal == Reason.UNKNOWN_PROMOTION && !on.knowsPromotion(named);
        if (!mayFollow) {
            return false;
        }
        var waiting = new ArrayList<>(on.early());
        if (waiting.size() == CHECKS_MAX) {
            refuse(on, waiting.removeFirst());
        }
        waiting.add(new Early(
                checked.check(),
                checked.coordinates(),
                checked.at(),
                refusal,
                on.now().observedMs() + WAIT_MS));
        on.early(waiting);
        return true;
    }

    /** Refuses those that waited long enough; in their order, as all wait equally long. */
    static void expire(Case on) {
        var waiting = new ArrayList<>(on.early());
        while (!waiting.isEmpty() && on.now().observedMs() >= waiting.getFirst().dueMs()) {
            refuse(on, waiting.removeFirst());
        }
        on.early(waiting);
    }

    /** A session began with a promotion of this append time: what was made of it counts, in its order. */
    static void follow(Case on, Instant startedAt) {
        var trial = on.session().trial();
        var waiting = on.early();
        on.early(waiting.stream()
                .filter(early -> !early.belongsTo(trial, startedAt))
                .toList());
        for (var early : waiting) {
            if (early.belongsTo(trial, startedAt)) {
                Checks.pushed(on, new Input.Checked(early.check(), early.coordinates(), early.at()));
            }
        }
    }

    /** When the first one has waited long enough, in observed time; {@link Long#MAX_VALUE}: none waits. */
    static long dueMs(List<Early> waiting) {
        return waiting.isEmpty() ? Long.MAX_VALUE : waiting.getFirst().dueMs();
    }

    private static void refuse(Case on, Early early) {
        on.refuse(CheckRecords.refused(on, early.check(), early.reason(), early.coordinates()), null, false);
    }
}
