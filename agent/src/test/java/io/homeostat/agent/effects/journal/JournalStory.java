package io.homeostat.agent.effects.journal;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.process;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.End;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.Notice;
import io.homeostat.agent.domain.RollbackPlan;
import io.homeostat.agent.domain.RollbackRules;
import io.homeostat.agent.domain.Samples;
import io.homeostat.agent.domain.SubjectHistory;
import io.homeostat.agent.domain.WorkerHistory;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.RestartCommand.Action;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/** A journal with one entry of every kind, and what is remembered of it. */
final class JournalStory {

    static final Instant TIME = Instant.parse("2026-11-25T10:00:00.123Z");
    static final Change FIX = new Change.Settings(Samples.fix("f", WORKER, 2));
    static final Change.Rollback ROLLBACK = new Change.Rollback(Samples.rollback("r", 4));

    private static final RollbackPlan PLAN = new RollbackPlan(
            List.of(new RollbackPlan.Target(WORKER, "sleeper", List.of(WORKER))), List.of("w-2: why"), List.of("w-3"));

    /** One of every kind, as a restart and what follows would leave them. */
    static final List<JournalEntry> STORY = List.of(
            new JournalEntry.Starting(WORKER, null, "ini-1"),
            new JournalEntry.Started(WORKER, null, process("ini-1", 41)),
            new JournalEntry.Told(WORKER, new Notice(Notice.Kind.STARTED, "ini-1")),
            new JournalEntry.Received(command("c", Action.RESTART, "ini-1", 3)),
            new JournalEntry.Ending(WORKER, "c", "ini-1", End.Cause.COMMAND),
            new JournalEntry.Ended(WORKER, "ini-1", new End(End.Cause.COMMAND, 143, "ended when asked", TIME)),
            new JournalEntry.Starting(WORKER, "c", "c"),
            new JournalEntry.Started(WORKER, "c", process("c", 42)),
            new JournalEntry.Done(
                    WORKER,
                    new CommandResult(WORKER, "c", CommandResult.Status.SUCCEEDED, "host-1", "line\nfeed", "c", TIME)),
            new JournalEntry.Answered(WORKER, "c"),
            new JournalEntry.Ended(WORKER, "c", new End(End.Cause.CRASH, null, null, TIME)),
            new JournalEntry.Rested(WORKER),
            new JournalEntry.Starting(WORKER, null, "ini-2"),
            new JournalEntry.NotStarted(WORKER, "ini-2"),
            new JournalEntry.ChangeReceived(FIX),
            new JournalEntry.ChangeBegun(FIX.key(), "f", null),
            new JournalEntry.ChangeEffected(FIX.key(), "f", null),
            new JournalEntry.ChangeDone(
                    FIX.key(),
                    new CommandResult(WORKER, "f", CommandResult.Status.SUCCEEDED, "host-1", "patched", null, TIME)),
            new JournalEntry.ChangeAnswered(FIX.key(), "f"),
            new JournalEntry.ChangeReceived(ROLLBACK),
            new JournalEntry.ChangeBegun(ROLLBACK.key(), "r", PLAN),
            new JournalEntry.ChangeEffected(ROLLBACK.key(), "r", PLAN),
            RollbackRules.parts(ROLLBACK.command(), PLAN).getFirst());

    private JournalStory() {}

    /** Writes entries to a journal of its own, one by one, and returns what it remembers of the worker. */
    static WorkerHistory written(Path path, List<JournalEntry> entries) {
        DirectoryLock.take(path).close();
        try (var journal = new Journal(path)) {
            entries.forEach(journal::append);
            return journal.history(WORKER);
        }
    }

    /** What entries leave of {@link #FIX} and {@link #ROLLBACK}. */
    static List<SubjectHistory> changes(List<JournalEntry> entries) {
        var fix = SubjectHistory.unknown(FIX.key());
        var rollback = SubjectHistory.unknown(ROLLBACK.key());
        for (var entry : entries) {
            if (entry instanceof JournalEntry.OfChange change) {
                fix = change.key().equals(FIX.key()) ? fix.apply(change) : fix;
                rollback = change.key().equals(ROLLBACK.key()) ? rollback.apply(change) : rollback;
            }
        }
        return List.of(fix, rollback);
    }

    static Path file(Path directory) {
        return directory.resolve("journal.jsonl");
    }
}
