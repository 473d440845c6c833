package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.plan;
import static io.homeostat.agent.domain.Samples.rollback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.agent.domain.RollbackPlan.Target;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.RollbackCommand;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Whether a rollback is begun, and with which plan. */
class RollbackRulesTest {

    private static final RollbackCommand BACK = rollback("r", 5);
    private static final Component OWN = component("w-1", "sleeper", "1.0", Desired.RUNNING);
    private static final Component TYPE = component("type/dancer", "dancer", "1.0", Desired.RUNNING);

    static Stream<Arguments> fences() {
        return Stream.of(
                argumentSet("a millisecond before validUntil it is in time", BACK, at(-1), null),
                argumentSet("at validUntil it is in time", BACK, at(0), null),
                argumentSet("a millisecond after validUntil it is late", BACK, at(1), Reason.LATE),
                argumentSet(
                        "without validUntil it is late",
                        rollback("r", 5, 1, null, "0.9", Executor.PROCESS),
                        at(-1),
                        Reason.LATE),
                argumentSet("of the plane generation in force", BACK, view(1), null),
                argumentSet("of the one before", BACK, view(2), Reason.STALE_PLANE),
                argumentSet("of the one to come", BACK, view(0), null),
                argumentSet(
                        "for another executor",
                        rollback("r", 5, 1, UNTIL, "0.9", Executor.KUBERNETES),
                        at(0),
                        Reason.EXECUTOR));
    }

    @ParameterizedTest
    @MethodSource("fences")
    void a_rollback_is_fenced_by_time_plane_and_executor(
            RollbackCommand command, PlaneView view, @Nullable Reason refused) {
        assertVerdict(decide(command, Fence.NONE, view, List.of(OWN), Map.of()), refused);
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
    void a_rollback_is_fenced_by_the_highest_generation_seen_of_its_service(
            long plane, long generation, @Nullable Reason refused) {
        var command = rollback("r", generation, plane, UNTIL, "0.9", Executor.PROCESS);

        assertVerdict(decide(command, new Fence(1, 5), view(1), List.of(OWN), Map.of()), refused);
    }

    static Stream<Arguments> holdings() {
        return Stream.of(
                argumentSet("nothing of the service", List.of(), "0.9", Reason.UNKNOWN_COMPONENT),
                argumentSet("nothing that knows the version", List.of(OWN, TYPE), "0.8", Reason.VERSION),
                argumentSet("nothing that could be started as it", List.of(OWN), "empty", Reason.VERSION),
                argumentSet("something", List.of(OWN), "0.9", null),
                argumentSet("something that runs it already", List.of(OWN), "1.0", null),
                argumentSet("a type without a process", List.of(TYPE), "0.9", null));
    }

    @ParameterizedTest
    @MethodSource("holdings")
    void a_rollback_needs_a_component_that_knows_the_version(
            List<Component> held, String version, @Nullable Reason refused) {
        var command = rollback("r", 5, 1, UNTIL, version, Executor.PROCESS);

        assertVerdict(decide(command, Fence.NONE, at(0), held, Map.of()), refused);
    }

    @Test
    void the_plan_names_own_workers_and_the_running_ones_of_types() {
        var stranger = new Component(
                "w-9",
                AGENT,
                Executor.PROCESS,
                "sleeper",
                "dreams",
                "test",
                Map.of(),
                null,
                1,
                List.of(),
                true,
                Desired.RUNNING,
                null,
                null,
                null);
        var workers = Map.of("d-2", "dancer", "d-1", "dancer", "s-1", "singer");

        assertThat(decide(BACK, Fence.NONE, at(0), List.of(stranger, TYPE, OWN), workers))
                .isEqualTo(new ChangeVerdict.SwitchBack(new RollbackPlan(
                        List.of(
                                new Target("type/dancer", "dancer", List.of("d-1", "d-2")),
                                new Target("w-1", "sleeper", List.of("w-1"))),
                        List.of(),
                        List.of("w-9"))));
    }

    @Test
    void a_rollback_whose_parts_are_under_way_is_not_begun_again() {
        var known = received(BACK).at(ChangeHistory.Step.EFFECTED, plan());

        assertThat(RollbackRules.decide(known, BACK, new Fence(9, 9), at(1), List.of(), Map.of()))
                .isEqualTo(new ChangeVerdict.GoOn());
    }

    @Test
    void one_that_was_interrupted_while_it_wrote_components_and_became_late_says_what_was_done() {
        var known = received(BACK).at(ChangeHistory.Step.BEGUN, plan());
        var written = component("w-1", "sleeper", "0.9", Desired.RUNNING);

        assertVerdict(RollbackRules.decide(known, BACK, Fence.NONE, at(1), List.of(OWN), Map.of()), Reason.LATE);
        assertThat(RollbackRules.decide(known, BACK, Fence.NONE, at(1), List.of(written), Map.of()))
                .isInstanceOfSatisfying(ChangeVerdict.Answer.class, a -> {
                    assertThat(a.status()).isEqualTo(Status.FAILED);
                    assertThat(a.message()).contains("[w-1]", "no process was switched", "LATE");
                });
        assertThat(RollbackRules.decide(known, BACK, Fence.NONE, at(0), List.of(written), Map.of()))
                .isEqualTo(new ChangeVerdict.SwitchBack(plan()));
    }

    private static ChangeVerdict decide(
            RollbackCommand command, Fence seen, PlaneView view, List<Component> held, Map<String, String> workers) {
        return RollbackRules.decide(received(command), command, seen, view, held, workers);
    }

    private static ChangeHistory received(RollbackCommand command) {
        return ChangeHistory.received(new Change.Rollback(command));
    }

    private static void assertVerdict(ChangeVerdict verdict, @Nullable Reason refused) {
        if (refused == null) {
            assertThat(verdict).isInstanceOf(ChangeVerdict.SwitchBack.class);
        } else {
            assertThat(verdict)
                    .isInstanceOfSatisfying(
                            ChangeVerdict.Refuse.class,
                            r -> assertThat(r.reason()).isEqualTo(refused));
        }
    }

    private static PlaneView at(long millisAfter) {
        return new PlaneView(AGENT, Executor.PROCESS, null, 1, UNTIL.plusMillis(millisAfter), Set.of());
    }

    private static PlaneView view(long planeGeneration) {
        return new PlaneView(AGENT, Executor.PROCESS, null, planeGeneration, UNTIL, Set.of());
    }
}
