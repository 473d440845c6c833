package io.homeostat.restart.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Quarantine;
import org.jspecify.annotations.Nullable;

/** Records that a person causes. */
final class OperatorRecords {

    private OperatorRecords() {}

    /**
     * A worker is set aside or released.
     *
     * @param reason that it is or was set aside for
     * @param release that is approved; null where there is none
     */
    static Quarantine quarantine(
            Case on, Will will, String id, Quarantine.Status status, String reason, @Nullable Release release) {
        var actor = release == null ? will.actor() : release.actor();
        var message = status + " by " + actor + ": " + (release == null ? will.reason() : release.reason());
        return new Quarantine(
                will.subject(),
                reason,
                on.count().attempts(),
                on.count().lifetimeAttempts(),
                0,
                on.now().at(),
                status,
                release == null ? null : release.actor(),
                release == null ? null : will.actor(),
                new Provenance(
                        id,
                        will.answerId(),
                        null,
                        release == null ? "QUARANTINE" : "RELEASE",
                        message,
                        Evidence.of("actor", actor)
                                .and("attempts", on.count().attempts())
                                .and("lifetimeAttempts", on.count().lifetimeAttempts())
                                .and("observedMs", on.now().observedMs())
                                .toMap(),
                        on.terms().ref(),
                        null,
                        false));
    }
}
