package io.homeostat.heartbeat.topology;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Severity;
import io.homeostat.common.contract.WorkerId;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.Outbox;
import io.homeostat.common.topics.Topics;
import io.homeostat.heartbeat.domain.WorkerDecision;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;

/** Writes what one task decided, in the order of the decisions; keeps the head of the task's audit chain. */
final class Announcer {

    private static final String AUDIT_HEAD = "audit";

    private final Outbox outbox;
    private final KeyValueStore<String, byte[]> store;
    private final Figures figures;
    private final String service;
    private final int partition;
    private AuditChain chain;

    Announcer(Outbox outbox, KeyValueStore<String, byte[]> store, Figures figures, String service, int partition) {
        this.outbox = outbox;
        this.store = store;
        this.figures = figures;
        this.service = service;
        this.partition = partition;
        this.chain = AuditChain.of(store.get(AUDIT_HEAD));
    }

    /** Writes decisions that fell at {@code time}. */
    void write(List<WorkerDecision> decisions, Instant time) {
        for (var decision : decisions) {
            switch (decision) {
                case WorkerDecision.StatusWritten(var status) -> status(status, time);
                case WorkerDecision.FailureRaised(var failure) -> failure(failure, time);
                case WorkerDecision.Convicted(var status) -> audit(status, time);
                case WorkerDecision.Forgotten(var lastWord) ->
                    outbox.tombstone(Topics.WORKER_STATUS, lastWord.workerId(), lastWord.provenance(), time);
            }
        }
    }

    /** Tells of a partition's state. */
    void write(List<FleetGroup> groups) {
        for (var group : groups) {
            var provenance = group.provenance();
            outbox.send(
                    Topics.FLEET_DELTAS,
                    group.group(),
                    group,
                    provenance,
                    group.state().name(),
                    group.since());
        }
    }

    /** Sends this partition's tick on to the tasks that judge workers by it. */
    void tickOnwards(Instant time) {
        for (int to = 0; to < Topics.HEARTBEATS_ROUTED.partitions(); to++) {
            if (to != partition) {
                outbox.forward(
                        Topics.HEARTBEATS_ROUTED,
                        new Record<>(RoutedTicks.key(partition, to), RoutedTicks.VALUE, time.toEpochMilli()));
            }
        }
    }

    /** Reports policies that were not taken; the last good ones stay in force. */
    void refused(List<GlobalTable.Refusal> refusals) {
        for (var refusal : refusals) {
            var origin = refusal.origin();
            var id = Ids.of("flr", service, FailureKind.CONFIG_INVALID, origin.coordinates());
            var subject = WorkerId.isValid(refusal.key()) ? refusal.key() : origin.topic();
            var message = "Policy " + refusal.key() + " is refused: " + refusal.reason();
            var provenance =
                    new Provenance(id, origin.coordinates(), null, "CONFIG_INVALID", message, null, null, null, false);
            failure(
                    new Failure(
                            null,
                            subject,
                            id,
                            null,
                            service,
                            null,
                            null,
                            FailureKind.CONFIG_INVALID,
                            Severity.P2,
                            message,
                            null,
                            null,
                            null,
                            origin.time(),
                            false,
                            provenance),
                    origin.time());
        }
    }

    private void status(WorkerStatus status, Instant time) {
        figures.written(status.state());
        var type = status.state().name();
        outbox.send(Topics.WORKER_STATUS, status.workerId(), status, status.provenance(), type, time);
    }

    private void failure(Failure failure, Instant time) {
        var provenance = failure.provenance();
        if (provenance != null) { // ours always have one
            outbox.send(
                    Topics.FAILURES,
                    failure.subject(),
                    failure,
                    provenance,
                    failure.kind().name(),
                    time);
        }
    }

    private void audit(WorkerStatus status, Instant time) {
        var cause = status.provenance();
        var id = Ids.of("aud", cause.id());
        var link = chain.append(new AuditRecord(
                service + '/' + partition,
                0,
                status.workerId(),
                service,
                null,
                "CONVICT",
                status.state().name(),
                status.reason().name(),
                id,
                cause.id(),
                cause.incidentId(),
                cause.evidence(),
                cause.policy(),
                time,
                chain.hash(),
                null));
        chain = link.chain();
        store.put(AUDIT_HEAD, chain.toBytes());
        var provenance = new Provenance(
                id, cause.id(), cause.incidentId(), status.state().name(), null, null, null, null, cause.synthetic());
        outbox.send(Topics.AUDIT, status.workerId(), link.record(), provenance, "CONVICT", time);
    }
}
