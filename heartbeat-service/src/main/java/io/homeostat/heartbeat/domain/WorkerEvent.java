package io.homeostat.heartbeat.domain;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Heartbeat;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.RestartCommand;

/** What can happen to one worker. */
public sealed interface WorkerEvent {

    /** Whose history it belongs to. */
    String workerId();

    /** Where the record stands that brought it; its time is the append time. */
    Origin origin();

    /** Append time in milliseconds since the epoch. */
    default long at() {
        return origin().time().toEpochMilli();
    }

    /** The worker, or somebody in its name, sent a heartbeat; the origin's partition is the one that it came through. */
    record Heard(Heartbeat beat, Origin origin) implements WorkerEvent {
        @Override
        public String workerId() {
            return beat.workerId();
        }
    }

    /** Somebody reports that the worker's process ended. */
    record Crashed(Failure failure, Origin origin) implements WorkerEvent {
        @Override
        public String workerId() {
            return failure.subject();
        }
    }

    /** restart-service commanded something to be done to the worker. */
    record Commanded(RestartCommand command, Origin origin) implements WorkerEvent {
        @Override
        public String workerId() {
            return command.workerId();
        }
    }

    /** An agent says how a command went. */
    record Resulted(CommandResult result, Origin origin) implements WorkerEvent {
        @Override
        public String workerId() {
            return result.subject();
        }
    }

    /** A tick came and something about the worker is due. */
    record Due(String workerId, Origin origin) implements WorkerEvent {}
}
