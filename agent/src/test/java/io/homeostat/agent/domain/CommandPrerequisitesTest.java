package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Admissions.RUNNING;
import static io.homeostat.agent.domain.Admissions.admit;
import static io.homeostat.agent.domain.Admissions.at;
import static io.homeostat.agent.domain.Admissions.view;
import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.history;
import static io.homeostat.agent.domain.Samples.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.Admission.Reason;
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

/** A command that is late, stale, somebody else's, or for what cannot be started, is refused with the reason. */
class CommandPrerequisitesTest {

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

    private static void assertRefused(Admission admission, @Nullable Reason reason) {
        if (reason == null) {
            assertThat(admission).isInstanceOf(Admission.Act.class);
        } else {
            assertThat(admission)
                    .isInstanceOfSatisfying(
                            Admission.Refuse.class, r -> assertThat(r.reason()).isEqualTo(reason));
        }
    }
}
