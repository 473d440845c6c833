package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.REFUSED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.FleetGroup.State;
import io.homeostat.common.contract.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a fix helped, and what follows if it did not. */
class EffectTest {

    @Test
    void a_failure_after_the_fix_says_that_it_did_not_help_and_the_change_is_taken_back() {
        try (var bench = Bench.with("{}")) {
            var applied = applied(bench);
            bench.pass(MINUTE_MS);
            bench.component("w-1", "{\"memory_mb\":768}");
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY);

            var back = bench.command();
            assertThat(Json.text(back.before())).isEqualTo(Json.text(applied.after()));
            assertThat(Json.text(back.after())).isEqualTo(Json.text(applied.before()));
            assertThat(back.generation()).isEqualTo(2);
            assertThat(back.commandId()).isNotEqualTo(applied.commandId());
            bench.answer(back, SUCCEEDED);
            assertThat(bench.steps()).containsExactly("INEFFECTIVE MATCHED", "COMMANDED MATCHED", "REVERTED MATCHED");
            assertThat(bench.restartRequests()).hasSize(1);
        }
    }

    @Test
    void a_failure_that_happened_before_the_fix_is_no_recurrence() {
        try (var bench = Bench.with("{\"effect_check_minutes\":5}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY); // of the process that has not read its new settings yet
            bench.restartsSucceed();
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY); // at the very moment
            bench.fails("w-9", FailureKind.OUT_OF_MEMORY); // another target
            bench.pass(1);
            bench.fails("w-1", FailureKind.TASK_ERROR); // another trouble
            assertThat(bench.steps()).endsWith("APPLIED MATCHED");
            bench.fails("w-1", FailureKind.CRASH);
            assertThat(bench.steps()).startsWith("INEFFECTIVE MATCHED");
        }
    }

    @Test
    void a_newer_record_of_the_pattern_is_a_recurrence_whatever_its_confidence() {
        try (var bench = Bench.with("{}")) {
            var _ = applied(bench);
            bench.pass(MINUTE_MS);
            bench.recurs("p-1", "w-1");
            assertThat(bench.steps()).startsWith("INEFFECTIVE MATCHED", "COMMANDED MATCHED");
        }
    }

    @Test
    void a_worker_of_the_type_that_the_pattern_did_not_name_counts_as_well() {
        try (var bench = Bench.with("{}")) {
            bench.component("type/resizer", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.restartsSucceed();
            bench.pass(1_000);
            bench.fails("w-77", FailureKind.OUT_OF_MEMORY);
            assertThat(bench.steps()).contains("INEFFECTIVE MATCHED");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandResult.Status.class,
            names = {"FAILED", "REFUSED", "UNKNOWN"})
    void a_change_that_cannot_be_taken_back_is_for_a_person(CommandResult.Status status) {
        try (var bench = Bench.with("{}")) {
            var _ = applied(bench);
            bench.pass(MINUTE_MS);
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY);
            bench.answer(bench.command(), status);
            assertThat(bench.failureKinds()).containsExactly("FIX_INEFFECTIVE w-1");
            assertThat(bench.steps()).endsWith((status == REFUSED ? FAILED : status) + " MATCHED");
        }
    }

    @Test
    void a_revert_waits_for_the_end_of_a_hold_and_says_so_once() {
        try (var bench = Bench.with("{}")) {
            var _ = applied(bench);
            bench.pass(MINUTE_MS);
            bench.hold("type:resizer", null);
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY);
            bench.pass(10 * MINUTE_MS);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps()).containsExactly("INEFFECTIVE MATCHED", "DEFERRED HELD");
            bench.holdEnds("type:resizer");
            bench.pass(5_000);
            assertThat(bench.command().generation()).isEqualTo(2);
        }
    }

    @Test
    void what_did_not_help_is_decided_anew_exactly_at_the_end_of_the_cooldown() {
        try (var bench = Bench.with("{\"fix_cooldown_minutes\":30}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.restartsSucceed();
            bench.pass(MINUTE_MS);
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY);
            bench.answer(bench.command(), SUCCEEDED);
            bench.recurs("p-1", "w-1"); // in the cooldown: refused, and nothing is lost
            assertThat(bench.steps()).endsWith("REFUSED COOLDOWN");
            bench.pass(29 * MINUTE_MS - 1);
            assertThat(bench.commands()).isEmpty();
            bench.pass(1);
            assertThat(bench.command().generation()).isEqualTo(3);
            assertThat(bench.fixes().getFirst().provenance().causeId())
                    .as("the pattern's record that is known")
                    .startsWith("cause-");
        }
    }

    @Test
    void the_effect_is_judged_in_the_time_in_which_the_plane_can_hear() {
        try (var bench = Bench.with("{}")) {
            var _ = applied(bench);
            bench.pass(2 * MINUTE_MS);
            bench.group("partition:1", State.BLIND);
            bench.pass(30 * MINUTE_MS);
            bench.group("partition:1", State.NORMAL);
            bench.pass(3 * MINUTE_MS - 1);
            assertThat(bench.steps()).as("not verified").isEmpty();
            bench.pass(1);
            assertThat(bench.steps()).containsExactly("VERIFIED MATCHED");
        }
    }

    /** Memory of w-1 from 512 to 768, its restart done. */
    private static FixCommand applied(Bench bench) {
        bench.component("w-1", "{\"memory_mb\":512}");
        bench.recurs("p-1", "w-1");
        var command = bench.command();
        bench.answer(command, SUCCEEDED);
        bench.restartsSucceed();
        assertThat(bench.steps()).endsWith("APPLIED MATCHED");
        return command;
    }
}
