package io.homeostat.common.contract;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The will of an operator or an approver: the record of {@code operator-commands}. The one service that owns the type
 * answers on {@code audit} with the command's id as {@code causeId}, also when it refuses.
 *
 * @param commandId names the command; a repeated one does nothing again
 * @param subject what the command is about, also the record's key: a scope, a worker, a service, a flag …
 * @param actor who wants it
 * @param reason why, in the actor's words; never empty
 * @param arguments what the type needs beside the subject; null where nothing was given
 * @param time the actor's own clock, for diagnosis only
 */
public record OperatorCommand(
        String commandId,
        Type type,
        String subject,
        String actor,
        String reason,
        @Nullable JsonNode arguments,
        @Nullable Instant time) {

    /** The largest command in bytes. */
    public static final int BYTES_MAX = 16 * 1024;

    private static final int REASON_CHARACTERS_MAX = 2048;

    /** Who owns a type answers it. APPROVE and REJECT belong to whoever made the id that they name. */
    public enum Type {
        PAUSE(Owner.RESTART),
        RESUME(Owner.RESTART),
        MAINTENANCE_START(Owner.RESTART),
        MAINTENANCE_END(Owner.RESTART),
        RESTART(Owner.RESTART),
        CANCEL_RESTART(Owner.RESTART),
        BREAKER_RESET(Owner.RESTART),
        BREAKER_OPEN(Owner.RESTART),
        QUARANTINE(Owner.RESTART),
        RELEASE(Owner.RESTART),
        ZOMBIE_CLEANUP(Owner.RESTART),
        RETIRE(Owner.RESTART),
        FAILURE_PULSE(Owner.RESTART),
        APPROVE(Owner.OF_THE_ID),
        REJECT(Owner.OF_THE_ID),
        ROLLBACK(Owner.ROLLBACK),
        STOP_MONITORING(Owner.ROLLBACK),
        KILL_SWITCH_ON(Owner.SWITCH),
        KILL_SWITCH_RESET(Owner.SWITCH),
        FLAG_SET(Owner.SWITCH),
        FLAG_RESET(Owner.SWITCH),
        INCIDENT_ACK(Owner.PATTERN),
        INCIDENT_RESOLVE(Owner.PATTERN);

        private final Owner owner;

        Type(Owner owner) {
            this.owner = owner;
        }

        /** Who answers commands of this type. */
        public Owner owner() {
            return owner;
        }
    }

    /** The part of the plane that answers. */
    public enum Owner {
        /** restart-service. */
        RESTART,
        /** pattern-service. */
        PATTERN,
        /** rollback-service, promotions. */
        ROLLBACK,
        /** rollback-service, kill switch and flags. */
        SWITCH,
        /** The prefix of {@code arguments.id} tells: {@link #ofWaitingId}. */
        OF_THE_ID,
        /** autofix-service. */
        AUTOFIX,
        /** rollback-service, policy requests. */
        POLICIES
    }

    /** Prefix of the ids of fixes that wait for approval. */
    public static final String FIX_PREFIX = "fix";

    /** Prefix of the ids of resets of the kill switch that wait for approval. */
    public static final String RESET_PREFIX = "ksr";

    /** Prefix of the ids of policies that wait for approval. */
    public static final String POLICY_PREFIX = "pol";

    /** Prefix of the ids of releases from quarantine that wait for approval. */
    public static final String RELEASE_PREFIX = "rel";

    /** Who answers this command; an id that nobody makes belongs to {@link Owner#SWITCH}, which refuses it. */
    public Owner owner() {
        return type.owner() == Owner.OF_THE_ID ? ofWaitingId(waitingId()) : type.owner();
    }

    /** {@code arguments.id} of an APPROVE or REJECT: the id of the record that waits; null where it is absent. */
    public @Nullable String waitingId() {
        return argument("id");
    }

    /** A text of {@code arguments}, or null where it is absent or no text. */
    public @Nullable String argument(String name) {
        var node = arguments == null ? null : arguments.get(name);
        return node != null && node.isTextual() ? node.textValue() : null;
    }

    /** The total parse of a record of {@code operator-commands}. */
    public static Parsed<OperatorCommand> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var arguments = fields.tree("arguments");
            if (arguments != null && !arguments.isObject()) {
                throw fields.rejected("arguments", arguments.toString(), "is no object");
            }
            return new OperatorCommand(
                    fields.text("commandId", Fields.NAME_CHARACTERS_MAX),
                    fields.requiredEnum("type", Type.class),
                    SubjectKey.of("subject", fields.optionalText("subject", Fields.NAME_CHARACTERS_MAX), key),
                    fields.text("actor", Fields.NAME_CHARACTERS_MAX),
                    fields.text("reason", REASON_CHARACTERS_MAX),
                    arguments,
                    fields.optionalInstant("time"));
        });
    }

    private static Owner ofWaitingId(@Nullable String id) {
        if (id == null || id.indexOf('-') < 0) {
            return Owner.SWITCH;
        }
        return switch (id.substring(0, id.indexOf('-'))) {
            case FIX_PREFIX -> Owner.AUTOFIX;
            case POLICY_PREFIX -> Owner.POLICIES;
            case RELEASE_PREFIX -> Owner.RESTART;
            default -> Owner.SWITCH;
        };
    }
}
