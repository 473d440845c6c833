package io.homeostat.rollback.control.topology;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Parsed;
import java.util.Objects;

/**
 * What the first stage forwards of {@code operator-commands}. It is written anew, never passed on as it came: nobody may
 * forge a record of the plane through an operator's command.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = ForwardedCommand.KIND)
@JsonSubTypes({
    @JsonSubTypes.Type(value = ForwardedCommand.Read.class, name = "COMMAND"),
    @JsonSubTypes.Type(value = ForwardedCommand.Unreadable.class, name = "UNREADABLE")
})
sealed interface ForwardedCommand {

    /** Tells these records from signals in the same topic. */
    String KIND = "kind";

    /** Coordinates of the command. */
    String origin();

    /** Key of the record, and of the answer. */
    String key();

    /** A command for this stage. */
    record Read(String origin, OperatorCommand command) implements ForwardedCommand {

        public Read {
            Objects.requireNonNull(command, "command");
        }

        @Override
        public String key() {
            return command.subject();
        }
    }

    /**
     * A command that is a dead letter, but says who asks for an answer.
     *
     * @param type as it stands there, or {@code UNKNOWN}
     * @param actor as it stands there, or {@code unknown}
     * @param field that is wrong
     * @param found what stands in it
     * @param reason what is wrong with it
     */
    record Unreadable(
            String origin,
            String commandId,
            String subject,
            String type,
            String actor,
            String field,
            String found,
            String reason)
            implements ForwardedCommand {

        public Unreadable {
            Objects.requireNonNull(commandId, "commandId");
            Objects.requireNonNull(subject, "subject");
        }

        @Override
        public String key() {
            return subject;
        }
    }

    /** Reads what {@link #bytes} wrote. */
    static Parsed<ForwardedCommand> read(byte[] value) {
        try {
            return new Parsed.Valid<>(Json.readState(value, ForwardedCommand.class));
        } catch (IllegalStateException e) {
            return Parsed.rejected("value", String.valueOf(e.getMessage()));
        }
    }

    /** For the internal topic. */
    default byte[] bytes() {
        return Json.bytes(this);
    }
}
