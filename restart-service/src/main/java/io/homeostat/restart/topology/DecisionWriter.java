package io.homeostat.restart.topology;

import io.homeostat.common.audit.AuditWriter;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
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
                audit(restart.workerId(), "RESTART", reason, restart.provenance(), actor(restart), time);
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
                audit(type, "CIRCUIT_BREAKER", breaker.reason(), breaker.provenance(), service, time);
            }
            case Decision.SetAside(var quarantine) -> {
                var subject = quarantine.subject();
                send(Topics.QUARANTINE, subject, quarantine, quarantine.provenance(), quarantine.status(), time);
                audit(subject, "QUARANTINE", quarantine.reason(), quarantine.provenance(), service, time);
            }
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

    private String actor(Restart restart) {
        var evidence = restart.provenance().evidence();
        var requestedBy = evidence == null ? null : evidence.get("requestedBy");
        return requestedBy == null ? service : requestedBy.toString();
    }

    private void audit(String subject, String action, String reason, Provenance of, String actor, Instant time) {
        chain.write(subject, actor, null, action, reason, of, time);
    }
}
