package io.homeostat.rollback.domain;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Rollback;

/** What time alone brings about: intervals end, grace periods end, rollbacks go on. */
final class Passing {

    private Passing() {}

    static void tick(Case on) {
        var session = on.present();
        if (session == null) {
            return;
        }
        if (session.isReversing()) {
            Reversals.due(on);
        }
        intervals(on);
        var after = on.session();
        long nowMs = on.now().observedMs();
        var restored = after.restored();
        if (after.isOpen()
                && !after.isReversing()
                && nowMs >= after.graceEndMs(on.terms().policy())) {
            Promotions.graceOver(on);
        } else if (!after.isOpen() && restored != null && nowMs >= restored.untilMs()) {
            restoredOver(on, restored);
        }
    }

    /** In order, each at its own time; the last one may end together with what is watched. */
    private static void intervals(Case on) {
        var policy = on.terms().policy();
        for (var watched = on.session().observation();
                watched != null;
                watched = on.session().observation()) {
            long end = watched.dueMs(policy);
            if (end > on.now().observedMs() || end > limitMs(on)) {
                return;
            }
            Checks.closeInterval(on);
        }
    }

    /** Until when intervals count; a rollback that waits needs them for as long as it does. */
    private static long limitMs(Case on) {
        var session = on.session();
        if (session.isOpen()) {
            return session.isReversing()
                    ? Long.MAX_VALUE
                    : session.graceEndMs(on.terms().policy());
        }
        return session.restored() == null ? 0 : session.restored().untilMs();
    }

    /** The trouble is over once the restored version has shown that it is well; else a person must look. */
    private static void restoredOver(Case on, Session.Restored restored) {
        var watched = restored.watched();
        boolean well = watched.last() == Rollback.Decision.HEALTHY
                && watched.checks() >= on.terms().policy().minChecks();
        if (well && on.session().incidentId() != null) {
            on.report(FailureKind.BACK_TO_NORMAL, "The restored version is well");
        }
        on.session(on.session().restoring(null));
    }
}
