package io.homeostat.pattern.topology;

import static io.homeostat.common.streams.InputParser.passingOver;

import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.HealthCheck;
import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.HeartbeatParser;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.OperatorCommand.Owner;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.streams.Addressed;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Typed input of the stage that sorts. Other services answer for all of its topics: what cannot be parsed is passed over
 * here, as it becomes a dead letter there.
 */
sealed interface SubjectInput extends Addressed {

    /** The largest status in bytes; one that heartbeat-service writes is far smaller. */
    int STATUS_BYTES_MAX = 64 * 1024;

    /** No subject's history is kept in this stage. */
    @Override
    default @Nullable String subject() {
        return null;
    }

    record Failed(Failure failure, Origin origin) implements SubjectInput {}

    record Beat(Heartbeat beat, Origin origin) implements SubjectInput {}

    record Checked(HealthCheck check, Origin origin) implements SubjectInput {}

    record Status(WorkerStatus status, Origin origin) implements SubjectInput {}

    record Ordered(OperatorCommand command, Origin origin) implements SubjectInput {}

    /** A tick of the partition. */
    record Ticked(Origin origin) implements SubjectInput {}

    /** What is for others, or for nobody. */
    record Nothing() implements SubjectInput {}

    /** The parsers of the stage's topics. */
    static Map<TopicSpec, InputParser<SubjectInput>> parsers() {
        var nothing = new Nothing();
        return Map.of(
                Topics.FAILURES, passingOver(SubjectInput::failure, nothing),
                Topics.HEARTBEATS, passingOver(SubjectInput::beat, nothing),
                Topics.HEALTH_CHECKS, passingOver(SubjectInput::check, nothing),
                Topics.WORKER_STATUS, passingOver(SubjectInput::status, nothing),
                Topics.OPERATOR_COMMANDS, passingOver(SubjectInput::command, nothing),
                Topics.CLOCK, (_, _, origin) -> new Parsed.Valid<>(new Ticked(origin)));
    }

    private static Parsed<SubjectInput> failure(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return Failure.parse(key, value, origin).map(failure -> new Failed(failure, origin));
    }

    /** Ticks among the beats are heartbeat-service's; this service has {@code clock}. */
    private static Parsed<SubjectInput> beat(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return Ticks.isTick(key)
                ? new Parsed.Valid<>(new Nothing())
                : HeartbeatParser.parse(key, value).map(beat -> new Beat(beat, origin));
    }

    private static Parsed<SubjectInput> check(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return HealthCheck.parse(key, value, origin).map(check -> new Checked(check, origin));
    }

    private static Parsed<SubjectInput> status(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (value == null || value.length > STATUS_BYTES_MAX) {
            return new Parsed.Valid<>(new Nothing()); // a tombstone: FORGOTTEN was said before
        }
        return Json.read(value, WorkerStatus.class)
                .map(status -> isWhole(status) ? new Status(status, origin) : new Nothing());
    }

    private static boolean isWhole(WorkerStatus status) {
        return Stream.of(status.workerId(), status.state(), status.reason(), status.provenance())
                        .allMatch(Objects::nonNull)
                && Objects.nonNull(status.provenance().id());
    }

    private static Parsed<SubjectInput> command(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return OperatorCommand.parse(key, value)
                .map(command -> command.owner() == Owner.PATTERN ? new Ordered(command, origin) : new Nothing());
    }
}
