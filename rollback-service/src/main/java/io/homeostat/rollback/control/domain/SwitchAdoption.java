package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.KillSwitch;
import io.homeostat.rollback.control.domain.SwitchState.Off;
import io.homeostat.rollback.control.domain.SwitchState.On;

/**
 * The view knows a later epoch than own state: the plane was restored from a backup, or own state is new. What readers obey
 * is the view, so it counts; the quiet time begins anew.
 */
public final class SwitchAdoption {

    private SwitchAdoption() {}

    /** The state after a look at the view's record of the scope. An own record that comes back changes nothing. */
    public static SwitchStep adopt(SwitchState own, KillSwitch found, Terms terms, Now now) {
        if (found.epoch() <= own.epoch()) {
            return new SwitchStep(own);
        }
        var next = found.disableNew()
                ? new On(
                        found.scope(),
                        found.epoch(),
                        now.observedMs(),
                        now.at(),
                        SwitchRecords.id(found.scope(), found.epoch()),
                        1)
                : new Off(found.scope(), found.epoch());
        var evidence = Evidence.of("epoch", found.epoch())
                .and("value", found.value())
                .and("ownEpoch", own.epoch())
                .and("actor", found.actor())
                .and("since", found.since());
        return new SwitchStep(
                next,
                SwitchRecords.note(
                        found.scope(),
                        "KILL_SWITCH",
                        Outcome.ADOPTED,
                        Reason.FOUND_IN_VIEW,
                        Ids.of("ksn", found.scope(), found.epoch(), Outcome.ADOPTED),
                        SwitchRecords.id(found.scope(), found.epoch()),
                        evidence.toMap(),
                        terms));
    }
}
