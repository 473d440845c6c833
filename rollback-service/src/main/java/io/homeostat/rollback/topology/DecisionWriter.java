package io.homeostat.rollback.topology;

import io.homeostat.common.audit.AuditWriter;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.domain.Decision;
import io.homeostat.rollback.signal.SwitchSignal;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Writes decisions to their topics, and those that change or refuse something into the audit chain. */
final class DecisionWriter {

    private final Outbox outbox;
    private final AuditWriter chain;
    private final VerdictMeters meters;

    DecisionWriter(Outbox outbox, AuditWriter chain, VerdictMeters meters) {
        this.outbox = outbox;
        this.chain = chain;
        this.meters = meters;
    }

    void write(Decision decision, Instant time) {
        switch (decision) {
            case Decision.Recorded(var record, var actor, var audited) -> recorded(record, actor, audited, time);
            case Decision.Ordered(var command) ->
                send(Topics.ROLLBACK_COMMANDS, command.service(), command, command.provenance(), "ROLLBACK", time);
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
            case Decision.Signalled(var signal) -> {
                send(
                        Topics.SWITCH_SIGNALS,
                        signal.scope(),
                        signal,
                        provenance(signal),
                        signal.kind().name(),
                        time);
                if (signal.kind() == SwitchSignal.Kind.ESCALATION) {
                    meters.signalled();
                }
            }
            case Decision.Replied(var command, var reason, var of) ->
                chain.answer(
                        command.subject(),
                        command.actor(),
                        null,
                        command.type().name(),
                        reason.name(),
                        command.commandId(),
                        of,
                        time);
        }
    }

    private void recorded(Rollback record, @Nullable String actor, boolean audited, Instant time) {
        var provenance = record.provenance();
        var type = record.status() == null
                ? String.valueOf(provenance.decision())
                : record.status().name();
        send(Topics.ROLLBACKS, record.service(), record, provenance, type, time);
        if (audited) {
            chain.write(
                    record.service(),
                    actor == null ? VerdictTopology.SERVICE : actor,
                    null,
                    record.type().name(),
                    record.reason().name(),
                    provenance,
                    time);
        }
        meters.decided(record);
    }

    private void send(TopicSpec topic, String key, Object value, Provenance provenance, String type, Instant time) {
        outbox.send(topic, key, value, provenance, type, time);
    }

    private static Provenance provenance(SwitchSignal signal) {
        return new Provenance(
                Ids.of("sig", signal.causeId()),
                signal.causeId(),
                signal.incidentId(),
                null,
                null,
                null,
                null,
                null,
                false);
    }
}
