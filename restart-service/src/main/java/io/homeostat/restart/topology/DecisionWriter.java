package io.homeostat.restart.topology;

import io.homeostat.common.audit.AuditWriter;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.restart.domain.Answer;
import io.homeostat.restart.domain.Decision;
import java.time.Instant;
import java.util.Objects;
import org.apache.kafka.streams.state.KeyValueStore;

/** Writes decisions to their topics, and each into the audit chain. */
final class DecisionWriter {

    private final Outbox outbox;
    private final RestartMeters meters;
    private final AuditWriter chain;
    private final String service;

    DecisionWriter(Outbox outbox, KeyValueStore<String, byte[]> store, RestartMeters meters, String service) {
        this.outbox = outbox;
        this.meters = meters;
        this.service = service;
        this.chain = new AuditWriter(outbox, store, service + "/admission");
    }

    void write(Decision decision, Instant time) {
        switch (decision) {
            case Decision.Recorded(var restart) -> {
                send(Topics.RESTARTS, restart.workerId(), restart, restart.provenance(), restart.status(), time);
                var reason = restart.reason().name();
                audit(
                        restart.workerId(),
                        "RESTART",
                        reason,
                        restart.provenance(),
                        person(restart.provenance(), "requestedBy"),
                        time);
                meters.decided(restart.status(), restart.reason());
            }
            case Decision.Ordered(var command) ->
                send(
                        Topics.RESTART_COMMANDS,
                        command.workerId(),
                        command,
                        command.provenance(),
                        command.action(),
                        time);
            case Decision.BreakerMoved(var breaker) -> {
                var type = breaker.workerType();
                send(Topics.CIRCUIT_BREAKERS, type, breaker, breaker.provenance(), breaker.state(), time);
                var actor = person(breaker.provenance(), "actor");
                audit(type, "CIRCUIT_BREAKER", breaker.reason(), breaker.provenance(), actor, time);
            }
            case Decision.SetAside(var quarantine) -> {
                var subject = quarantine.subject();
                send(Topics.QUARANTINE, subject, quarantine, quarantine.provenance(), quarantine.status(), time);
                chain.write(
                        subject,
                        person(quarantine.provenance(), "actor"),
                        quarantine.approver(),
                        String.valueOf(quarantine.provenance().decision()),
                        quarantine.reason(),
                        quarantine.provenance(),
                        time);
            }
            case Decision.HoldShown(var hold) -> {
                var provenance = Objects.requireNonNull(hold.provenance(), "a hold of ours says where it is from");
                send(Topics.HOLDS, hold.scope(), hold, provenance, hold.kind(), time);
            }
            case Decision.HoldGone(var scope, var provenance) ->
                outbox.tombstone(Topics.HOLDS, scope, provenance, time);
            case Decision.Answered(var answer) -> answer(answer, time);
            case Decision.Noted(var subject, var action, var reason, var of) ->
                // It stands in the audit alone, so its cause is what the audit names.
                chain.answer(subject, service, null, action, reason, of.causeId(), of, time);
            case Decision.Reported(var failure) -> {
                var provenance =
                        Objects.requireNonNull(failure.provenance(), "a failure of ours says where it is from");
                send(Topics.FAILURES, failure.subject(), failure, provenance, failure.kind(), time);
            }
        }
    }

    private void send(TopicSpec topic, String key, Object value, Provenance provenance, Enum<?> type, Instant time) {
        outbox.send(topic, key, value, provenance, type.name(), time);
    }

    private void answer(Answer answer, Instant time) {
        var will = answer.will();
        chain.answer(
                will.subject(),
                will.actor(),
                null,
                will.type().name(),
                answer.reason(),
                will.commandId(),
                answer.provenance(),
                time);
    }

    /** Who is named in the evidence; without anybody it was the service. */
    private String person(Provenance provenance, String role) {
        var evidence = provenance.evidence();
        var person = evidence == null ? null : evidence.get(role);
        return person == null ? service : person.toString();
    }

    private void audit(String subject, String action, String reason, Provenance of, String actor, Instant time) {
        chain.write(subject, actor, null, action, reason, of, time);
    }
}
