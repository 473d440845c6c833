package io.homeostat.common.audit;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.topics.Topics;
import java.time.Instant;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Writes one task's chain of audit records, each of a bounded size: whoever causes a decision must not be able to make it
 * too large to be written ({@link AuditBounds}). The head of the chain stands in a store of the task under {@link #HEAD}, so it
 * is committed with the records.
 */
public final class AuditWriter {

    /** Key of the chain's head in the store. */
    public static final String HEAD = "audit";

    private final Outbox outbox;
    private final KeyValueStore<String, byte[]> store;
    private final String chain;

    /**
     * A writer for one task.
     *
     * @param store of the task; {@link #HEAD} must be free in it
     * @param chain {@code service/task}: the stage's name alone where it has one task, else with the partition
     */
    public AuditWriter(Outbox outbox, KeyValueStore<String, byte[]> store, String chain) {
        this.outbox = outbox;
        this.store = store;
        this.chain = chain;
    }

    /**
     * Writes what was decided.
     *
     * @param subject also the record's key
     * @param actor a service, or the person of a command
     * @param approver the second person; null where there is none
     * @param action what was to be done, for example {@code RESTART} or a command's type
     * @param reason machine-readable
     * @param of the provenance of the decision; its id becomes the {@code causeId}
     */
    public void write(
            String subject,
            String actor,
            @Nullable String approver,
            String action,
            String reason,
            Provenance of,
            Instant time) {
        append(subject, actor, approver, action, reason, of, of.id(), Ids.of("aud", of.id()), time);
    }

    /**
     * Answers an operator's command: {@code causeId} is the command's id, and the record's id is that of {@code of}, so that
     * what waits for approval is named by its answer.
     *
     * @param of its decision says ACCEPTED, REFUSED, AWAITING_APPROVAL …
     */
    public void answer(
            String subject,
            String actor,
            @Nullable String approver,
            String action,
            String reason,
            String commandId,
            Provenance of,
            Instant time) {
        append(subject, actor, approver, action, reason, of, commandId, of.id(), time);
    }

    private void append(
            String subject,
            String actor,
            @Nullable String approver,
            String action,
            String reason,
            Provenance of,
            String causeId,
            String id,
            Instant time) {
        var draft = new AuditRecord(
                chain,
                0,
                AuditBounds.text(subject),
                AuditBounds.text(actor),
                approver == null ? null : AuditBounds.text(approver),
                AuditBounds.text(action),
                AuditBounds.text(String.valueOf(of.decision())),
                AuditBounds.text(reason),
                id,
                AuditBounds.text(causeId),
                of.incidentId(),
                AuditBounds.evidence(of.evidence()),
                of.policy(),
                time,
                "",
                null);
        var link = AuditChain.of(store.get(HEAD)).append(draft);
        store.put(HEAD, link.chain().toBytes());
        var provenance = new Provenance(
                draft.id(), draft.causeId(), of.incidentId(), null, null, null, of.policy(), null, of.synthetic());
        outbox.send(Topics.AUDIT, draft.subject(), link.record(), provenance, draft.decision(), time);
    }
}
