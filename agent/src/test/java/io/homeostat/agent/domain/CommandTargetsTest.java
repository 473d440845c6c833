package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Admissions.admit;
import static io.homeostat.agent.domain.Admissions.at;
import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.ended;
import static io.homeostat.agent.domain.Samples.result;
import static io.homeostat.agent.domain.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.agent.domain.End.Cause;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.RestartCommand.Action;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A command acts on the incarnation that it was meant for, once, and says what is true of it. */
class CommandTargetsTest {

    static Stream<Arguments> incarnations() {
        return Stream.of(
                row("START, nothing runs", Action.START, null, List.of(), new Admission.Start("1.0")),
                row("START, another runs", Action.START, null, List.of("i"), other("i")),
                row("START, another runs, even the expected one", Action.START, "i", List.of("i"), other("i")),
                row("START, its own process runs", Action.START, null, List.of("c"), runsAlready()),
                row("TERMINATE, it runs", Action.TERMINATE, "i", List.of("i"), terminate("i")),
                row("TERMINATE, it runs beside another", Action.TERMINATE, "i", List.of("j", "i"), terminate("i")),
                row("TERMINATE, only another runs", Action.TERMINATE, "i", List.of("j"), gone("i")),
                row("TERMINATE, nothing runs", Action.TERMINATE, "i", List.of(), gone("i")),
                row("TERMINATE any, one runs", Action.TERMINATE, null, List.of("j"), terminate("j")),
                row("TERMINATE any, two run", Action.TERMINATE, null, List.of("j", "k"), terminate("j", "k")),
                row("TERMINATE any, nothing runs", Action.TERMINATE, null, List.of(), noneGone()),
                row("TERMINATE an assigned one, one runs", Action.TERMINATE, "~1", List.of("j"), terminate("j")),
                row("RESTART, it runs", Action.RESTART, "i", List.of("i"), restart("i")),
                row("RESTART, only another runs", Action.RESTART, "i", List.of("j"), other("j")),
                row("RESTART, another runs beside it", Action.RESTART, "i", List.of("i", "j"), other("j")),
                row("RESTART, nothing runs", Action.RESTART, "i", List.of(), notRunning("i")),
                row("RESTART any, one runs", Action.RESTART, null, List.of("j"), restart("j")),
                row("RESTART any, nothing runs", Action.RESTART, null, List.of(), restart()),
                row("RESTART an assigned one, one runs", Action.RESTART, "~2", List.of("j"), restart("j")),
                row("RESTART, its own process runs", Action.RESTART, "i", List.of("c"), runsAlready()));
    }

    @ParameterizedTest
    @MethodSource("incarnations")
    void a_command_acts_on_its_incarnation_only(
            Action action, @Nullable String expected, List<String> running, Admission admission) {
        assertThat(admit(command("c", action, expected, 5), new Picture(running, true), at(0)))
                .isEqualTo(admission);
    }

    @Test
    void an_unknown_incarnation_is_unknown_where_the_system_cannot_be_searched() {
        var command = command("c", Action.TERMINATE, "i", 5);

        assertThat(admit(command, new Picture(List.of(), false), at(0)))
                .isEqualTo(new Admission.Answer(Status.UNKNOWN, "cannot tell whether incarnation i runs", "i"));
        assertThat(admit(command, new Picture(List.of(), false), at(0), started("i"), ended("i", Cause.CRASH)))
                .isEqualTo(gone("i"));
    }

    @Test
    void a_command_that_was_done_gets_the_same_answer_however_late() {
        var result = result("c", Status.FAILED);

        assertThat(admit(
                        command("c", Action.RESTART, "i", 1),
                        new Picture(List.of("i"), true),
                        at(100_000),
                        new JournalEntry.Received(command("c", Action.RESTART, "i", 1)),
                        new JournalEntry.Done(WORKER, result)))
                .isEqualTo(new Admission.AlreadyDone(result));
    }

    static Stream<Arguments> interruptions() {
        var lateMessage = "it was valid until 2026-11-25T10:00:00Z, now is 2026-11-25T10:00:00.001Z";
        return Stream.of(
                argumentSet("in time, target gone: the start is left", 0, List.of(), restart()),
                argumentSet("in time, target runs: from the beginning", 0, List.of("i"), restart("i")),
                argumentSet(
                        "late, target gone: it must not say that nothing was done",
                        1,
                        List.of(),
                        new Admission.Answer(Status.FAILED, "ended i but started nothing: " + lateMessage, null)),
                argumentSet(
                        "late, target runs: it may have been asked to end",
                        1,
                        List.of("i"),
                        new Admission.Answer(
                                Status.UNKNOWN, "interrupted while it ended i; then: " + lateMessage, "i")));
    }

    @ParameterizedTest
    @MethodSource("interruptions")
    void a_restart_that_was_interrupted_goes_on_or_tells_the_truth(long lateMs, List<String> running, Admission then) {
        var command = command("c", Action.RESTART, "i", 5);

        assertThat(admit(
                        command,
                        new Picture(running, true),
                        at(lateMs),
                        started("i"),
                        new JournalEntry.Received(command),
                        new JournalEntry.Ending(WORKER, "c", "i", Cause.COMMAND)))
                .isEqualTo(then);
    }

    private static Arguments row(
            String name, Action action, @Nullable String expected, List<String> running, Admission admission) {
        return argumentSet(name, action, expected, running, admission);
    }

    private static Admission other(String running) {
        return new Admission.Refuse(Reason.OTHER_INCARNATION, "a process of incarnation " + running + " runs");
    }

    private static Admission notRunning(String expected) {
        return new Admission.Refuse(Reason.NOT_RUNNING, "incarnation " + expected + " does not run");
    }

    private static Admission runsAlready() {
        return new Admission.Answer(Status.SUCCEEDED, "runs already", "c");
    }

    private static Admission gone(String incarnation) {
        return new Admission.Answer(Status.SUCCEEDED, "already gone: incarnation " + incarnation, incarnation);
    }

    private static Admission noneGone() {
        return new Admission.Answer(Status.SUCCEEDED, "already gone: no process of the worker runs", null);
    }

    private static Admission terminate(String... targets) {
        return new Admission.Terminate(List.of(targets));
    }

    private static Admission restart(String... targets) {
        return new Admission.Restart(List.of(targets), "1.0");
    }
}
