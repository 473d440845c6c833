package io.homeostat.autofix.topology;

import io.homeostat.autofix.domain.AdmissionInput;
import io.homeostat.autofix.domain.Pattern;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.FailurePattern;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.WorkerId;
import io.homeostat.common.streams.Addressed;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Typed input of the stage of the targets. */
sealed interface TargetInput extends Addressed {

    /** The largest restart in bytes; one that restart-service writes is far smaller. */
    int RESTART_BYTES_MAX = 64 * 1024;

    /**
     * Goes on to admission as it is.
     *
     * @param subject whose history must be in order; null where the writer is a service of ours, which places its records
     */
    record Told(AdmissionInput input, @Nullable String subject) implements TargetInput {}

    /** Goes on to admission with the next tick, together with its like. */
    record Failing(AdmissionInput.Failed failed) implements TargetInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** A tick of the partition. */
    record Ticked() implements TargetInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** Not for fixes, or another service's to refuse: exactly one refuses each topic. */
    record PassedOver() implements TargetInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** The parsers of the stage's topics. */
    static Map<TopicSpec, InputParser<TargetInput>> parsers() {
        return Map.of(
                Topics.FAILURE_PATTERNS,
                TargetInput::pattern,
                Topics.FIX_RESULTS,
                TargetInput::result,
                Topics.OPERATOR_COMMANDS,
                InputParser.passingOver(TargetInput::command, new PassedOver()),
                Topics.RESTARTS,
                InputParser.passingOver(TargetInput::restart, new PassedOver()),
                Topics.FAILURES,
                InputParser.passingOver(TargetInput::failure, new PassedOver()),
                Topics.CLOCK,
                (_, _, _) -> new Parsed.Valid<>(new Ticked()));
    }

    private static Parsed<TargetInput> pattern(@Nullable String key, byte @Nullable [] value, Origin origin) {
        if (value == null) {
            return key == null
                    ? Parsed.rejected("key", "is missing")
                    : new Parsed.Valid<>(new Told(new AdmissionInput.Forgotten(key), null));
        }
        return FailurePattern.parse(key, value).map(pattern -> {
            var provenance = pattern.provenance();
            return new Told(
                    new AdmissionInput.Recurring(new Pattern(
                            pattern.patternId(),
                            pattern.classification(),
                            pattern.workerType(),
                            pattern.service(),
                            pattern.occurrences(),
                            pattern.lastSeen(),
                            pattern.confidence(),
                            pattern.subjects().stream()
                                    .filter(WorkerId::isValid)
                                    .toList(),
                            pattern.status() == FailurePattern.Status.ACTIVE,
                            provenance == null ? origin.coordinates() : provenance.id(),
                            provenance == null ? null : provenance.incidentId(),
                            provenance != null && provenance.synthetic(),
                            kind(value))),
                    null);
        });
    }

    /** The kind of failure that the pattern's evidence names; null: none that can come back. */
    private static @Nullable FailureKind kind(byte[] value) {
        var provenance = Json.read(value, FailurePattern.class) instanceof Parsed.Valid<FailurePattern>(var pattern)
                ? pattern.provenance()
                : null;
        var evidence = provenance == null ? null : provenance.evidence();
        var name = evidence == null ? null : evidence.get("kind");
        return Arrays.stream(FailureKind.values())
                .filter(kind -> kind.name().equals(name) && kind.inPatterns())
                .findFirst()
                .orElse(null);
    }

    private static Parsed<TargetInput> result(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return CommandResult.parse(key, value)
                .map(result -> new Told(
                        new AdmissionInput.Answered(
                                result.subject(),
                                result.commandId(),
                                result.status(),
                                result.agent(),
                                result.message(),
                                origin.coordinates(),
                                origin.time()),
                        result.subject()));
    }

    /** What cannot be parsed is refused by rollback-service; what others own they answer. */
    private static Parsed<TargetInput> command(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return new Parsed.Valid<>(
                OperatorCommand.parse(key, value) instanceof Parsed.Valid<OperatorCommand>(var command)
                                && command.owner() == OperatorCommand.Owner.AUTOFIX
                        ? new Told(
                                new AdmissionInput.Voted(
                                        command.subject(),
                                        command.commandId(),
                                        command.type() == OperatorCommand.Type.APPROVE,
                                        command.waitingId(),
                                        command.actor(),
                                        command.reason()),
                                command.subject())
                        : new PassedOver());
    }

    /** Ends count, and when a process was to be started. A broken record of restart-service is a bug there, and nothing to be refused here. */
    private static Parsed<TargetInput> restart(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return new Parsed.Valid<>(
                value != null
                                && value.length <= RESTART_BYTES_MAX
                                && Json.read(value, Restart.class) instanceof Parsed.Valid<Restart>(var restart)
                                && isWhole(restart)
                                && (isEnd(restart) || starts(restart))
                        ? new Told(
                                new AdmissionInput.Restarted(
                                        restart.workerId(),
                                        evidence(restart, "requestId"),
                                        restart.status(),
                                        restart.reason(),
                                        restart.attempt(),
                                        restart.provenance().id(),
                                        origin.time()),
                                null)
                        : new PassedOver());
    }

    private static boolean isWhole(Restart restart) {
        return Stream.of(restart.workerId(), restart.status(), restart.reason(), restart.provenance())
                        .allMatch(Objects::nonNull)
                && Objects.nonNull(restart.provenance().id());
    }

    private static boolean starts(Restart restart) {
        var decision = restart.provenance().decision();
        return restart.status() == Restart.Status.COMMANDED && ("START".equals(decision) || "RESTART".equals(decision));
    }

    /** That a fenced incarnation is gone is an end too, but nothing was started. */
    private static boolean isEnd(Restart restart) {
        return switch (restart.status()) {
            case SUCCEEDED -> evidence(restart, "requestId") != null || evidence(restart, "newIncarnation") != null;
            case REFUSED, ABANDONED, CANCELLED, EXPIRED, DRY_RUN -> true;
            case SCHEDULED, DEFERRED, COMMANDED, FAILED, UNKNOWN -> false;
        };
    }

    private static @Nullable String evidence(Restart restart, String name) {
        var evidence = restart.provenance().evidence();
        var found = evidence == null ? null : evidence.get(name);
        return found == null ? null : found.toString();
    }

    /** What cannot be parsed is refused by heartbeat-service; drills and the plane's own troubles are no recurrence. */
    private static Parsed<TargetInput> failure(@Nullable String key, byte @Nullable [] value, Origin origin) {
        return new Parsed.Valid<>(
                Failure.parse(key, value, origin) instanceof Parsed.Valid<Failure>(var failure)
                                && failure.workerId() != null
                                && failure.kind().inPatterns()
                                && !failure.synthetic()
                        ? new Failing(new AdmissionInput.Failed(
                                failure.workerId(),
                                failure.workerType(),
                                failure.kind(),
                                1,
                                origin.time(),
                                origin.coordinates()))
                        : new PassedOver());
    }
}
