package io.homeostat.restart.topology;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.RestartRequest;
import io.homeostat.common.contract.WorkerId;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.streams.Addressed;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.restart.domain.Will;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Typed input of the stage of the workers. */
sealed interface WorkerInput extends Addressed {

    /** The largest status in bytes; one that heartbeat-service writes is far smaller. */
    int STATUS_BYTES_MAX = 64 * 1024;

    /** A status of heartbeat-service. */
    record Status(WorkerStatus status) implements WorkerInput {
        @Override
        public String subject() {
            return status.workerId();
        }
    }

    /** The view of heartbeat-service forgot the worker. */
    record Forgotten(String workerId, Origin origin) implements WorkerInput {
        @Override
        public String subject() {
            return workerId;
        }
    }

    /** Somebody asks for a restart. */
    record Requested(RestartRequest request, Origin origin) implements WorkerInput {
        @Override
        public String subject() {
            return request.workerId();
        }
    }

    /** An agent answers a command. */
    record Answered(CommandResult result, Origin origin) implements WorkerInput {
        @Override
        public String subject() {
            return result.subject();
        }
    }

    /** An operator wants something that this service owns. */
    record Willed(Will will, Origin origin) implements WorkerInput {
        @Override
        public String subject() {
            return will.subject();
        }
    }

    /** A record that another service owns, or refuses: nothing happens here. */
    record PassedOver() implements WorkerInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** A tick of the partition. */
    record Ticked() implements WorkerInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** The parsers of the stage's topics. */
    static Map<TopicSpec, InputParser<WorkerInput>> parsers() {
        return Map.of(
                Topics.WORKER_STATUS, WorkerInput::status,
                Topics.RESTART_REQUESTS, WorkerInput::request,
                Topics.RESTART_RESULTS, WorkerInput::result,
                Topics.OPERATOR_COMMANDS, InputParser.passingOver(WorkerInput::command, new PassedOver()),
                Topics.CLOCK, (_, _, _) -> new Parsed.Valid<>(new Ticked()));
    }

    private static Parsed<WorkerInput> status(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (key == null || !WorkerId.isValid(key)) {
            return Parsed.rejected("key", "is missing or no worker id");
        }
        if (value == null) {
            return new Parsed.Valid<>(new Forgotten(key, origin));
        }
        if (value.length > STATUS_BYTES_MAX) {
            return Parsed.rejected("value", value.length + " bytes are more than the limit of " + STATUS_BYTES_MAX);
        }
        return switch (Json.read(value, WorkerStatus.class)) {
            case Parsed.Rejected<WorkerStatus>(var field, var found, var reason) ->
                new Parsed.Rejected<>(field, found, reason);
            case Parsed.Valid<WorkerStatus>(var status) -> {
                if (!isWhole(status)) {
                    yield Parsed.rejected("value", "lacks a field that every status has");
                }
                yield status.workerId().equals(key)
                        ? new Parsed.Valid<>(new Status(status))
                        : new Parsed.Rejected<>("key", key, "differs from workerId '" + status.workerId() + "'");
            }
        };
    }

    private static boolean isWhole(WorkerStatus status) {
        return Stream.of(
                                status.workerId(),
                                status.workerType(),
                                status.service(),
                                status.version(),
                                status.environment(),
                                status.state(),
                                status.reason(),
                                status.provenance())
                        .allMatch(Objects::nonNull)
                && Objects.nonNull(status.provenance().id());
    }

    private static Parsed<WorkerInput> request(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return RestartRequest.parse(key, value, origin).map(request -> new Requested(request, origin));
    }

    private static Parsed<WorkerInput> result(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return CommandResult.parse(key, value).map(result -> new Answered(result, origin));
    }

    /** Broken commands are dead letters of rollback-service alone: one record, one refusal. */
    private static Parsed<WorkerInput> command(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return switch (OperatorCommand.parse(key, value)) {
            case Parsed.Rejected<OperatorCommand> _ -> new Parsed.Valid<>(new PassedOver());
            case Parsed.Valid<OperatorCommand>(var command) ->
                new Parsed.Valid<>(
                        command.owner() == OperatorCommand.Owner.RESTART
                                ? new Willed(will(command), origin)
                                : new PassedOver());
        };
    }

    private static Will will(OperatorCommand command) {
        var arguments = new HashMap<String, String>();
        var given = command.arguments();
        if (given != null) {
            given.properties().forEach(argument -> {
                var node = argument.getValue();
                if (!node.isNull()) {
                    arguments.put(argument.getKey(), node.isValueNode() ? node.asText() : node.toString());
                }
            });
        }
        return new Will(
                command.commandId(), command.type(), command.subject(), command.actor(), command.reason(), arguments);
    }
}
