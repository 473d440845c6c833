package io.homeostat.rollback.control.topology;

import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.policy.Policies;
import io.homeostat.common.policy.PolicyScope;
import io.homeostat.rollback.control.domain.Terms;

/** The terms of the kill switch in a scope, as the policies in force have them. */
final class SwitchTerms {

    private SwitchTerms() {}

    static Terms of(Policies policies, String scope) {
        var service = scope.equals(KillSwitch.GLOBAL) ? null : scope;
        var inForce = policies.rollback(new PolicyScope(null, service, null));
        var terms = inForce.policy().killSwitch();
        return new Terms(
                terms.quietMinutesBeforeReset(), terms.requireSecondPerson(), terms.staleAfterSeconds(), inForce.ref());
    }
}
