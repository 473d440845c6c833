package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.policy.RollbackPolicy;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one promotion at the moment of a decision.
 *
 * @param policy of the promotion's scope, with its own overrides
 * @param ref name and version of {@code policy}
 * @param planeGeneration goes into commands
 * @param hold that covers the service or its environment; null: none
 * @param targets who switches the service back, never empty; asked for only when it is needed
 */
public record Terms(
        RollbackPolicy policy,
        PolicyRef ref,
        PlanePolicy plane,
        long planeGeneration,
        @Nullable Hold hold,
        Supplier<List<Target>> targets) {

    /**
     * Who switches back.
     *
     * @param agent null: no component names one, whoever integrates by topics may
     */
    public record Target(@Nullable String agent, Executor executor) {}

    /** True if everything is decided and recorded, but nothing is commanded. */
    boolean observesOnly() {
        return policy.observesOnly() || plane.mode() == PlanePolicy.Mode.OBSERVE;
    }
}
