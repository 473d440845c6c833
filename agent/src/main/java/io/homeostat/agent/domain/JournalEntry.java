package io.homeostat.agent.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.RestartCommand;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of the journal. Each but {@link Together} belongs to one worker, whose {@link WorkerHistory} is the sum of them,
 * or to one subject of changes, whose {@link SubjectHistory} is.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "entry")
@JsonSubTypes({
    @JsonSubTypes.Type(value = JournalEntry.Received.class, name = "received"),
    @JsonSubTypes.Type(value = JournalEntry.Ending.class, name = "ending"),
    @JsonSubTypes.Type(value = JournalEntry.Starting.class, name = "starting"),
    @JsonSubTypes.Type(value = JournalEntry.NotStarted.class, name = "not-started"),
    @JsonSubTypes.Type(value = JournalEntry.Started.class, name = "started"),
    @JsonSubTypes.Type(value = JournalEntry.Ended.class, name = "ended"),
    @JsonSubTypes.Type(value = JournalEntry.Done.class, name = "done"),
    @JsonSubTypes.Type(value = JournalEntry.Answered.class, name = "answered"),
    @JsonSubTypes.Type(value = JournalEntry.Told.class, name = "told"),
    @JsonSubTypes.Type(value = JournalEntry.Rested.class, name = "rested"),
    @JsonSubTypes.Type(value = JournalEntry.Forgotten.class, name = "forgotten"),
    @JsonSubTypes.Type(value = JournalEntry.Snapshot.class, name = "snapshot"),
    @JsonSubTypes.Type(value = JournalEntry.ChangeReceived.class, name = "change-received"),
    @JsonSubTypes.Type(value = JournalEntry.ChangeBegun.class, name = "change-begun"),
    @JsonSubTypes.Type(value = JournalEntry.ChangeEffected.class, name = "change-effected"),
    @JsonSubTypes.Type(value = JournalEntry.ChangeDone.class, name = "change-done"),
    @JsonSubTypes.Type(value = JournalEntry.ChangeAnswered.class, name = "change-answered"),
    @JsonSubTypes.Type(value = JournalEntry.ChangeSnapshot.class, name = "change-snapshot"),
    @JsonSubTypes.Type(value = JournalEntry.Together.class, name = "together")
})
public sealed interface JournalEntry {

    /** Several entries that count together or not at all: one decision, of which no crash may leave a part. */
    record Together(List<JournalEntry> entries) implements JournalEntry {
        public Together {
            entries = List.copyOf(entries);
        }
    }

    /** An entry about a worker. */
    sealed interface OfWorker extends JournalEntry {
        /** The worker that it is about. */
        String workerId();
    }

    /** An entry about a change of settings or versions. */
    sealed interface OfChange extends JournalEntry {
        /** {@link Change#key}. */
        String key();
    }

    /**
     * A command arrived, and its offset may be committed now; or the agent gives it to itself.
     *
     * @param part the rollback that it belongs to; null: it arrived
     */
    record Received(RestartCommand command, @Nullable RollbackPart part) implements OfWorker {

        /** One that arrived. */
        public Received(RestartCommand command) {
            this(command, null);
        }

        @Override
        public String workerId() {
            return command.workerId();
        }
    }

    /**
     * The agent is about to end a process.
     *
     * @param commandId null: by the operator's will or with the agent itself
     */
    record Ending(String workerId, @Nullable String commandId, String incarnation, End.Cause cause)
            implements OfWorker {}

    /**
     * The agent is about to start a process.
     *
     * @param commandId null: by itself
     */
    record Starting(String workerId, @Nullable String commandId, String incarnation) implements OfWorker {}

    /** A start by the agent itself was interrupted, and no process came of it. */
    record NotStarted(String workerId, String incarnation) implements OfWorker {}

    /**
     * A process was started, or found running.
     *
     * @param commandId null: not by a command, or by one that the journal does not know
     */
    record Started(String workerId, @Nullable String commandId, WorkerProcess process) implements OfWorker {}

    /** A process is gone. */
    record Ended(String workerId, String incarnation, End end) implements OfWorker {}

    /** The outcome of a command is fixed. */
    record Done(String workerId, CommandResult result) implements OfWorker {}

    /** The broker has the outcome of a command. */
    record Answered(String workerId, String commandId) implements OfWorker {}

    /** The broker has a notice. */
    record Told(String workerId, Notice notice) implements OfWorker {}

    /** The operator's will keeps it stopped, though it ended before by something else. */
    record Rested(String workerId) implements OfWorker {}

    /** The component was removed and nothing is left to say: the worker is unknown again. */
    record Forgotten(String workerId) implements OfWorker {}

    /** Everything about a worker at the time of a compaction. */
    record Snapshot(WorkerHistory history) implements OfWorker {
        @Override
        public String workerId() {
            return history.workerId();
        }
    }

    /** A change arrived; its offset may be committed now. */
    record ChangeReceived(Change change) implements OfChange {
        @Override
        public String key() {
            return change.key();
        }
    }

    /**
     * The agent is about to do the first that cannot be taken back.
     *
     * @param plan of a rollback; null for settings
     */
    record ChangeBegun(
            String key, String commandId, @Nullable RollbackPlan plan) implements OfChange {}

    /**
     * The file is written; or the components are, and the parts of the plan follow in the same append.
     *
     * @param plan of a rollback, as it could be carried out; null for settings
     */
    record ChangeEffected(
            String key, String commandId, @Nullable RollbackPlan plan) implements OfChange {}

    /** The outcome of a change is fixed. */
    record ChangeDone(String key, CommandResult result) implements OfChange {}

    /** The broker has the outcome of a change. */
    record ChangeAnswered(String key, String commandId) implements OfChange {}

    /** Everything about the changes of a subject at the time of a compaction. */
    record ChangeSnapshot(SubjectHistory history) implements OfChange {
        @Override
        public String key() {
            return history.key();
        }
    }
}
