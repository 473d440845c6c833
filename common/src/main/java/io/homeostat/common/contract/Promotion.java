package io.homeostat.common.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Version B of a service replaced version A, as the deploy tool tells it.
 *
 * @param previousVersion what a rollback goes back to; null if the deploy tool did not say
 * @param environment chooses the profile, {@code production} by default
 * @param policy overrides of {@code rollback-policy} for this promotion; null: none
 * @param time the writer's own clock, for diagnosis only
 */
public record Promotion(
        String promotionId,
        String service,
        String version,
        @Nullable String previousVersion,
        String environment,
        @Nullable String actor,
        @Nullable Instant time,
        @Nullable JsonNode policy,
        Status status) {

    /** The largest promotion in bytes. */
    public static final int BYTES_MAX = 16 * 1024;

    /** CANCELLED: the deploy tool took it back itself, so watching it ends. */
    public enum Status {
        STARTED,
        CANCELLED
    }

    /** The total parse of a record of {@code promotions}. */
    public static Parsed<Promotion> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var policy = fields.tree("policy");
            if (policy != null && !policy.isObject()) {
                throw fields.rejected("policy", policy.toString(), "is no object");
            }
            var status = fields.optionalEnum("status", Status.class);
            return new Promotion(
                    fields.text("promotionId", Fields.NAME_CHARACTERS_MAX),
                    SubjectKey.of("service", fields.optionalText("service", Fields.NAME_CHARACTERS_MAX), key),
                    fields.text("version", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("previousVersion", Fields.NAME_CHARACTERS_MAX),
                    fields.textOr("environment", "production"),
                    fields.optionalText("actor", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalInstant("time"),
                    policy,
                    status == null ? Status.STARTED : status);
        });
    }
}
