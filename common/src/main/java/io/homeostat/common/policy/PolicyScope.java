package io.homeostat.common.policy;

import org.jspecify.annotations.Nullable;

/**
 * Whom a policy is asked for. Overrides apply in this order, the later over the earlier: environment, service, type.
 * A null part never matches an override.
 */
public record PolicyScope(
        @Nullable String environment,
        @Nullable String service,
        @Nullable String workerType) {

    /** The plane as a whole. */
    public static final PolicyScope EVERYWHERE = new PolicyScope(null, null, null);
}
