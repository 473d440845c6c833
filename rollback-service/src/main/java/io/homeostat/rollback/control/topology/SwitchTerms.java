package io.homeostat.rollback.control.topology;

import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.policy.Policies;
import io.homeostat.rollback.control.domain.Terms;

/** The terms of the kill switch in a scope, as the policies in force have them. */
final class SwitchTerms {

    private SwitchTerms() {}

    static Terms of(Policies policies, String scope) {
        return new Terms(15, true, 300, new PolicyRef("rollback-policy", Policies.BUILT_IN));
    }
}
