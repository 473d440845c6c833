package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.KnownProcess;
import io.homeostat.agent.domain.Notice;
import io.homeostat.agent.effects.kafka.Outgoing;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.streams.CloudEvents;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The records that the agent writes. */
final class Reports {

    private static final String SERVICE = "agent";

    private final String agent;

    Reports(String agent) {
        this.agent = agent;
    }

    /**
     * How a command went.
     *
     * @param seed identity of the record together with the status
     * @param cause what the command says of itself
     * @param time the plane's now
     */
    Outgoing result(TopicSpec topic, CommandResult result, String seed, Provenance cause, Instant time) {
        var status = result.status().name();
        var provenance =
                provenance(Ids.of("res", seed, status), result.commandId(), cause.incidentId(), cause.synthetic());
        return record(topic, result.subject(), result, provenance, status, time);
    }

    /** A component, written anew by a change. Its record is its owner's: what we say of it stands in the headers. */
    Outgoing component(String subject, byte @Nullable [] value, Change change, Instant time) {
        var cause = change.provenance();
        var provenance = provenance(
                Ids.of("cmp", change.commandId(), subject), change.commandId(), cause.incidentId(), cause.synthetic());
        var headers = CloudEvents.of(SERVICE, Topics.COMPONENTS, subject, provenance, "CHANGED", time);
        return new Outgoing(Topics.COMPONENTS, subject, value, headers);
    }

    /** What a notice says of its process; {@code kind} is that of an end that nobody asked for. */
    Outgoing notice(String workerId, Notice notice, KnownProcess process, FailureKind kind, Instant time) {
        return switch (notice.kind()) {
            case STARTED -> heartbeat(workerId, process, Heartbeat.Status.STARTING, time);
            case STOPPED -> heartbeat(workerId, process, Heartbeat.Status.STOPPED, time);
            case CRASHED -> crash(workerId, process, kind, time);
        };
    }

    /** The same for the same end of the same process, so that a second report of it is no second failure. */
    static String failureId(String agent, String workerId, String incarnation) {
        return Ids.of("flr", agent, workerId, incarnation, "exit");
    }

    private Outgoing crash(String workerId, KnownProcess known, FailureKind kind, Instant time) {
        var process = known.process();
        var end = known.end();
        var exitCode = end == null ? null : end.exitCode();
        var id = failureId(agent, workerId, process.incarnation());
        var provenance = provenance(id, process.incarnation(), null, false);
        var failure = new Failure(
                workerId,
                workerId,
                id,
                process.workerType(),
                process.service(),
                process.version(),
                null,
                kind,
                null,
                message(end == null ? null : end.message(), exitCode),
                exitCode,
                null,
                process.incarnation(),
                end == null ? null : end.time(),
                false,
                provenance);
        return record(Topics.FAILURES, workerId, failure, provenance, kind.name(), time);
    }

    private static String message(@Nullable String message, @Nullable Integer exitCode) {
        if (message != null) {
            return message;
        }
        return exitCode == null
                ? "the process ended by itself; its exit code is not known, as the agent was away"
                : "the process ended by itself with exit code " + exitCode;
    }

    private Outgoing heartbeat(String workerId, KnownProcess known, Heartbeat.Status status, Instant time) {
        var process = known.process();
        var beat = new Heartbeat(
                workerId,
                process.workerType(),
                process.service(),
                process.version(),
                process.environment(),
                process.incarnation(),
                null,
                status,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                false);
        var provenance = provenance(
                Ids.of("hbt", agent, workerId, process.incarnation(), status), process.incarnation(), null, false);
        return record(Topics.HEARTBEATS, workerId, beat, provenance, status.name(), time);
    }

    private static Provenance provenance(String id, String causeId, @Nullable String incidentId, boolean synthetic) {
        return new Provenance(id, causeId, incidentId, null, null, null, null, null, synthetic);
    }

    private static Outgoing record(
            TopicSpec topic, String workerId, Object value, Provenance provenance, String type, Instant time) {
        var headers = CloudEvents.of(SERVICE, topic, workerId, provenance, type, time);
        return new Outgoing(topic, workerId, Json.bytes(value), headers);
    }
}
