package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy as rollback-service writes it to {@code policies}: what {@link PolicyDocument} reads, and where it came from.
 *
 * @param approver the second person, where the policy loosened a cap; null otherwise
 * @param provenance its own {@code policy} must be null: that name is taken by the content
 */
public record EffectivePolicy(
        String name,
        @Nullable String scope,
        String version,
        String actor,
        @Nullable String approver,
        String reason,
        @Nullable Instant time,
        JsonNode policy,
        @JsonUnwrapped Provenance provenance) {

    /** A document with its provenance. */
    public static EffectivePolicy of(PolicyDocument document, @Nullable String approver, Provenance provenance) {
        return new EffectivePolicy(
                document.name(),
                document.scope(),
                document.version(),
                document.actor(),
                approver,
                document.reason(),
                document.time(),
                document.policy(),
                provenance);
    }

    /** {@code name} or {@code name/kind:scope}. */
    public String key() {
        return scope == null ? name : name + '/' + scope;
    }
}
