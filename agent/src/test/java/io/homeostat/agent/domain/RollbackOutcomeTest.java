package io.homeostat.agent.domain;

import static io.homeostat.agent.domain.Samples.UNTIL;
import static io.homeostat.agent.domain.Samples.plan;
import static io.homeostat.agent.domain.Samples.rollback;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import io.homeostat.agent.domain.RollbackPlan.Target;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.RollbackCommand;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A rollback is carried out in parts, one for each worker, and its outcome is that of all of them. */
class RollbackOutcomeTest {

    private static final RollbackCommand BACK = rollback("r", 5);

    @Test
    void a_part_is_a_restart_to_the_version_with_an_id_of_its_own() {
        var part = RollbackRules.parts(BACK, plan()).getFirst();

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

    private static CommandResult result(Status status) {
        return Samples.result("part", status);
    }
}
