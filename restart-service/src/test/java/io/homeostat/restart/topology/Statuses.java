package io.homeostat.restart.topology;

import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;

/** Statuses as heartbeat-service writes them. */
public final class Statuses {

    private Statuses() {}

    /** A status of a resizer with task t-9. */
    public static WorkerStatus of(
            String worker,
            WorkerState state,
            String incarnation,
            WorkerStatus.Reason reason,
            String id,
            String incidentId) {
        return new WorkerStatus(
                worker,
                "resizer",
                "images",
                "1.0",
                "production",
                incarnation,
                state,
                null,
                reason,
                100,
                WorkerStatus.HealthStatus.HEALTHY,
                0,
                Bench.START,
                Bench.START,
                null,
                "t-9",
                null,
                null,
                reason == WorkerStatus.Reason.FENCED ? "fenced" : null,
                new Provenance(id, "heartbeats/0/1", incidentId, state.name(), null, null, null, null, false));
    }
}
