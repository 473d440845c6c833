package io.homeostat.heartbeat.topology;

import io.homeostat.common.contract.Origin;
import io.homeostat.common.streams.Addressed;
import io.homeostat.heartbeat.domain.WorkerEvent;
import org.jspecify.annotations.Nullable;

/** What the stage by worker reads, parsed. */
sealed interface WorkerInput extends Addressed {

    /** Something happened to a worker; {@code raw} is the record's value, for the dead letter if it is refused after all. */
    record OfWorker(WorkerEvent event, byte @Nullable [] raw) implements WorkerInput {
        @Override
        public String subject() {
            return event.workerId();
        }
    }

    /** A tick of the partition of {@code heartbeats} that the task itself reads. */
    record Tick(Origin origin) implements WorkerInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** A tick of another partition, sent on by its task: all misplaced beats before it have been sent on before it. */
    record RoutedTick(int from, Origin origin) implements WorkerInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** A misplaced beat left this task for another one. */
    record Departed() implements WorkerInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** Valid, and nothing that changes a worker's state: failures that end no process. */
    record Irrelevant() implements WorkerInput {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }
}
