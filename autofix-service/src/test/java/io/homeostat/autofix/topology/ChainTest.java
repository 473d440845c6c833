package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.autofix.domain.AdmissionInput;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Fix;
import org.junit.jupiter.api.Test;

/** Fixes that follow one another at one target. */
class ChainTest {

    private static final long HOUR_MS = 60 * MINUTE_MS;

    @Test
    void three_fixes_in_a_row_that_do_not_help_are_enough_and_a_person_is_told_once() {
        try (var bench = Bench.with("{\"fix_cooldown_minutes\":100}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            for (int n = 0; n < 3; n++) {
                bench.answer(bench.command(), SUCCEEDED);
                bench.restartsSucceed();
                bench.pass(1_000);
                bench.fails("w-1", FailureKind.OUT_OF_MEMORY);
                bench.answer(bench.command(), SUCCEEDED);
                var _ = bench.restartRequests();
                bench.pass(100 * MINUTE_MS);
            }
            assertThat(bench.failureKinds()).containsExactly("FIX_INEFFECTIVE w-1");
            assertThat(bench.steps()).endsWith("REVERTED MATCHED", "PROPOSED MATCHED", "REFUSED INEFFECTIVE_CHAIN");
            assertThat(bench.commands()).isEmpty();

            bench.tell(bench.pattern("p-1", 3, "w-1").ended()); // resolved: the trouble is over
            bench.recurs("p-1", "w-1");
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void the_sixth_fix_of_a_target_within_four_hours_is_for_a_person_whatever_became_of_the_others() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            for (int n = 1; n <= 6; n++) {
                bench.recurs("p-" + n, "w-1");
                if (n < 6) {
                    bench.answer(bench.command(), FAILED);
                }
                bench.pass(MINUTE_MS);
            }
            assertThat(bench.steps()).endsWith("REFUSED INEFFECTIVE_CHAIN");
            assertThat(bench.failureKinds()).containsExactly("FIX_INEFFECTIVE w-1");
            bench.pass(4 * HOUR_MS - 6 * MINUTE_MS);
            bench.recurs("p-7", "w-1");
            assertThat(bench.commands())
                    .as("the first of the five is four hours old")
                    .hasSize(1);
        }
    }

    @Test
    void no_second_fix_on_evidence_from_before_a_verified_one() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.recurs("p-2", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.pass(1_000);
            bench.restartsSucceed();
            bench.pass(6 * MINUTE_MS);
            assertThat(bench.steps())
                    .endsWith(
                            "DEFERRED ALREADY_IN_PROGRESS", "APPLIED MATCHED", "VERIFIED MATCHED", "EXPIRED RECOVERED");
            assertThat(bench.commands()).isEmpty();
            bench.recurs("p-2", "w-1");
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void a_forgotten_pattern_takes_what_was_planned_with_it_but_not_the_memory_of_its_cooldown() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), FAILED);
            bench.hold("all", null);
            bench.recurs("p-2", "w-1");
            bench.tell(new AdmissionInput.Forgotten("p-1"));
            bench.tell(new AdmissionInput.Forgotten("p-2"));
            var before = bench.fixes();
            assertThat(before).extracting(Outputs::step).endsWith("DEFERRED HELD", "EXPIRED RECOVERED");
            bench.holdEnds("all");
            bench.recurs("p-1", "w-1");
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "REFUSED COOLDOWN");
            bench.recurs("p-2", "w-1");
            assertThat(bench.commands()).hasSize(1);
            assertThat(bench.fixes())
                    .extracting(Fix::fixId)
                    .doesNotContainAnyElementsOf(before.stream().map(Fix::fixId).toList());
        }
    }
}
