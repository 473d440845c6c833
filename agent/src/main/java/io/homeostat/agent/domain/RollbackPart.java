package io.homeostat.agent.domain;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.contract.RestartCommand.Terminate;
import io.homeostat.common.contract.RollbackCommand;
import java.util.Map;

/**
 * Says of a command in a worker's history that it is one worker's part of a rollback: the agent's own, not of {@code
 * restart-commands}. It has the steps of a RESTART, and with them its recovery, but no generation of the worker's.
 *
 * @param service key of the rollback
 * @param commandId of the rollback
 */
public record RollbackPart(String service, String commandId) {

    private static final long GRACEFUL_SECONDS = 30; // as the plane's own clean-up grants

    /** Parameter of a rollback command: seconds, at least 0, that a process has to end by itself. */
    public static final String GRACEFUL_SECONDS_PARAMETER = "gracefulSeconds";

    /** Id of a worker's part, and incarnation of the process that it starts: the same however often it is made. */
    public static String id(String rollbackId, String workerId) {
        return Ids.of("rbk", rollbackId, workerId);
    }

    /** The part of a worker. */
    static RestartCommand command(RollbackCommand rollback, String workerId, String workerType) {
        var id = id(rollback.commandId(), workerId);
        var cause = rollback.provenance();
        var graceful = rollback.parameters().get(GRACEFUL_SECONDS_PARAMETER);
        return new RestartCommand(
                id,
                Action.RESTART,
                rollback.agent(),
                rollback.commandId(),
                workerId,
                workerType,
                null,
                null,
                0,
                rollback.planeGeneration(),
                rollback.executor(),
                Map.of("version", rollback.toVersion()),
                new Terminate(graceful == null ? GRACEFUL_SECONDS : Long.parseLong(graceful), true),
                new Provenance(
                        id,
                        rollback.commandId(),
                        cause.incidentId(),
                        null,
                        null,
                        null,
                        null,
                        cause.validUntil(),
                        cause.synthetic()));
    }
}
