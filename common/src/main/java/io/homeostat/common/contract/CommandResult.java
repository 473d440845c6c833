package io.homeostat.common.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How a command went: the record of {@code restart-results}, {@code fix-results} and {@code rollback-results}.
 *
 * @param subject the worker, target or service: the record's key
 * @param incarnation of the process that a START or RESTART brought up; null if the agent does not know
 * @param time the agent's own clock, for diagnosis only
 */
public record CommandResult(
        String subject,
        String commandId,
        Status status,
        String agent,
        @Nullable String message,
        @Nullable String incarnation,
        @Nullable Instant time) {

    /** The largest result in bytes. */
    public static final int BYTES_MAX = 16 * 1024;

    private static final int MESSAGE_CHARACTERS_MAX = 8 * 1024;

    /** ACCEPTED: work goes on. UNKNOWN: it may or may not have happened. REFUSED: it did not happen and will not. */
    public enum Status {
        ACCEPTED,
        SUCCEEDED,
        FAILED,
        REFUSED,
        UNKNOWN
    }

    /** The total parse of a result. The key must be there, as the value names no subject. */
    public static Parsed<CommandResult> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(
                value,
                BYTES_MAX,
                fields -> new CommandResult(
                        SubjectKey.of("workerId", fields.optionalText("workerId", WorkerId.LENGTH_MAX), key),
                        fields.text("commandId", Fields.NAME_CHARACTERS_MAX),
                        fields.requiredEnum("status", Status.class),
                        fields.text("agent", Fields.NAME_CHARACTERS_MAX),
                        fields.optionalText("message", MESSAGE_CHARACTERS_MAX),
                        fields.optionalText("incarnation", WorkerId.LENGTH_MAX),
                        fields.optionalInstant("time")));
    }
}
