package io.homeostat.common.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A policy as it stands in {@code policies}.
 *
 * @param name of the policy, for example {@code heartbeat-policy}
 * @param scope {@code type:x}, {@code service:x} or {@code environment:x}; null: everywhere
 * @param policy the policy's own JSON, snake_case
 */
public record PolicyDocument(
        String name,
        @Nullable String scope,
        String version,
        String actor,
        String reason,
        @Nullable Instant time,
        JsonNode policy) {

    /** The largest policy in bytes. */
    public static final int BYTES_MAX = 256 * 1024;

    /** {@code name} or {@code name/kind:scope}. */
    public String key() {
        return scope == null ? name : name + '/' + scope;
    }

    /** SHA-256 of the content alone, whatever the order of its keys. */
    public String contentHash() {
        return Ids.sha256Hex(Json.sorted(policy));
    }

    /** The total parse of a record of {@code policies}. */
    public static Parsed<PolicyDocument> parse(byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var policy = fields.tree("policy");
            if (policy == null || !policy.isObject()) {
                throw fields.rejected("policy", String.valueOf(policy), "is missing or no object");
            }
            return new PolicyDocument(
                    fields.text("name", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("scope", Fields.NAME_CHARACTERS_MAX),
                    fields.text("version", Fields.NAME_CHARACTERS_MAX),
                    fields.text("actor", Fields.NAME_CHARACTERS_MAX),
                    fields.text("reason", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalInstant("time"),
                    policy);
        });
    }
}
