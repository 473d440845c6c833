package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.ended;
import static io.homeostat.agent.domain.Samples.history;
import static io.homeostat.agent.domain.Samples.result;
import static io.homeostat.agent.domain.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.agent.domain.End.Cause;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CommandRulesTest {

    private static final Component RUNNING = component(Desired.RUNNING, "run");
    private static final RestartCommand START = command("c", Action.START, null, 5);

    static Stream<Arguments> fences() {
        return Stream.of(
                argumentSet("a millisecond before validUntil it is in time", START, at(-1), null),
                argumentSet("at validUntil it is in time", START, at(0), null),
                argumentSet("a millisecond after validUntil it is late", START, at(1), Reason.LATE),
                argumentSet("before any tick nothing is late", START, view(RUNNING, 1, null), null),
                argumentSet("without validUntil it is late", until(null), at(-1), Reason.LATE),
                argumentSet("of the plane generation in force", START, view(RUNNING, 1, UNTIL), null),
                argumentSet("of the one before", START, view(RUNNING, 2, UNTIL), Reason.STALE_PLANE),
                argumentSet("of the one to come", START, view(RUNNING, 0, UNTIL), null));
    }

    @ParameterizedTest
    @MethodSource("fences")
    void a_command_is_fenced_by_time_and_plane(RestartCommand command, PlaneView view, @Nullable Reason refused) {
        assertRefused(admit(command, view), refused);
    }

    static Stream<Arguments> generations() {
        return Stream.of(
                argumentSet("one below", 1, 4, Reason.STALE_GENERATION),
                argumentSet("the same", 1, 5, null),
                argumentSet("one above", 1, 6, null),
                argumentSet("below, but of a newer plane", 2, 1, null));
    }

    @ParameterizedTest
    @MethodSource("generations")
    void a_command_is_fenced_by_the_highest_generation_seen(long plane, long generation, @Nullable Reason refused) {
        var seen = new JournalEntry.Received(command("seen", Action.START, null, 5));
        var command = command("c", Action.START, null, generation, plane, UNTIL, Map.of(), Executor.PROCESS);
        var history = history(seen, new JournalEntry.Received(command));

        assertRefused(
                CommandRules.admit(command, history, new Picture(List.of(), true), view(RUNNING, 1, UNTIL)), refused);
    }

    static Stream<Arguments> declarations() {
        return Stream.of(
                argumentSet("none", null, Reason.UNKNOWN_COMPONENT),
                argumentSet(
                        "another agent's",
                        component("host-2", Executor.PROCESS, Desired.RUNNING, "run"),
                        Reason.OTHER_AGENT),
                argumentSet(
                        "of another executor",
                        component(AGENT, Executor.DOCKER, Desired.RUNNING, "run"),
                        Reason.EXECUTOR),
                argumentSet("desired STOPPED", component(Desired.STOPPED, "run"), Reason.DESIRED_STOPPED),
                argumentSet("without a start command", component(Desired.RUNNING), Reason.VERSION),
                argumentSet("with an empty start command", component(Desired.RUNNING, ""), Reason.VERSION),
                argumentSet("ours", RUNNING, null));
    }

    @ParameterizedTest
    @MethodSource("declarations")
    void a_start_needs_a_component_of_ours(@Nullable Component component, @Nullable Reason refused) {
        assertRefused(admit(START, view(component, 1, UNTIL)), refused);
    }

    @Test
    void a_stopped_component_may_still_be_terminated() {
        var view = view(component(Desired.STOPPED, "run"), 1, UNTIL);

        assertThat(admit(command("c", Action.TERMINATE, "i", 5), new Picture(List.of("i"), true), view, started("i")))
                .isEqualTo(new Admission.Terminate(List.of("i")));
    }

    @Test
    void a_command_of_another_executor_is_refused() {
        var command = command("c", Action.START, null, 5, 1, UNTIL, Map.of(), Executor.DOCKER);

        assertRefused(admit(command, at(0)), Reason.EXECUTOR);
    }

    static Stream<Arguments> versions() {
        return Stream.of(
                argumentSet("none named: the current one", Map.of(), new Admission.Start("1.0")),
                argumentSet("named", Map.of("version", "0.9"), new Admission.Start("0.9")),
                argumentSet(
                        "unknown",
                        Map.of("version", "7"),
                        new Admission.Refuse(Reason.VERSION, "the component has no version 7")),
                argumentSet(
                        "not startable",
                        Map.of("version", "empty"),
                        new Admission.Refuse(
                                Reason.VERSION, "version empty of the component has no command to start it")));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void a_start_is_of_the_version_that_it_names(Map<String, String> parameters, Admission expected) {
        var command = command("c", Action.START, null, 5, 1, UNTIL, parameters, Executor.PROCESS);

        assertThat(admit(command, at(0))).isEqualTo(expected);
    }

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

    private static Admission admit(RestartCommand command, PlaneView view) {
        return admit(command, new Picture(List.of(), true), view);
    }

    private static Admission admit(
            RestartCommand command, Picture picture, PlaneView view, JournalEntry.OfWorker... entries) {
        return CommandRules.admit(command, history(entries), picture, view);
    }

    private static void assertRefused(Admission admission, @Nullable Reason reason) {
        if (reason == null) {
            assertThat(admission).isInstanceOf(Admission.Act.class);
        } else {
            assertThat(admission)
                    .isInstanceOfSatisfying(
                            Admission.Refuse.class, r -> assertThat(r.reason()).isEqualTo(reason));
        }
    }

    @Test
    void an_agent_of_containers_starts_a_version_that_names_an_image_and_needs_no_command() {
        assertThat(admitContainer(new Component.Version(List.of(), List.of(), Map.of(), "resizer:1.0")))
                .isEqualTo(new Admission.Start("1.0"));
        assertRefused(admitContainer(new Component.Version(List.of("run"), List.of(), Map.of(), null)), Reason.VERSION);
    }

    @Test
    void an_agent_of_containers_refuses_processes() {
        var command = command("c", Action.START, null, 1);
        var view = new PlaneView(AGENT, Executor.DOCKER, RUNNING, 1, UNTIL, Set.of());
        assertRefused(CommandRules.admit(command, history(), new Picture(List.of(), true), view), Reason.EXECUTOR);
    }

    private static Admission admitContainer(Component.Version version) {
        var component = new Component(
                WORKER,
                AGENT,
                Executor.DOCKER,
                "t",
                "s",
                "e",
                Map.of("1.0", version),
                "1.0",
                100,
                List.of(),
                true,
                Desired.RUNNING,
                null,
                null,
                null);
        var command = command("c", Action.START, null, 1, 1, UNTIL, Map.of(), Executor.DOCKER);
        var view = new PlaneView(AGENT, Executor.DOCKER, component, 1, UNTIL, Set.of());
        return CommandRules.admit(command, history(), new Picture(List.of(), true), view);
    }

    private static RestartCommand until(@Nullable Instant until) {
        return command("c", Action.START, null, 5, 1, until, Map.of(), Executor.PROCESS);
    }

    private static PlaneView at(long msAfterValidUntil) {
        return view(RUNNING, 1, UNTIL.plusMillis(msAfterValidUntil));
    }

    private static PlaneView view(@Nullable Component component, long planeGeneration, @Nullable Instant now) {
        return new PlaneView(AGENT, Executor.PROCESS, component, planeGeneration, now, Set.of());
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
