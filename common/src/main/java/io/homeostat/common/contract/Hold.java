package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Nothing acts within a scope until it ends: the record of {@code holds}, by scope; a tombstone means none.
 *
 * @param scope {@code all}, {@code service:x}, {@code type:x}, {@code worker:x} or {@code environment:x}
 * @param expiresAt null: until somebody ends it
 */
public record Hold(
        String scope,
        Kind kind,
        String reason,
        String actor,
        Instant since,
        @Nullable Instant expiresAt,
        @JsonUnwrapped @Nullable Provenance provenance) {

    /** The largest record in bytes. */
    public static final int BYTES_MAX = 16 * 1024;

    /** The scope of everything. */
    public static final String ALL = "all";

    private static final int REASON_CHARACTERS_MAX = 2048;

    /** Why nothing acts. */
    public enum Kind {
        PAUSE,
        MAINTENANCE
    }

    /** True for a text that is a scope of a hold. */
    public static boolean isScope(String text) {
        return text.equals(ALL) || text.matches("(service|type|worker|environment):.+");
    }

    /** True if the hold is in force at {@code now}; it ends at {@code expiresAt}, exactly then. */
    public boolean inForce(Instant now) {
        return expiresAt == null || now.isBefore(expiresAt);
    }

    /** True if the hold's scope holds a subject; what is null is not known and matches nothing. */
    public boolean covers(
            @Nullable String environment,
            @Nullable String service,
            @Nullable String workerType,
            @Nullable String workerId) {
        return scope.equals(ALL)
                || scope.equals("environment:" + environment)
                || scope.equals("service:" + service)
                || scope.equals("type:" + workerType)
                || scope.equals("worker:" + workerId);
    }

    /** The total parse of a record of {@code holds}; of the provenance only the ids are kept. */
    public static Parsed<Hold> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var scope = SubjectKey.of("scope", fields.optionalText("scope", Fields.NAME_CHARACTERS_MAX), key);
            var since = fields.optionalInstant("since");
            if (!isScope(scope) || since == null) {
                throw fields.rejected("scope", scope, "is no scope of a hold, or since is missing");
            }
            return new Hold(
                    scope,
                    fields.requiredEnum("kind", Kind.class),
                    fields.text("reason", REASON_CHARACTERS_MAX),
                    fields.text("actor", Fields.NAME_CHARACTERS_MAX),
                    since,
                    fields.optionalInstant("expiresAt"),
                    Provenance.ofIncident(fields));
        });
    }
}
