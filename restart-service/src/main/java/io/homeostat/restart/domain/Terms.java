package io.homeostat.restart.domain;

import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.policy.PlanePolicy;
import io.homeostat.common.policy.WorkerRestartPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one worker at the moment of a decision.
 *
 * @param restart the policy of the worker's scope
 * @param breaker of the worker's type, whatever the worker's service and environment: the breaker is one per type
 * @param ref name and version of {@code restart}
 * @param planeGeneration goes into commands
 * @param holds in force, of whatever scope
 */
public record Terms(
        WorkerRestartPolicy restart,
        WorkerRestartPolicy.Breaker breaker,
        PlanePolicy plane,
        PolicyRef ref,
        long planeGeneration,
        Executable executable,
        Holds holds) {

    /**
     * The component behind a worker.
     *
     * @param agent null with executor TOPIC
     * @param version that a START names; null if unknown
     * @param declared the worker has a component of its own, so it is known without ever having been heard
     * @param restartable may be restarted and is desired to run; true without a component
     */
    public record Executable(
            @Nullable String agent,
            Executor executor,
            @Nullable String version,
            boolean declared,
            boolean restartable) {

        /** A worker without a component: whoever integrates by topics carries commands out. */
        public static final Executable BY_TOPIC = new Executable(null, Executor.TOPIC, null, false, true);
    }

    /** True if everything is decided and recorded, but nothing is commanded. */
    boolean observesOnly() {
        return restart.dryRun() || plane.mode() == PlanePolicy.Mode.OBSERVE;
    }
}
