package io.homeostat.autofix.domain;

import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Provenance.PolicyRef;
import io.homeostat.common.policy.AutoFixPolicy;
import io.homeostat.common.policy.AutoFixRegistry;
import io.homeostat.common.policy.PlanePolicy;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What holds for one target at the moment of a decision.
 *
 * @param ref name and version of {@code policy}
 * @param registryVersion version of the catalogue
 * @param planeGeneration goes into commands
 * @param part the target's component; null if it has none
 * @param hold that covers the target or one of its workers; null: none
 * @param frozen a group of the fleet that is FROZEN by a storm; null: none
 */
public record Terms(
        AutoFixPolicy policy,
        PolicyRef ref,
        AutoFixRegistry registry,
        String registryVersion,
        PlanePolicy plane,
        long planeGeneration,
        @Nullable Part part,
        @Nullable Hold hold,
        @Nullable String frozen) {

    /**
     * The component that would be changed.
     *
     * @param agent null with executor TOPIC
     * @param settings present values by name, as JSON texts
     * @param settingsFile where they stand; null if the component does not say
     * @param restartable may be restarted and is desired to run
     */
    public record Part(
            @Nullable String agent,
            Executor executor,
            Map<String, String> settings,
            @Nullable String settingsFile,
            boolean restartable) {}

    /** True if everything is decided and recorded, but nothing is commanded. */
    boolean observesOnly() {
        return policy.dryRun() || plane.mode() == PlanePolicy.Mode.OBSERVE;
    }
}
