package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.WORKER;
import static io.homeostat.agent.domain.Samples.command;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.history;
import static io.homeostat.agent.domain.Samples.rollback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.Admission.Answer;
import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.agent.domain.RollbackPlan.Target;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.RestartCommand.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SwitchRulesTest {

    private static final JournalEntry.Received PART = RollbackRules.parts(
                    rollback("r", 5),
                    new RollbackPlan(List.of(new Target(WORKER, "sleeper", List.of(WORKER))), List.of(), List.of()))
            .getFirst();
    private static final String ID = PART.command().commandId();
    private static final Component OURS = component(WORKER, "sleeper", "0.9", Desired.RUNNING);

    static Stream<Arguments> pictures() {
        return Stream.of(
                argumentSet("the new version runs", List.of("new"), new Admission.Restart(List.of("new"), "0.9")),
                argumentSet(
                        "the old one runs already",
                        List.of("old"),
                        new Answer(Status.SUCCEEDED, "runs version 0.9 already", "old")),
                argumentSet(
                        "what it started runs",
                        List.of(ID),
                        new Answer(Status.SUCCEEDED, "runs version 0.9 already", ID)),
                argumentSet("nothing runs", List.of(), new Admission.Restart(List.of(), "0.9")),
                argumentSet(
                        "two run, and one of them is the old one",
                        List.of("new", "old"),
                        new Admission.Restart(List.of("new", "old"), "0.9")));
    }

    @ParameterizedTest
    @MethodSource("pictures")
    void afterwards_exactly_one_process_of_the_version_runs(List<String> running, Admission expected) {
        assertThat(admit(running, OURS, 0)).isEqualTo(expected);
    }

    static Stream<Arguments> stopped() {
        return Stream.of(
                argumentSet(
                        "nothing runs",
                        List.of(),
                        new Answer(Status.SUCCEEDED, "is desired STOPPED, and nothing runs", null)),
                argumentSet("the new version runs", List.of("new"), new Admission.Terminate(List.of("new"))));
    }

    @ParameterizedTest
    @MethodSource("stopped")
    void what_the_operator_wants_stopped_is_not_started(List<String> running, Admission expected) {
        assertThat(admit(running, component(WORKER, "sleeper", "0.9", Desired.STOPPED), 0))
                .isEqualTo(expected);
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                argumentSet("at validUntil it is in time", OURS, 0, null),
                argumentSet("a millisecond after it is late", OURS, 1, Reason.LATE),
                argumentSet("removed meanwhile", null, 0, Reason.UNKNOWN_COMPONENT),
                argumentSet(
                        "given away meanwhile",
                        component("host-2", Executor.PROCESS, Desired.RUNNING, "run"),
                        0,
                        Reason.OTHER_AGENT),
                argumentSet("without the start command", component(Desired.RUNNING), 0, Reason.VERSION));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void a_part_is_judged_anew_in_its_lane(@Nullable Component component, long millis, @Nullable Reason refused) {
        var admission = admit(List.of("new"), component, millis);

        if (refused == null) {
            assertThat(admission).isInstanceOf(Admission.Restart.class);
        } else {
            assertThat(admission)
                    .isInstanceOfSatisfying(
                            Admission.Refuse.class, r -> assertThat(r.reason()).isEqualTo(refused));
        }
    }

    @Test
    void the_generations_of_the_workers_own_commands_do_not_stop_it_nor_it_them() {
        var before = new JournalEntry.Received(command("c", Action.START, null, 70));
        var history = history(before, PART);

        assertThat(CommandRules.admit(PART.command(), history, new Picture(List.of(), true), view(OURS, 0)))
                .isEqualTo(new Admission.Restart(List.of(), "0.9"));
        assertThat(history.fence()).isEqualTo(new Fence(1, 70));
    }

    @Test
    void one_that_ended_a_process_and_became_late_says_so() {
        var history = with("new", new JournalEntry.Ending(WORKER, ID, "new", End.Cause.COMMAND));

        assertThat(CommandRules.admit(PART.command(), history, new Picture(List.of(), true), view(OURS, 1)))
                .isInstanceOfSatisfying(Answer.class, a -> {
                    assertThat(a.status()).isEqualTo(Status.FAILED);
                    assertThat(a.message()).startsWith("ended new but started nothing: ");
                });
    }

    static Stream<Arguments> starts() {
        return Stream.of(
                argumentSet("of the version that was left", "1.0", Set.of("1.0"), Reason.VERSION),
                argumentSet("of the version in force", "0.9", Set.of("1.0"), null),
                argumentSet("of no version", null, Set.of("1.0"), null),
                argumentSet("of another one, and nothing was rolled back", "1.0", Set.of(), null));
    }

    @ParameterizedTest
    @MethodSource("starts")
    void a_start_that_was_decided_before_a_rollback_does_not_bring_the_new_version_back(
            @Nullable String version, Set<String> left, @Nullable Reason refused) {
        var parameters = version == null ? Map.<String, String>of() : Map.of("version", version);
        var start = command("c", Action.START, null, 5, 1, UNTIL, parameters, Executor.PROCESS);
        var view = new PlaneView(AGENT, Executor.PROCESS, OURS, 1, UNTIL, left);

        var admission = CommandRules.admit(
                start, history(new JournalEntry.Received(start)), new Picture(List.of(), true), view);

        assertThat(admission)
                .isEqualTo(
                        refused == null
                                ? new Admission.Start(version == null ? "0.9" : version)
                                : new Admission.Refuse(refused, "version 1.0 was rolled back, the component runs 0.9"));
    }

    private static Admission admit(List<String> running, @Nullable Component component, long millis) {
        return CommandRules.admit(PART.command(), with("new"), new Picture(running, true), view(component, millis));
    }

    private static WorkerHistory with(String newest, JournalEntry.OfWorker... more) {
        var entries = new ArrayList<JournalEntry.OfWorker>();
        entries.add(started(newest, "1.0"));
        entries.add(started("old", "0.9"));
        entries.add(PART);
        entries.addAll(List.of(more));
        return history(entries.toArray(JournalEntry.OfWorker[]::new));
    }

    private static JournalEntry.OfWorker started(String incarnation, String version) {
        return new JournalEntry.Started(
                WORKER, null, new WorkerProcess(incarnation, 7, "boot/7", "sleeper", "dreams", version, "test", false));
    }

    private static PlaneView view(@Nullable Component component, long millis) {
        return new PlaneView(AGENT, Executor.PROCESS, component, 1, UNTIL.plusMillis(millis), Set.of());
    }
}
