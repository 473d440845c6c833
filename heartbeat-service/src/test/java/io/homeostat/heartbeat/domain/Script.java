package io.homeostat.heartbeat.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.HeartbeatParser;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.policy.HeartbeatPolicy;
import io.homeostat.common.policy.PolicyRejected;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What happens to one worker, event by event, with the rules alone. Times are milliseconds since the start; append time and
 * judging time run alike. The worker is looked at exactly when it is due, as the index would.
 */
final class Script {

    static final String W = "w-1";
    static final long START = Instant.parse("2026-11-22T05:44:00Z").toEpochMilli();
    static final HeartbeatPolicy DEFAULTS = policy("{}");

    final List<WorkerDecision> decisions = new ArrayList<>();

    @Nullable
    WorkerRecord worker;

    private HeartbeatPolicy policy = DEFAULTS;
    private long offset;

    static HeartbeatPolicy policy(String json) {
        try {
            return HeartbeatPolicy.read(new JsonMapper().readTree(json.replace('\'', '"')));
        } catch (PolicyRejected | com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }

    Script under(HeartbeatPolicy policy) {
        this.policy = policy;
        return this;
    }

    /** A beat with these fields: {@code "'sequence':1"}. */
    Script beat(long atMs, String fields) {
        return apply(new WorkerEvent.Heard(heartbeat(fields), origin("heartbeats", atMs)));
    }

    Script crash(long atMs, @Nullable String incarnation) {
        return failure(atMs, "CRASH", incarnation);
    }

    Script failure(long atMs, String kind, @Nullable String incarnation) {
        var named = incarnation == null ? "" : ",'incarnation':'" + incarnation + "'";
        var json = ("{'workerId':'w-1','kind':'" + kind + "'" + named + "}").replace('\'', '"');
        var origin = origin("failures", atMs);
        return switch (Failure.parse(W, json.getBytes(UTF_8), origin)) {
            case Parsed.Valid<Failure>(var failure) -> apply(new WorkerEvent.Crashed(failure, origin));
            case Parsed.Rejected<Failure> rejected -> throw new IllegalArgumentException(rejected.message());
        };
    }

    Script command(long atMs, RestartCommand.Action action, String commandId, @Nullable String expected) {
        var provenance = new Provenance(
                commandId, "rst-1", null, null, null, null, null, Instant.ofEpochMilli(START + atMs + 300_000), false);
        return apply(new WorkerEvent.Commanded(
                new RestartCommand(
                        commandId,
                        action,
                        "agent",
                        "rst-1",
                        W,
                        "default",
                        null,
                        expected,
                        1,
                        1,
                        Executor.PROCESS,
                        Map.of(),
                        null,
                        provenance),
                origin("restart-commands", atMs)));
    }

    Script result(long atMs, String commandId, CommandResult.Status status) {
        return result(atMs, commandId, status, null);
    }

    Script result(long atMs, String commandId, CommandResult.Status status, @Nullable String incarnation) {
        return apply(new WorkerEvent.Resulted(
                new CommandResult(W, commandId, status, "agent", null, incarnation, null),
                origin("restart-results", atMs)));
    }

    /** A tick: whatever is due by then is judged, one step after the other. */
    Script tick(long atMs) {
        var event = new WorkerEvent.Due(W, origin("ticks", atMs));
        while (worker != null && DueTimes.of(worker, policy) <= atMs) {
            apply(event);
        }
        return this;
    }

    Script apply(WorkerEvent event) {
        long nowMs = event.at() - START;
        var law = new Provenance.PolicyRef("heartbeat-policy", "test");
        var verdict = WorkerRules.decide(worker, event, new Judging(policy, law, 0, nowMs, nowMs));
        worker = verdict.next();
        decisions.addAll(verdict.decisions());
        return this;
    }

    /** {@code STATE REASON incarnation} of each status written so far. */
    List<String> told() {
        return statuses().stream()
                .map(status -> status.state() + " " + status.reason() + " " + status.incarnation())
                .toList();
    }

    List<WorkerStatus> statuses() {
        return decisions.stream()
                .filter(WorkerDecision.StatusWritten.class::isInstance)
                .map(decision -> ((WorkerDecision.StatusWritten) decision).status())
                .toList();
    }

    WorkerStatus last() {
        return statuses().getLast();
    }

    @Nullable
    WorkerState state() {
        return worker == null ? null : worker.state();
    }

    static Heartbeat heartbeat(String fields) {
        var json = ("{'workerId':'w-1'" + (fields.isEmpty() ? "" : ",") + fields + "}").replace('\'', '"');
        return switch (HeartbeatParser.parse(W, json.getBytes(UTF_8))) {
            case Parsed.Valid<Heartbeat>(var beat) -> beat;
            case Parsed.Rejected<Heartbeat> rejected -> throw new IllegalArgumentException(rejected.message());
        };
    }

    private Origin origin(String topic, long atMs) {
        return new Origin(topic, 0, offset++, Instant.ofEpochMilli(START + atMs));
    }
}
