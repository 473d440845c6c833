package io.homeostat.agent.effects.journal;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.effects.journal.JournalStory.FIX;
import static io.homeostat.agent.effects.journal.JournalStory.ROLLBACK;
import static io.homeostat.agent.effects.journal.JournalStory.STORY;
import static io.homeostat.agent.effects.journal.JournalStory.TIME;
import static io.homeostat.agent.effects.journal.JournalStory.changes;
import static io.homeostat.agent.effects.journal.JournalStory.file;
import static io.homeostat.agent.effects.journal.JournalStory.written;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.CommandHistory.Step;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.RollbackPlan;
import io.homeostat.agent.domain.Samples;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.RestartCommand.Action;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was appended is remembered after any start, in bounded space, by nobody else. */
class JournalTest {

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

    @Test
    void a_forgotten_worker_leaves_nothing() {
        try (var journal = new Journal(directory)) {
            journal.append(STORY);
            journal.append(new JournalEntry.Forgotten(WORKER));

            assertThat(journal.workers()).isEmpty();
        }
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
}
