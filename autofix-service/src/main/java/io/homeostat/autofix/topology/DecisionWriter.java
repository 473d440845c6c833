package io.homeostat.autofix.topology;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.autofix.domain.Decision;
import io.homeostat.common.audit.AuditWriter;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.RestartRequest;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;

/** Writes decisions to their topics, and each into the audit chain. */
final class DecisionWriter {

    private final Outbox outbox;
    private final AutofixMeters meters;
    private final AuditWriter chain;
    private final String service;

    DecisionWriter(Outbox outbox, KeyValueStore<String, byte[]> store, AutofixMeters meters, String service) {
        this.outbox = outbox;
        this.meters = meters;
        this.service = service;
        this.chain = new AuditWriter(outbox, store, service + "/admission");
    }

    /** A request with what every record of a service says about itself. */
    private record Asked(
            @JsonUnwrapped RestartRequest request,
            @JsonUnwrapped Provenance provenance) {}

    void write(Decision decision, Instant time) {
        switch (decision) {
            case Decision.Recorded recorded -> record(recorded, time);
            case Decision.Ordered ordered -> {
                var command = command(ordered);
                send(Topics.FIX_COMMANDS, ordered.target(), command, ordered.provenance(), ordered.action(), time);
            }
            case Decision.RestartAsked(var request, var provenance) -> {
                var asked = new Asked(request, provenance);
                send(Topics.RESTART_REQUESTS, request.workerId(), asked, provenance, "REQUESTED", time);
            }
            case Decision.Reported(var failure) -> {
                var provenance =
                        Objects.requireNonNull(failure.provenance(), "a failure of ours says where it is from");
                send(
                        Topics.FAILURES,
                        failure.subject(),
                        failure,
                        provenance,
                        failure.kind().name(),
                        time);
            }
            case Decision.Answered(var subject, var actor, var action, var reply, var commandId, var of) ->
                chain.answer(subject, actor, null, action, reply.name(), commandId, of, time);
        }
    }

    private void record(Decision.Recorded step, Instant time) {
        var sent = step.sent();
        var change = step.change();
        var fix = new Fix(
                step.fixId(),
                step.patternId(),
                step.action(),
                step.target(),
                step.status(),
                step.reason(),
                step.confidence(),
                step.safety(),
                change.isNone() ? null : tree(change.before()),
                change.isNone() ? null : tree(change.after()),
                sent == null ? null : sent.commandId(),
                sent == null ? null : sent.generation(),
                step.provenance());
        var of = step.provenance();
        send(Topics.FIXES, step.target(), fix, of, step.status().name(), time);
        var action = step.action() == null ? "FIX" : step.action();
        chain.write(
                step.target(), service, step.approver(), action, step.reason().name(), of, time);
        meters.decided(step.status(), step.reason());
    }

    private static FixCommand command(Decision.Ordered ordered) {
        return new FixCommand(
                ordered.sent().commandId(),
                ordered.fixId(),
                ordered.target(),
                ordered.action(),
                tree(ordered.change().before()),
                tree(ordered.change().after()),
                null,
                ordered.sent().generation(),
                ordered.planeGeneration(),
                ordered.agent(),
                ordered.executor(),
                ordered.parameters(),
                ordered.provenance());
    }

    private static Map<String, JsonNode> tree(Map<String, String> texts) {
        var tree = new LinkedHashMap<String, JsonNode>();
        texts.forEach(
                (name, text) -> tree.put(name, Json.readState(text.getBytes(StandardCharsets.UTF_8), JsonNode.class)));
        return tree;
    }

    private void send(TopicSpec topic, String key, Object value, Provenance provenance, String type, Instant time) {
        outbox.send(topic, key, value, provenance, type, time);
    }
}
