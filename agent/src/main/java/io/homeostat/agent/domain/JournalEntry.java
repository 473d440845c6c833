package io.homeostat.agent.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.RestartCommand;
import org.jspecify.annotations.Nullable;

/** One line of the journal. Each belongs to one worker, whose {@link WorkerHistory} is the sum of them. */
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
    @JsonSubTypes.Type(value = JournalEntry.Snapshot.class, name = "snapshot")
})
public sealed interface JournalEntry {

    /** The worker that it is about. */
    String workerId();

    /** A command arrived; its offset may be committed now. */
    record Received(RestartCommand command) implements JournalEntry {
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
            implements JournalEntry {}

    /**
     * The agent is about to start a process.
     *
     * @param commandId null: by itself
     */
    record Starting(String workerId, @Nullable String commandId, String incarnation) implements JournalEntry {}

    /** A start by the agent itself was interrupted, and no process came of it. */
    record NotStarted(String workerId, String incarnation) implements JournalEntry {}

    /**
     * A process was started, or found running.
     *
     * @param commandId null: not by a command, or by one that the journal does not know
     */
    record Started(String workerId, @Nullable String commandId, WorkerProcess process) implements JournalEntry {}

    /** A process is gone. */
    record Ended(String workerId, String incarnation, End end) implements JournalEntry {}

    /** The outcome of a command is fixed. */
    record Done(String workerId, CommandResult result) implements JournalEntry {}

    /** The broker has the outcome of a command. */
    record Answered(String workerId, String commandId) implements JournalEntry {}

    /** The broker has a notice. */
    record Told(String workerId, Notice notice) implements JournalEntry {}

    /** The operator's will keeps it stopped, though it ended before by something else. */
    record Rested(String workerId) implements JournalEntry {}

    /** The component was removed and nothing is left to say: the worker is unknown again. */
    record Forgotten(String workerId) implements JournalEntry {}

    /** Everything about a worker at the time of a compaction. */
    record Snapshot(WorkerHistory history) implements JournalEntry {
        @Override
        public String workerId() {
            return history.workerId();
        }
    }
}
