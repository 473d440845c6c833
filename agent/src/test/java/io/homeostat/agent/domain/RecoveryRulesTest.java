package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.history;
import static io.homeostat.agent.domain.Samples.process;
import static io.homeostat.agent.domain.Samples.result;
import static io.homeostat.agent.domain.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.Recovery.AdmitAnew;
import io.homeostat.agent.domain.Recovery.Closed;
import io.homeostat.agent.domain.Recovery.Finish;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.RestartCommand.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each prefix of a command's steps, as a crash would leave it, against each thing that a look may find. */
class RecoveryRulesTest {

    static Stream<Arguments> prefixes() {
        return Stream.of(
                row("START received", Action.START, 0, Look.GONE, AdmitAnew.class, null),
                row("START intended, its process runs", Action.START, 1, Look.RUNS, Finish.class, Status.SUCCEEDED),
                row("START intended, no such process", Action.START, 1, Look.GONE, AdmitAnew.class, null),
                row("START intended, not to be told", Action.START, 1, Look.CANNOT_TELL, Finish.class, Status.UNKNOWN),
                row("START started, it runs", Action.START, 2, Look.RUNS, Finish.class, Status.SUCCEEDED),
                row("START started, it is gone", Action.START, 2, Look.GONE, Finish.class, Status.FAILED),
                row("START started, not to be told", Action.START, 2, Look.CANNOT_TELL, Finish.class, Status.UNKNOWN),
                row("START done", Action.START, 3, Look.GONE, Closed.class, null),
                row("TERMINATE received", Action.TERMINATE, 0, Look.RUNS, AdmitAnew.class, null),
                row("TERMINATE intended, it runs", Action.TERMINATE, 1, Look.RUNS, AdmitAnew.class, null),
                row("TERMINATE intended, gone", Action.TERMINATE, 1, Look.GONE, Finish.class, Status.SUCCEEDED),
                row("TERMINATE, not to be told", Action.TERMINATE, 1, Look.CANNOT_TELL, Finish.class, Status.UNKNOWN),
                row("TERMINATE done", Action.TERMINATE, 2, Look.GONE, Closed.class, null),
                row("RESTART received", Action.RESTART, 0, Look.RUNS, AdmitAnew.class, null),
                row("RESTART intends the end, it runs", Action.RESTART, 1, Look.RUNS, AdmitAnew.class, null),
                row("RESTART intends the end, gone", Action.RESTART, 1, Look.GONE, AdmitAnew.class, null),
                row("RESTART, end not to be told", Action.RESTART, 1, Look.CANNOT_TELL, Finish.class, Status.UNKNOWN),
                row("RESTART intends the start, runs", Action.RESTART, 2, Look.RUNS, Finish.class, Status.SUCCEEDED),
                row("RESTART intends the start, none", Action.RESTART, 2, Look.GONE, AdmitAnew.class, null),
                row("RESTART, start not to be told", Action.RESTART, 2, Look.CANNOT_TELL, Finish.class, Status.UNKNOWN),
                row("RESTART started, it runs", Action.RESTART, 3, Look.RUNS, Finish.class, Status.SUCCEEDED),
                row("RESTART started, it is gone", Action.RESTART, 3, Look.GONE, Finish.class, Status.FAILED),
                row("RESTART done", Action.RESTART, 4, Look.RUNS, Closed.class, null));
    }

    @ParameterizedTest
    @MethodSource("prefixes")
    void every_prefix_of_the_steps_has_its_meaning(
            Action action, int steps, Look look, Class<? extends Recovery> kind, @Nullable Status status) {
        var history = started("old");
        var entries = new ArrayList<>(List.of(history));
        entries.addAll(steps(action).subList(0, steps + 1));

        var command = history(entries.toArray(JournalEntry.OfWorker[]::new))
                .command("c")
                .orElseThrow();
        var recovery = RecoveryRules.recover(command, look);

        assertThat(recovery).isInstanceOf(kind);
        if (recovery instanceof Finish finish) {
            assertThat(finish.status()).isEqualTo(status);
            assertThat(finish.incarnation())
                    .isEqualTo(action == Action.TERMINATE || (action == Action.RESTART && steps == 1) ? "old" : "c");
        }
    }

    private static List<JournalEntry.OfWorker> steps(Action action) {
        var steps = new ArrayList<JournalEntry.OfWorker>();
        steps.add(new JournalEntry.Received(command("c", action, "old", 1)));
        if (action != Action.START) {
            steps.add(new JournalEntry.Ending(WORKER, "c", "old", End.Cause.COMMAND));
        }
        if (action != Action.TERMINATE) {
            steps.add(new JournalEntry.Starting(WORKER, "c", "c"));
            steps.add(new JournalEntry.Started(WORKER, "c", process("c", 8)));
        }
        steps.add(new JournalEntry.Done(WORKER, result("c", Status.SUCCEEDED)));
        return steps;
    }

    private static Arguments row(
            String name, Action action, int steps, Look look, Class<?> kind, @Nullable Status status) {
        return argumentSet(name, action, steps, look, kind, status);
    }
}
