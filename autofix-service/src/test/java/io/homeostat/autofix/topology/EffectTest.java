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
import io.homeostat.common.contract.Restart;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whether a fix helped, and what follows if it did not. */
class EffectTest {

    private static final String AT_ONCE = "{\"fixes\":{\"increase_memory\":{\"then_restart\":false}}}";
    private static final String PLANE = "{\"tick_ms\":5000,\"blind_after_ms\":20000}";

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
    void without_a_restart_whoever_shares_the_component_and_a_newer_record_of_the_pattern_say_so_too() {
        for (var byRecord : List.of(true, false)) {
            try (var bench = Bench.with("{}", AT_ONCE, PLANE)) {
                bench.component("type/resizer", "{\"memory_mb\":512}");
                var old = bench.pattern("p-1", 9, "w-1");
                bench.tell(old);
                bench.answer(bench.command(), SUCCEEDED);
                assertThat(bench.restartRequests()).isEmpty();
                bench.pass(1_000);
                bench.tell(old);
                bench.steps();
                if (byRecord) {
                    bench.recurs("p-1", "w-1");
                } else {
                    bench.fails("w-77", FailureKind.OUT_OF_MEMORY);
                }
                assertThat(bench.steps()).containsExactly("INEFFECTIVE MATCHED", "COMMANDED MATCHED");
            }
        }
    }

    @Test
    void who_still_runs_with_the_old_settings_says_nothing_about_the_new_ones() {
        try (var bench = Bench.with("{}")) {
            bench.component("type/resizer", "{\"memory_mb\":512}");
            bench.tell(bench.pattern("p-1", 9, "w-1", "w-2"));
            bench.answer(bench.command(), SUCCEEDED);
            var requests = bench.restartRequests();
            bench.restarted(requests.getFirst(), Restart.Status.SUCCEEDED, Restart.Reason.REQUESTED);
            bench.restarted(requests.getLast(), Restart.Status.REFUSED, Restart.Reason.QUARANTINED);
            bench.pass(1_000);
            bench.steps();
            bench.fails("w-77", FailureKind.OUT_OF_MEMORY); // not named, not restarted
            bench.fails("w-2", FailureKind.OUT_OF_MEMORY); // its restart was refused
            bench.recurs("p-1", "w-2");
            assertThat(bench.steps()).isEmpty();
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY);
            assertThat(bench.steps()).startsWith("INEFFECTIVE MATCHED");
        }
    }

    @Test
    void where_no_worker_was_restarted_with_the_change_silence_proves_nothing() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.restarted(bench.restartRequests().getFirst(), Restart.Status.REFUSED, Restart.Reason.QUARANTINED);
            var last = bench.fixes().getLast();
            assertThat(Outputs.step(last)).isEqualTo("UNKNOWN MATCHED");
            assertThat(last.provenance().message()).contains("w-1=REFUSED QUARANTINED");
        }
    }

    @Test
    void a_restart_whose_end_nobody_tells_is_waited_for_an_hour() {
        try (var bench = Bench.with("{}")) {
            bench.component("type/resizer", "{\"memory_mb\":512}");
            bench.tell(bench.pattern("p-1", 9, "w-1", "w-2"));
            bench.answer(bench.command(), SUCCEEDED);
            bench.restarted(bench.restartRequests().getFirst(), Restart.Status.SUCCEEDED, Restart.Reason.REQUESTED);
            bench.pass(65 * MINUTE_MS - 1);
            assertThat(bench.steps()).endsWith("APPLIED MATCHED");
            bench.pass(1);
            assertThat(bench.steps()).containsExactly("VERIFIED MATCHED");
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
