package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Restart.Reason;
import io.homeostat.common.contract.Restart.Status;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What says nothing about a fix must not decide about it. */
class FalsePictureTest {

    private static final String AT_ONCE = "{\"fixes\":{\"increase_memory\":{\"then_restart\":false}}}";
    private static final String PLANE = "{\"tick_ms\":5000,\"blind_after_ms\":20000}";

    @Test
    void a_pattern_that_goes_on_at_another_target_does_not_say_that_this_one_was_not_helped() {
        try (var bench = Bench.with("{}", AT_ONCE, PLANE)) {
            for (var worker : new String[] {"w-1", "w-2", "w-3"}) {
                bench.component(worker, "{\"memory_mb\":512}");
            }
            bench.tell(bench.pattern("p-1", 6, "w-1"));
            bench.steps();
            bench.tell(bench.pattern("p-1", 9, "w-1"));
            bench.answer(bench.command(), SUCCEEDED);
            bench.pass(1_000);
            bench.steps();

            bench.tell(bench.pattern("p-1", 9, "w-2", "w-1")); // the newest is of w-2
            assertThat(bench.fixes())
                    .extracting(fix -> fix.target() + " " + Outputs.step(fix))
                    .containsExactly("w-2 PROPOSED MATCHED", "w-2 COMMANDED MATCHED");
            bench.commands();
            bench.tell(bench.pattern("p-1", 9, "w-3")); // w-1 is not even named any more
            assertThat(bench.fixes()).extracting(fix -> fix.target()).containsOnly("w-3");
            bench.commands();

            bench.tell(bench.pattern("p-1", 9, "w-1", "w-3", "w-2"));
            assertThat(bench.fixes())
                    .extracting(fix -> fix.target() + " " + Outputs.step(fix))
                    .containsExactly("w-1 INEFFECTIVE MATCHED", "w-1 COMMANDED MATCHED");
        }
    }

    @ParameterizedTest(name = "a start that is commanded {0} ms after the change proves it: {1}")
    @CsvSource({"-1, false", "0, false", "1, true"})
    void a_restart_that_was_joined_runs_with_the_change_only_if_it_began_after_it(long ms, boolean proves) {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.pass(10_000);
            bench.answer(bench.command(), SUCCEEDED);
            var request = bench.restartRequests().getFirst();
            bench.begins("w-1", bench.now().plusMillis(ms));
            bench.restarted(request, Status.REFUSED, Reason.ALREADY_PENDING);
            bench.restarted("w-1", null, Status.SUCCEEDED, Reason.FAILED, 1);

            var again = bench.restartRequests();
            assertThat(again).hasSize(proves ? 0 : 1);
            if (!proves) {
                assertThat(again.getFirst().requestId()).isNotEqualTo(request.requestId());
                bench.pass(1_000);
                bench.fails("w-1", FailureKind.OUT_OF_MEMORY); // with the old settings
                assertThat(bench.steps()).endsWith("APPLIED MATCHED");
                bench.restarted(again.getFirst(), Status.SUCCEEDED, Reason.REQUESTED);
            }
            bench.pass(5 * MINUTE_MS - 1);
            assertThat(bench.steps()).doesNotContain("VERIFIED MATCHED");
            bench.pass(1);
            assertThat(bench.steps()).containsExactly("VERIFIED MATCHED");
        }
    }

    @Test
    void a_second_restart_that_is_joined_after_the_change_is_enough() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.restarted(bench.restartRequests().getFirst(), Status.REFUSED, Reason.ALREADY_PENDING);
            bench.restarted("w-1", null, Status.SUCCEEDED, Reason.FAILED, 1);
            bench.pass(1_000);
            bench.begins("w-1", bench.now());
            bench.restarted(bench.restartRequests().getFirst(), Status.REFUSED, Reason.ALREADY_PENDING);
            bench.restarted("w-1", null, Status.SUCCEEDED, Reason.FAILED, 2);
            assertThat(bench.restartRequests()).isEmpty();
            bench.pass(5 * MINUTE_MS);
            assertThat(bench.steps()).endsWith("VERIFIED MATCHED");
        }
    }

    @ParameterizedTest(name = "a pattern of {0}: a task error says that it was not helped: {1}")
    @CsvSource(
            nullValues = "-",
            value = {"-, false", "OUT_OF_MEMORY, false", "TASK_ERROR, true"})
    void what_the_pattern_is_made_of_says_that_it_is_back_also_where_the_catalogue_does_not_name_it(
            @Nullable FailureKind kind, boolean back) {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.tell(bench.made(bench.pattern("p-1", 9, "w-1"), kind));
            bench.answer(bench.command(), SUCCEEDED);
            bench.restartsSucceed();
            bench.pass(1_000);
            bench.steps();
            bench.fails("w-1", FailureKind.TASK_ERROR); // MemoryError, as a worker reports it
            assertThat(bench.steps()).hasSize(back ? 2 : 0);
            bench.pass(5 * MINUTE_MS);
            assertThat(bench.steps().contains("VERIFIED MATCHED")).isEqualTo(!back);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 5})
    void silence_proves_nothing_while_the_failures_of_a_partition_are_not_heard(int partition) {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.restartsSucceed();
            bench.steps();
            bench.unheard(partition);
            bench.pass(30 * MINUTE_MS);
            assertThat(bench.steps()).as("not verified").isEmpty();

            bench.unheard(-1);
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY); // what had not been heard
            assertThat(bench.steps()).startsWith("INEFFECTIVE MATCHED");
        }
    }

    @ParameterizedTest(name = "a task that is {0} ms behind is too far behind: {1}")
    @CsvSource({"39999, false", "40000, false", "40001, true"})
    void a_task_may_be_behind_by_its_bound(long ms, boolean tooFar) {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.restartsSucceed();
            bench.pass(5 * MINUTE_MS - ms);
            bench.steps();
            bench.unheard(3);
            bench.pass(ms);
            assertThat(bench.steps()).hasSize(tooFar ? 0 : 1);
            bench.unheard(-1);
            bench.pass(1_000);
            assertThat(bench.steps()).hasSize(tooFar ? 1 : 0);
        }
    }
}
