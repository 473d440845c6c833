package io.homeostat.restart.domain;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.homeostat.common.contract.WorkerState;
import org.jspecify.annotations.Nullable;

/**
 * The worker that a restart is about, as its last status describes it.
 *
 * @param taskId names the lineage to which attempts belong; null: the worker is its own lineage
 * @param incarnation null if the worker was never heard
 * @param state null if no status of the worker is known
 */
public record Subject(
        String workerId,
        String workerType,
        String service,
        String version,
        String environment,
        @Nullable String taskId,
        @Nullable String incarnation,
        @Nullable WorkerState state) {

    public Subject {
        requireNonNull(workerId, "workerId");
        requireNonNull(workerType, "workerType");
        requireNonNull(service, "service");
        requireNonNull(version, "version");
        requireNonNull(environment, "environment");
    }

    /** The same worker in another life. */
    public Subject withIncarnation(@Nullable String other) {
        return new Subject(workerId, workerType, service, version, environment, taskId, other, state);
    }

    /** True while the worker runs or may run: a restart of it is one command. */
    @JsonIgnore
    public boolean isLive() {
        return state == WorkerState.ALIVE
                || state == WorkerState.WARNING
                || state == WorkerState.UNRESPONSIVE
                || state == WorkerState.REGISTERED;
    }
}
