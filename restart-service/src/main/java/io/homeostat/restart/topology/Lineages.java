package io.homeostat.restart.topology;

import io.homeostat.restart.domain.AdmissionRules;
import io.homeostat.restart.domain.Lineage;
import io.homeostat.restart.domain.Now;
import io.homeostat.restart.domain.Subject;
import io.homeostat.restart.domain.Terms;

/** Finds the lineage under which a worker's restart is decided. */
final class Lineages {

    private static final long MINUTE_MS = 60_000;

    private Lineages() {}

    /**
     * The one that is open for the worker; else that of its task; without a task that of its last restart, if that is
     * still the same problem (a process that dies before it names its task again must not escape its count); else its own.
     * A task whose restart is open for another worker cannot have a second one, so that worker is its own lineage too.
     */
    static Lineage of(AdmissionStores stores, Subject subject, Terms terms, Now now) {
        var ledger = stores.ledger(subject.workerId());
        if (ledger.openLineage() != null) {
            return stores.lineage(ledger.openLineage());
        }
        if (subject.taskId() == null && ledger.lastLineage() != null) {
            var last = stores.lineage(ledger.lastLineage());
            long resetMs = terms.restart().attemptResetMinutes() * MINUTE_MS;
            if (!last.isOpen() && last.count().continues(now.observedMs(), resetMs)) {
                return last;
            }
        }
        var named = stores.lineage(AdmissionRules.lineage(subject.workerId(), subject.taskId()));
        return named.isOpen() ? stores.lineage(AdmissionRules.lineage(subject.workerId(), null)) : named;
    }
}
