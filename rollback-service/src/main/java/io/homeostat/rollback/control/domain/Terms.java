package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.contract.Provenance.PolicyRef;

/**
 * The terms of the kill switch in a scope, out of {@code rollback-policy.kill_switch}.
 *
 * @param quietMinutesBeforeReset since the last cause, inclusive
 * @param requireSecondPerson a reset waits for another person
 * @param staleAfterSeconds what readers are told: without contact for longer they read ON
 * @param policy name and version
 */
public record Terms(
        long quietMinutesBeforeReset, boolean requireSecondPerson, long staleAfterSeconds, PolicyRef policy) {

    KillSwitch.Recovery recovery() {
        return new KillSwitch.Recovery(quietMinutesBeforeReset, requireSecondPerson, staleAfterSeconds);
    }
}
