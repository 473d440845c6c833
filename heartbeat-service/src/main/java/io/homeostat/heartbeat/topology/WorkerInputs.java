package io.homeostat.heartbeat.topology;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.HeartbeatParser;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.heartbeat.domain.WorkerEvent;
import io.homeostat.heartbeat.topology.WorkerInput.OfWorker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The total parse of every topic that the stage by worker reads. */
final class WorkerInputs {

    static final Map<TopicSpec, InputParser<WorkerInput>> PARSERS = Map.of(
            Topics.HEARTBEATS, WorkerInputs::heartbeat,
            Topics.HEARTBEATS_ROUTED, WorkerInputs::routed,
            Topics.FAILURES, WorkerInputs::failure,
            Topics.RESTART_COMMANDS, WorkerInputs::command,
            // restart-service refuses what is no result
            Topics.RESTART_RESULTS, InputParser.passingOver(WorkerInputs::result, new WorkerInput.Irrelevant()));

    private WorkerInputs() {}

    /** Of a tick only its append time and its partition count: neither key nor value can forge them. */
    private static Parsed<WorkerInput> heartbeat(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return Ticks.isTick(key)
                ? new Parsed.Valid<>(new WorkerInput.Tick(origin))
                : HeartbeatParser.parse(key, value)
                        .map(beat -> new OfWorker(new WorkerEvent.Heard(beat, origin), value));
    }

    private static Parsed<WorkerInput> routed(@Nullable String key, byte @Nullable [] value, Origin origin) {
        var source = RoutedTicks.source(key);
        return source < 0
                ? new Parsed.Rejected<>("key", String.valueOf(key), "is neither a routed record nor a tick on its way")
                : new Parsed.Valid<>(new WorkerInput.RoutedTick(source, origin));
    }

    private static Parsed<WorkerInput> failure(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return Failure.parse(key, value, origin)
                .map(failure -> failure.kind().endsProcess()
                        ? new OfWorker(new WorkerEvent.Crashed(failure, origin), value)
                        : new WorkerInput.Irrelevant());
    }

    private static Parsed<WorkerInput> command(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (value == null) {
            return Parsed.rejected("value", "is null");
        }
        return switch (Json.read(value, RestartCommand.class)) {
            case Parsed.Rejected<RestartCommand>(var field, var found, var reason) ->
                new Parsed.Rejected<>(field, found, reason);
            case Parsed.Valid<RestartCommand>(var command) -> {
                if (command.commandId() == null || command.action() == null || command.provenance() == null) {
                    yield Parsed.rejected("value", "is no restart command: commandId and action must be there");
                }
                yield command.workerId() == null || !command.workerId().equals(key)
                        ? new Parsed.Rejected<>("key", String.valueOf(key), "differs from workerId")
                        : new Parsed.Valid<>(new OfWorker(new WorkerEvent.Commanded(command, origin), value));
            }
        };
    }

    private static Parsed<WorkerInput> result(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return CommandResult.parse(key, value)
                .map(result -> new OfWorker(new WorkerEvent.Resulted(result, origin), value));
    }
}
