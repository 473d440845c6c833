package io.homeostat.pattern.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Severity;
import org.jspecify.annotations.Nullable;

/** What belongs to an incident, on its way to it; the record's timestamp says when it happened. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Signal.Trouble.class, name = "trouble"),
    @JsonSubTypes.Type(value = Signal.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = Signal.Ordered.class, name = "ordered")
})
public sealed interface Signal {

    /** The incident, also the record's key. */
    String incidentId();

    /**
     * Something that opens an incident or adds to it.
     *
     * @param what kind of it; a second one of the same kind and subject is no news
     * @param subject what the trouble is of
     * @param service whose policy holds; null: not known
     * @param message one sentence; null: there is none beyond the kind
     * @param lasting true where an end will be told, as long as which the incident is not over
     * @param refId id of the record that says more; counts once
     * @param causeId coordinates of the record that it comes from
     */
    record Trouble(
            String incidentId,
            String what,
            String subject,
            @Nullable String service,
            @Nullable String workerType,
            Severity severity,
            @Nullable String message,
            boolean lasting,
            String refId,
            String causeId,
            boolean synthetic)
            implements Signal {}

    /** The trouble is over. */
    record Ended(String incidentId, String message, String refId, String causeId) implements Signal {}

    /**
     * An operator's command about the incident.
     *
     * @param command without its arguments and its actor's clock: no decision depends on them, and what is allowed to stand in
     *     them (depth, numbers) need not be allowed here, one level deeper
     */
    record Ordered(OperatorCommand command, String causeId) implements Signal {

        public Ordered {
            command = new OperatorCommand(
                    command.commandId(),
                    command.type(),
                    command.subject(),
                    command.actor(),
                    command.reason(),
                    null,
                    null);
        }

        @Override
        public String incidentId() {
            return command.subject();
        }
    }
}
