package io.homeostat.agent.effects.journal;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.process;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.CommandHistory.Step;
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
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalTest {

    private static final Instant TIME = Instant.parse("2026-11-25T10:00:00.123Z");

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

    @TempDir
    private Path directory;

    @Test
    void every_prefix_is_remembered_after_a_start() {
        for (int steps = 0; steps <= STORY.size(); steps++) {
            var path = directory.resolve("prefix-" + steps);
            var before = written(path, STORY.subList(0, steps));
            var changes = changes(STORY.subList(0, steps));
            try (var again = new Journal(path)) {
                assertThat(again.history(WORKER)).isEqualTo(before);
                assertThat(List.of(again.changes(FIX.key()), again.changes(ROLLBACK.key())))
                        .isEqualTo(changes);
            }
            try (var compacted = new Journal(path)) {
                assertThat(compacted.history(WORKER)).isEqualTo(before);
                assertThat(List.of(compacted.changes(FIX.key()), compacted.changes(ROLLBACK.key())))
                        .isEqualTo(changes);
            }
        }
    }

    @Test
    void a_journal_of_the_time_before_rollbacks_is_read() throws Exception {
        Files.writeString(
                file(directory),
                "{\"entry\":\"received\",\"command\":{\"commandId\":\"c\",\"action\":\"TERMINATE\",\"agent\":\"host-1\","
                        + "\"restartId\":\"rst\",\"workerId\":\"w-1\",\"workerType\":\"sleeper\",\"generation\":3,"
                        + "\"planeGeneration\":1,\"executor\":\"process\",\"parameters\":{},\"id\":\"c\",\"causeId\":\"x\"}}\n");
        try (var journal = new Journal(directory)) {
            assertThat(journal.history(WORKER).command("c")).isPresent();
            assertThat(journal.history(WORKER).isPart("c")).isFalse();
        }
    }

    @Test
    void a_rollback_of_many_workers_is_read_back_whole() {
        var workers = IntStream.range(0, 4000).mapToObj(i -> "worker-" + i).toList();
        var plan = new RollbackPlan(List.of(new RollbackPlan.Target("type/t", "t", workers)), List.of(), List.of());
        try (var journal = new Journal(directory)) {
            for (int i = 0; i < 6; i++) {
                var id = "r" + i;
                journal.append(new JournalEntry.ChangeReceived(new Change.Rollback(Samples.rollback(id, i))));
                journal.append(new JournalEntry.ChangeBegun(ROLLBACK.key(), id, plan));
            }
        }
        new Journal(directory).close(); // compacts them to one line
        try (var again = new Journal(directory)) {
            assertThat(again.changes(ROLLBACK.key()).changes())
                    .hasSize(6)
                    .allSatisfy(c -> assertThat(c.plan()).isEqualTo(plan));
        }
    }

    @Test
    void a_last_line_torn_at_any_byte_is_cut_off() throws Exception {
        for (var last : STORY) {
            var path = directory.resolve(last.getClass().getSimpleName() + STORY.indexOf(last));
            var before = written(path, List.of(STORY.get(3)));
            int kept = (int) Files.size(file(path));
            try (var journal = new Journal(path)) {
                kept = (int) Files.size(file(path));
                journal.append(last);
            }
            var whole = Files.readAllBytes(file(path));
            for (int length = kept; length < whole.length; length++) {
                Files.write(file(path), Arrays.copyOf(whole, length));
                try (var torn = JournalFile.open(file(path), _ -> {})) {
                    assertThat(torn.length()).as("cut at %d", length).isEqualTo(kept);
                }
                assertThat(Files.size(file(path))).isEqualTo(kept);
            }
            try (var again = new Journal(path)) {
                assertThat(again.history(WORKER)).isEqualTo(before);
            }
        }
    }

    @Test
    void a_last_line_whose_blocks_did_not_all_reach_the_disk_is_cut_off() throws Exception {
        var before = written(directory, STORY.subList(0, 2));
        var whole = Files.readString(file(directory));
        Files.writeString(file(directory), whole + "\0\0\0\0\0\0\n");

        try (var again = new Journal(directory)) {
            assertThat(again.history(WORKER)).isEqualTo(before);
        }
    }

    @Test
    void damage_anywhere_else_is_named_and_nothing_starts_on_it() throws Exception {
        written(directory, STORY.subList(0, 3));
        var lines = Files.readAllLines(file(directory));
        lines.set(1, lines.get(1).substring(1));
        Files.write(file(directory), lines);

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> new Journal(directory))
                .withMessageContaining("journal.jsonl, line 2 is damaged");
    }

    @Test
    void after_a_torn_line_the_next_one_stands_where_it_stood() throws Exception {
        written(directory, STORY.subList(0, 2));
        Files.writeString(
                file(directory), Files.readString(file(directory)) + "{\"entry\":\"do", StandardCharsets.UTF_8);
        try (var journal = new Journal(directory)) {
            journal.append(STORY.get(2));
        }
        try (var again = new Journal(directory)) {
            assertThat(again.history(WORKER).untold()).isEmpty();
        }
    }

    @Test
    void it_does_not_grow_for_ever() throws Exception {
        try (var journal = new Journal(directory)) {
            for (int i = 0; i < 60; i++) {
                journal.append(refusedCommands(100 * i, 100));
            }
            assertThat(Files.size(file(directory))).isLessThan(5L * 1024 * 1024);
            assertThat(journal.history(WORKER).command("c5999").orElseThrow().step())
                    .isEqualTo(Step.DONE);
        }
    }

    @Test
    void a_forgotten_worker_leaves_nothing() {
        try (var journal = new Journal(directory)) {
            journal.append(STORY);
            journal.append(new JournalEntry.Forgotten(WORKER));

            assertThat(journal.workers()).isEmpty();
        }
    }

    @Test
    void after_a_failed_append_nothing_of_it_is_remembered() {
        var journal = new Journal(directory);
        journal.append(STORY.get(1));
        var before = journal.history(WORKER);
        journal.close();

        assertThatExceptionOfType(JournalException.class).isThrownBy(() -> journal.append(STORY.get(3)));
        assertThat(journal.history(WORKER)).isEqualTo(before);
        assertThat(journal.problem()).isPresent();
    }

    @Test
    void nobody_else_may_read_what_settings_say() throws Exception {
        try (var journal = new Journal(directory)) {
            STORY.forEach(journal::append);
        }
        assertThat(Files.getPosixFilePermissions(file(directory)))
                .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        try (var _ = new Journal(directory)) { // compacted at the start
            assertThat(Files.getPosixFilePermissions(file(directory)))
                    .isEqualTo(PosixFilePermissions.fromString("rw-------"));
        }
    }

    @Test
    void what_is_known_is_known_although_the_journal_cannot_be_compacted() throws Exception {
        var before = written(directory, STORY);
        Files.createDirectories(directory.resolve("journal.jsonl.new").resolve("in the way"));

        try (var journal = new Journal(directory)) {
            assertThat(journal.history(WORKER)).isEqualTo(before);
        }
    }

    @Test
    void a_directory_is_held_by_one_agent() {
        try (var _ = DirectoryLock.take(directory)) {
            assertThatExceptionOfType(JournalException.class)
                    .isThrownBy(() -> DirectoryLock.take(directory))
                    .withMessageContaining("is in use by another agent");
        }
        DirectoryLock.take(directory).close();
    }

    @Test
    void a_directory_that_cannot_be_used_is_named() throws Exception {
        var file = Files.createFile(directory.resolve("file"));

        assertThatExceptionOfType(JournalException.class)
                .isThrownBy(() -> DirectoryLock.take(file))
                .withMessageContaining("data directory " + file);
    }

    private static List<JournalEntry> refusedCommands(int from, int count) {
        var entries = new ArrayList<JournalEntry>();
        for (int i = from; i < from + count; i++) {
            var message = "x".repeat(1000);
            var status = CommandResult.Status.REFUSED;
            entries.add(new JournalEntry.Received(command("c" + i, Action.START, null, i)));
            entries.add(new JournalEntry.Done(
                    WORKER, new CommandResult(WORKER, "c" + i, status, "host-1", message, null, TIME)));
            entries.add(new JournalEntry.Answered(WORKER, "c" + i));
        }
        return entries;
    }

    static WorkerHistory written(Path path, List<JournalEntry> entries) {
        DirectoryLock.take(path).close();
        try (var journal = new Journal(path)) {
            entries.forEach(journal::append);
            return journal.history(WORKER);
        }
    }

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
