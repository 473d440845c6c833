package io.homeostat.common.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Please make this policy effective: the record of {@code policy-requests}. Whoever asks says who and why: a change that
 * nobody signs is refused.
 *
 * @param scope {@code type:x}, {@code service:x} or {@code environment:x}; null: everywhere
 * @param version the author's name for this content, {@code [A-Za-z0-9._:+-]{1,64}}; null: the plane numbers it
 * @param time the author's own clock, for diagnosis only
 * @param policy the policy's own JSON, snake_case
 */
public record PolicyRequest(
        String name,
        @Nullable String scope,
        @Nullable String version,
        String actor,
        String reason,
        @Nullable Instant time,
        JsonNode policy) {

    /** Versions are remembered, quoted in every decision and typed by people. */
    private static final Pattern VERSION = Pattern.compile("[A-Za-z0-9._:+-]{1,64}");

    /** {@code name} or {@code name/kind:scope}. */
    public String key() {
        return scope == null ? name : name + '/' + scope;
    }

    /** The document that the request becomes under a version. */
    public PolicyDocument document(String itsVersion) {
        return new PolicyDocument(name, scope, itsVersion, actor, reason, time, policy);
    }

    /** The total parse of a record of {@code policy-requests}; the key may be absent, but not another one. */
    public static Parsed<PolicyRequest> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, PolicyDocument.BYTES_MAX, fields -> {
            var policy = fields.tree("policy");
            var request = new PolicyRequest(
                    fields.text("name", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("scope", Fields.NAME_CHARACTERS_MAX),
                    version(fields),
                    fields.text("actor", Fields.NAME_CHARACTERS_MAX),
                    fields.text("reason", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalInstant("time"),
                    policy == null ? Json.tree(java.util.Map.of()) : policy);
            if (policy == null || !policy.isObject()) {
                throw fields.rejected("policy", String.valueOf(policy), "is missing or no object");
            }
            if (key != null && !key.isEmpty() && !key.equals(request.key())) {
                throw new RejectedField("key", key, "differs from the policy's own key '" + request.key() + "'");
            }
            return request;
        });
    }

    private static @Nullable String version(Fields fields) {
        var version = fields.optionalText("version", Fields.NAME_CHARACTERS_MAX);
        if (version == null || version.isEmpty()) {
            return null;
        }
        if (!VERSION.matcher(version).matches()) {
            throw fields.rejected("version", version, "is no name of a version: " + VERSION.pattern());
        }
        return version;
    }
}
