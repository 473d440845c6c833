package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.ended;
import static io.homeostat.agent.domain.Samples.history;
import static io.homeostat.agent.domain.Samples.process;
import static io.homeostat.agent.domain.Samples.result;
import static io.homeostat.agent.domain.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.agent.domain.End.Cause;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.RestartCommand.Action;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class WorkerHistoryTest {

    private static final JournalEntry.OfWorker RECEIVED =
            new JournalEntry.Received(command("c", Action.RESTART, "i", 5));
    private static final JournalEntry.OfWorker ENDING = new JournalEntry.Ending(WORKER, "c", "i", Cause.COMMAND);

    @Test
    void only_an_end_that_nobody_intended_is_a_crash() {
        assertThat(history(started("i")).process("i").orElseThrow().causeOfEnd())
                .isEqualTo(Cause.CRASH);
        assertThat(history(started("i"), RECEIVED, ENDING)
                        .process("i")
                        .orElseThrow()
                        .causeOfEnd())
                .isEqualTo(Cause.COMMAND);
    }

    @Test
    void a_command_refused_at_the_last_moment_intended_nothing() {
        var refused = new JournalEntry.Done(WORKER, result("c", Status.REFUSED));
        var failed = new JournalEntry.Done(WORKER, result("c", Status.FAILED));

        assertThat(history(started("i"), RECEIVED, ENDING, refused)
                        .process("i")
                        .orElseThrow()
                        .causeOfEnd())
                .isEqualTo(Cause.CRASH);
        assertThat(history(started("i"), RECEIVED, ENDING, failed)
                        .process("i")
                        .orElseThrow()
                        .causeOfEnd())
                .isEqualTo(Cause.COMMAND);
    }

    @Test
    void an_end_is_noted_and_told_once() {
        var twice = history(started("i"), ended("i", Cause.CRASH), ended("i", Cause.CRASH));

        assertThat(twice.untold()).containsExactly(new Notice(Notice.Kind.CRASHED, "i"));
        assertThat(twice.apply(new JournalEntry.Told(WORKER, new Notice(Notice.Kind.CRASHED, "i")))
                        .untold())
                .isEmpty();
        assertThat(history(ended("unknown", Cause.CRASH)).untold()).isEmpty();
    }

    @Test
    void a_start_by_itself_is_to_be_registered_and_a_commanded_one_is_not() {
        var initial = new WorkerProcess("ini-1", 9, "boot/9", "sleeper", "dreams", "1.0", "test", true);

        assertThat(history(new JournalEntry.Started(WORKER, null, initial)).untold())
                .containsExactly(new Notice(Notice.Kind.STARTED, "ini-1"));
        assertThat(history(RECEIVED, new JournalEntry.Started(WORKER, "c", process("c", 9)))
                        .untold())
                .isEmpty();
    }

    @Test
    void closed_commands_are_bounded_and_open_ones_are_kept() {
        var entries = new ArrayList<JournalEntry.OfWorker>();
        entries.add(new JournalEntry.Received(command("open", Action.START, null, 1)));
        for (int i = 0; i <= WorkerHistory.CLOSED_COMMANDS_MAX + 1; i++) {
            entries.add(new JournalEntry.Received(command("c" + i, Action.START, null, i)));
            entries.add(new JournalEntry.Done(WORKER, result("c" + i, Status.REFUSED)));
            entries.add(new JournalEntry.Answered(WORKER, "c" + i));
        }
        entries.add(new JournalEntry.Received(command("last", Action.START, null, 1)));

        var history = history(entries.toArray(JournalEntry.OfWorker[]::new));

        assertThat(history.commands()).hasSize(WorkerHistory.CLOSED_COMMANDS_MAX + 2);
        assertThat(history.command("open")).isPresent();
        assertThat(history.command("c0")).isEmpty();
        assertThat(history.command("c2")).isPresent();
        assertThat(history.fence()).isEqualTo(new Fence(1, WorkerHistory.CLOSED_COMMANDS_MAX + 1));
    }

    @Test
    void ended_processes_are_bounded_once_their_ends_are_told() {
        var entries = new ArrayList<JournalEntry.OfWorker>();
        for (int i = 0; i <= WorkerHistory.ENDED_PROCESSES_MAX; i++) {
            entries.add(started("i" + i));
            entries.add(ended("i" + i, Cause.CRASH));
        }
        entries.add(started("alive"));
        assertThat(history(entries.toArray(JournalEntry.OfWorker[]::new)).processes())
                .hasSize(WorkerHistory.ENDED_PROCESSES_MAX + 2);
        for (int i = 0; i <= WorkerHistory.ENDED_PROCESSES_MAX; i++) {
            entries.add(new JournalEntry.Told(WORKER, new Notice(Notice.Kind.CRASHED, "i" + i)));
        }
        entries.add(started("second"));

        var history = history(entries.toArray(JournalEntry.OfWorker[]::new));

        assertThat(history.processes()).hasSize(WorkerHistory.ENDED_PROCESSES_MAX + 2);
        assertThat(history.process("i0")).isEmpty();
        assertThat(history.openProcesses()).hasSize(2);
    }
}
