package io.homeostat.common.policy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Profiles of {@code rollback-policy}, chosen by a promotion's environment where {@code use_profiles} is true. A profile
 * lies over what holds for everybody and for the environment, and below what holds for the service.
 */
final class RollbackProfiles {

    private static final Map<String, ObjectNode> BUILT_IN = Map.of(
            "production", profile("0.15", 900_000, 1),
            "staging", profile("0.25", 300_000, 2),
            "development", profile("0.5", 120_000, 3));

    private RollbackProfiles() {}

    /** Names of all profiles that a policy can choose from. */
    static Set<String> names(JsonNode policy) {
        var names = new TreeSet<>(BUILT_IN.keySet());
        policy.path("profiles").fieldNames().forEachRemaining(names::add);
        return names;
    }

    /** The profile of this name over a policy. */
    static JsonNode apply(JsonNode policy, String name) {
        return PolicyMerge.merge(policy, named(policy, name));
    }

    /**
     * The layers of a policy as they apply to an environment.
     *
     * @param wide what holds for everybody and for the environment
     * @param narrow what holds for the service and the type
     */
    static JsonNode layered(JsonNode wide, JsonNode narrow, @Nullable String environment) {
        var all = PolicyMerge.merge(wide, narrow);
        return environment == null || !applies(all, environment)
                ? all
                : PolicyMerge.merge(PolicyMerge.merge(wide, named(all, environment)), narrow);
    }

    /** The policy as it applies in a scope. */
    static JsonNode layered(PolicyDocuments documents, PolicyScope scope) {
        return layered(
                documents.wide(RollbackPolicy.NAME, scope),
                documents.narrow(RollbackPolicy.NAME, scope),
                scope.environment());
    }

    /** True if the policy chooses a profile for the environment. */
    static boolean applies(JsonNode policy, @Nullable String environment) {
        return environment != null
                && policy.path("use_profiles").asBoolean(false)
                && names(policy).contains(environment);
    }

    private static JsonNode named(JsonNode policy, String name) {
        var own = policy.path("profiles").path(name);
        JsonNode builtIn = BUILT_IN.getOrDefault(name, JsonNodeFactory.instance.objectNode());
        return own.isMissingNode() || own.isNull() ? builtIn : PolicyMerge.merge(builtIn, own);
    }

    private static ObjectNode profile(String threshold, long graceMs, long consecutive) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("error_rate_threshold", new java.math.BigDecimal(threshold))
                .put("post_promotion_grace_period_ms", graceMs)
                .put("consecutive_failure_threshold", consecutive);
    }
}
