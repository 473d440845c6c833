package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.AGENT;
import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.component;
import static io.homeostat.agent.domain.Samples.rollback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.agent.domain.RollbackPlan.Target;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.RollbackCommand;
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

class RollbackRulesTest {

    private static final RollbackCommand BACK = rollback("r", 5);
    private static final Component OWN = component("w-1", "sleeper", "1.0", Desired.RUNNING);
    private static final Component TYPE = component("type/dancer", "dancer", "1.0", Desired.RUNNING);
    private static final RollbackPlan PLAN =
            new RollbackPlan(List.of(new Target("w-1", "sleeper", List.of("w-1"))), List.of(), List.of());

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
    void a_part_is_a_restart_to_the_version_with_an_id_of_its_own() {
        var part = RollbackRules.parts(BACK, PLAN).getFirst();

        assertThat(part.part()).isEqualTo(new RollbackPart("dreams", "r"));
        assertThat(part.command().commandId())
                .isEqualTo(RollbackPart.id("r", "w-1"))
                .startsWith("rbk-");
        assertThat(part.command().parameters()).isEqualTo(Map.of("version", "0.9"));
        assertThat(part.command().terminate()).isNotNull().satisfies(t -> {
            assertThat(t.gracefulSeconds()).isEqualTo(7);
            assertThat(t.force()).isTrue();
        });
        assertThat(part.command().provenance().validUntil()).isEqualTo(UNTIL);
        assertThat(RollbackPart.id("r", "w-2")).isNotEqualTo(RollbackPart.id("r", "w-1"));
        assertThat(RollbackPart.id("r2", "w-1")).isNotEqualTo(RollbackPart.id("r", "w-1"));
    }

    @Test
    void a_rollback_whose_parts_are_under_way_is_not_begun_again() {
        var known = received(BACK).at(ChangeHistory.Step.EFFECTED, PLAN);

        assertThat(RollbackRules.decide(known, BACK, new Fence(9, 9), at(1), List.of(), Map.of()))
                .isEqualTo(new ChangeVerdict.GoOn());
    }

    @Test
    void one_that_was_interrupted_while_it_wrote_components_and_became_late_says_what_was_done() {
        var known = received(BACK).at(ChangeHistory.Step.BEGUN, PLAN);
        var written = component("w-1", "sleeper", "0.9", Desired.RUNNING);

        assertVerdict(RollbackRules.decide(known, BACK, Fence.NONE, at(1), List.of(OWN), Map.of()), Reason.LATE);
        assertThat(RollbackRules.decide(known, BACK, Fence.NONE, at(1), List.of(written), Map.of()))
                .isInstanceOfSatisfying(ChangeVerdict.Answer.class, a -> {
                    assertThat(a.status()).isEqualTo(Status.FAILED);
                    assertThat(a.message()).contains("[w-1]", "no process was switched", "LATE");
                });
        assertThat(RollbackRules.decide(known, BACK, Fence.NONE, at(0), List.of(written), Map.of()))
                .isEqualTo(new ChangeVerdict.SwitchBack(PLAN));
    }

    static Stream<Arguments> outcomes() {
        var s = Status.SUCCEEDED;
        return Stream.of(
                argumentSet("both succeeded", s, s, List.of(), Status.SUCCEEDED),
                argumentSet("one failed", s, Status.FAILED, List.of(), Status.FAILED),
                argumentSet("one was refused", Status.REFUSED, s, List.of(), Status.FAILED),
                argumentSet("one is unknown", s, Status.UNKNOWN, List.of(), Status.UNKNOWN),
                argumentSet("one failed and one is unknown", Status.FAILED, Status.UNKNOWN, List.of(), Status.FAILED),
                argumentSet("a component could not be switched", s, s, List.of("w-3: why"), Status.FAILED),
                argumentSet("one is under way", s, null, List.of(), null));
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void the_outcome_is_that_of_all_workers(
            Status first, @Nullable Status second, List<String> unable, @Nullable Status expected) {
        var plan = new RollbackPlan(List.of(new Target("type/t", "t", List.of("a", "b"))), unable, List.of());

        var outcome = RollbackRules.outcome(
                BACK, plan, worker -> worker.equals("a") ? result(first) : second == null ? null : result(second));

        assertThat(outcome.map(ChangeVerdict.Answer::status).orElse(null)).isEqualTo(expected);
    }

    @Test
    void the_message_names_who_failed_and_why() {
        var plan = new RollbackPlan(
                List.of(new Target("type/t", "t", List.of("a", "b"))), List.of("w-3: too big"), List.of("w-4"));

        var outcome = RollbackRules.outcome(
                BACK, plan, worker -> result(worker.equals("a") ? Status.FAILED : Status.SUCCEEDED));

        assertThat(outcome.orElseThrow().message())
                .isEqualTo("not switched: a: message, w-3: too big; run version 0.9: b; "
                        + "left alone, as they have no such version: w-4");
    }

    @Test
    void without_any_worker_the_components_are_all_there_is() {
        var plan = new RollbackPlan(List.of(new Target("type/t", "t", List.of())), List.of(), List.of());

        assertThat(RollbackRules.outcome(BACK, plan, _ -> null))
                .contains(new ChangeVerdict.Answer(Status.SUCCEEDED, "components name version 0.9"));
    }

    @Test
    void versions_that_were_left_are_known_until_another_one_is_in_force() {
        var change = new Change.Rollback(BACK);
        var history = SubjectHistory.unknown(change.key()).apply(new JournalEntry.ChangeReceived(change));
        assertThat(history.leftFor("0.9")).isEmpty();

        history = history.apply(new JournalEntry.ChangeEffected(change.key(), "r", PLAN));
        assertThat(history.leftFor("0.9")).isEqualTo(Set.of("1.0"));
        assertThat(history.leftFor("1.0")).isEmpty();
        assertThat(history.leftFor(null)).isEmpty();
        assertThat(history.apply(new JournalEntry.ChangeDone(change.key(), refused("r")))
                        .leftFor("0.9"))
                .isEmpty();
    }

    @Test
    void closed_changes_are_forgotten_beyond_their_bound_and_open_ones_never() {
        var history = SubjectHistory.unknown("~rollback/dreams");
        var ids = new ArrayList<String>();
        for (int i = 0; i <= SubjectHistory.CLOSED_CHANGES_MAX; i++) {
            var id = "r" + i;
            ids.add(id);
            history = history.apply(new JournalEntry.ChangeReceived(new Change.Rollback(rollback(id, i))));
            if (i > 0) {
                history = history.apply(new JournalEntry.ChangeDone("~rollback/dreams", refused(id)))
                        .apply(new JournalEntry.ChangeAnswered("~rollback/dreams", id));
            }
        }
        assertThat(history.changes()).hasSize(ids.size());
        history = history.apply(new JournalEntry.ChangeReceived(new Change.Rollback(rollback("next", 99))));
        history = history.apply(new JournalEntry.ChangeDone("~rollback/dreams", refused("next")))
                .apply(new JournalEntry.ChangeAnswered("~rollback/dreams", "next"));
        history = history.apply(new JournalEntry.ChangeReceived(new Change.Rollback(rollback("last", 99))));

        assertThat(history.change("r0")).isPresent();
        assertThat(history.change("r1")).isEmpty();
        assertThat(history.change("r2")).isPresent();
        assertThat(history.fence()).isEqualTo(new Fence(1, 99));
    }

    private static CommandResult refused(String id) {
        return Samples.result(id, Status.REFUSED);
    }

    private static CommandResult result(Status status) {
        return Samples.result("part", status);
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
