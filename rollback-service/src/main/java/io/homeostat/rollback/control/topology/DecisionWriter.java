package io.homeostat.rollback.control.topology;

import io.homeostat.common.audit.AuditWriter;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.control.domain.Decision;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

/** Writes decisions to their topics, and each into the audit chain. */
final class DecisionWriter {

    private final Outbox outbox;
    private final AuditWriter audit;

    DecisionWriter(Outbox outbox, AuditWriter audit) {
        this.outbox = outbox;
        this.audit = audit;
    }

    void write(List<Decision> decisions, Instant time) {
        decisions.forEach(decision -> write(decision, time));
    }

    private void write(Decision decision, Instant time) {
        switch (decision) {
            case Decision.Answered(var to, var reason, var approver, var of) ->
                audit.answer(to.subject(), to.actor(), approver, to.action(), reason.name(), to.id(), of, time);
            case Decision.Noted(var subject, var action, var reason, var actor, var of) ->
                audit.answer(subject, actor, null, action, reason.name(), of.causeId(), of, time);
            case Decision.Switched(var record, var reason) -> {
                var of = own(record.provenance());
                outbox.send(Topics.KILL_SWITCH, record.scope(), record, of, record.disableNew() ? "ON" : "OFF", time);
                audit.write(record.scope(), record.actor(), record.approver(), "KILL_SWITCH", reason.name(), of, time);
            }
            case Decision.FlagWritten(var record, var stored) ->
                outbox.send(
                        Topics.FLAGS,
                        record.name(),
                        record,
                        own(record.provenance()),
                        stored == null ? "DEFAULT" : "SET",
                        time);
            case Decision.FlagRemoved(var name, var of) -> outbox.tombstone(Topics.FLAGS, name, of, time);
            case Decision.PolicyWritten(var record) ->
                outbox.send(Topics.POLICIES, record.key(), record, record.provenance(), "EFFECTIVE", time);
        }
    }

    private static Provenance own(@org.jspecify.annotations.Nullable Provenance provenance) {
        return Objects.requireNonNull(provenance, "a record of ours says where it is from");
    }
}
