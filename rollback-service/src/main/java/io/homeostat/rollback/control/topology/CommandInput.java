package io.homeostat.rollback.control.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.OperatorCommand.Owner;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.WorkerId;
import io.homeostat.common.streams.Addressed;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.control.topology.ForwardedCommand.Read;
import io.homeostat.rollback.control.topology.ForwardedCommand.Unreadable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Typed input of the stage that reads the operators' commands. */
sealed interface CommandInput extends Addressed {

    /** The stage keeps nothing, so it does not matter in which partition a record stands. */
    @Override
    default @Nullable String subject() {
        return null;
    }

    /** A command of the kill switch, the flags, or what waits for approval there. */
    record ForSwitch(Read command) implements CommandInput {}

    /** An approval or rejection of a policy. */
    record ForPolicies(Read command) implements CommandInput {}

    /** A command that another service answers. */
    record ForOthers() implements CommandInput {}

    /**
     * A record that is no command.
     *
     * @param answer what can be answered; null where it does not even say who asks
     */
    record Refused(
            Origin origin,
            @Nullable String key,
            byte @Nullable [] value,
            String error,
            @Nullable Unreadable answer) implements CommandInput {}

    /** A tick of the partition. */
    record Ticked() implements CommandInput {}

    /** The parsers of the stage's topics. */
    static Map<TopicSpec, InputParser<CommandInput>> parsers() {
        return Map.of(
                Topics.OPERATOR_COMMANDS,
                CommandInput::command,
                Topics.CLOCK,
                (_, _, _) -> new Parsed.Valid<>(new Ticked()));
    }

    private static Parsed<CommandInput> command(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return new Parsed.Valid<>(
                switch (OperatorCommand.parse(key, value)) {
                    case Parsed.Valid<OperatorCommand>(var command) -> owned(command, origin);
                    case Parsed.Rejected<OperatorCommand> rejected ->
                        new Refused(origin, key, value, rejected.message(), answer(key, value, rejected, origin));
                });
    }

    private static CommandInput owned(OperatorCommand command, Origin origin) {
        var readable = new Read(origin.coordinates(), command);
        return switch (command.owner()) {
            case Owner.SWITCH, Owner.OF_THE_ID -> new ForSwitch(readable);
            case Owner.POLICIES -> new ForPolicies(readable);
            case Owner.RESTART, Owner.PATTERN, Owner.ROLLBACK, Owner.AUTOFIX -> new ForOthers();
        };
    }

    private static @Nullable Unreadable answer(
            @Nullable String key, byte @Nullable [] value, Parsed.Rejected<?> rejected, Origin origin) {
        if (value == null
                || value.length > OperatorCommand.BYTES_MAX
                || !(Json.read(value, JsonNode.class) instanceof Parsed.Valid<JsonNode>(var record))) {
            return null;
        }
        var commandId = text(record, "commandId");
        var named = text(record, "subject");
        var subject = named == null ? key : named;
        if (commandId == null || subject == null || !WorkerId.isValid(subject)) {
            return null;
        }
        var type = text(record, "type");
        var actor = text(record, "actor");
        return new Unreadable(
                origin.coordinates(),
                commandId,
                subject,
                type == null ? "UNKNOWN" : type,
                actor == null ? "unknown" : actor,
                rejected.field(),
                rejected.found(),
                rejected.reason());
    }

    private static @Nullable String text(JsonNode record, String name) {
        var node = record.path(name);
        var text = node.isTextual() ? node.textValue() : "";
        return text.isEmpty() || text.length() > WorkerId.LENGTH_MAX ? null : text;
    }
}
