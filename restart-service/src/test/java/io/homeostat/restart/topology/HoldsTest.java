package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.OperatorCommand.Type.MAINTENANCE_END;
import static io.homeostat.common.contract.OperatorCommand.Type.MAINTENANCE_START;
import static io.homeostat.common.contract.OperatorCommand.Type.PAUSE;
import static io.homeostat.common.contract.OperatorCommand.Type.RESUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.restart.domain.AdmissionInput;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** While a scope is held nothing acts in it; afterwards what is still true is acted on, exactly once. */
class HoldsTest {

    private static final String WIDE = "\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":10000,\"per_type_per_minute\":10000},\"cleanup\":{\"max_per_minute\":10000}";
    private static final String AT_ONCE = "{" + WIDE + "}";

    @Test
    void a_zombie_during_a_pause_is_restarted_exactly_once_after_it() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, "service:images");
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.pass(3_600_000);
            assertThat(bench.steps()).containsExactly("SCHEDULED ZOMBIE", "DEFERRED PAUSED");
            assertThat(bench.commands()).isEmpty();

            bench.will(RESUME, "service:images");
            bench.tick();

            var terminate = bench.command();
            assertThat(terminate.action()).isEqualTo(Action.TERMINATE);
            bench.answer(terminate, SUCCEEDED);
            var start = bench.command();
            bench.answer(start, SUCCEEDED);
            bench.up("w-1", start.commandId());
            bench.pass(3_600_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.restarts())
                    .extracting(Bench::step)
                    .containsExactly("COMMANDED ZOMBIE", "COMMANDED ZOMBIE", "SUCCEEDED ZOMBIE");
        }
    }

    @Test
    void the_deferral_names_the_hold() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, "type:resizer", Map.of("seconds", "60"));
            bench.down("w-1", "a", WorkerState.FAILED);
            assertThat(bench.restarts().getLast().provenance().evidence())
                    .containsEntry("scope", "type:resizer")
                    .containsEntry("heldBy", "alice")
                    .containsEntry("heldUntil", "2026-11-25T08:01:00.000Z")
                    .containsEntry("next", "START");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "environment:production", "service:images", "type:resizer", "worker:w-1"})
    void a_scope_that_names_the_worker_holds_it(String scope) {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, scope);
            bench.down("w-1", "a", WorkerState.FAILED);
            assertThat(bench.commands()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"environment:staging", "service:image", "type:images", "worker:w-10", "worker:w"})
    void another_scope_does_not(String scope) {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, scope);
            bench.down("w-1", "a", WorkerState.FAILED);
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void who_recovers_during_a_pause_is_left_alone() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, "all");
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.up("w-1", "a");
            bench.will(RESUME, "all");
            bench.pass(60_000);
            assertThat(bench.steps()).containsExactly("SCHEDULED ZOMBIE", "DEFERRED PAUSED", "CANCELLED RECOVERED");
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void a_request_that_expires_during_a_pause_says_so() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, "all");
            var valid = bench.now().plusSeconds(60);
            bench.request(
                    Bench.subject("w-1", null, "a", WorkerState.ALIVE),
                    new AdmissionInput.Request("r-1", "bob", "why", valid, false));
            bench.pass(600_000);
            assertThat(bench.steps()).containsExactly("SCHEDULED REQUESTED", "DEFERRED PAUSED", "EXPIRED REQUESTED");
        }
    }

    @Test
    void a_pause_between_terminate_and_start_defers_the_start() {
        try (var bench = Bench.with("{\"max_retries\":1," + WIDE + "}")) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            var terminate = bench.command();
            bench.will(PAUSE, "worker:w-1");
            bench.answer(terminate, SUCCEEDED);
            bench.up("w-1", "a"); // a late word of the one that was terminated
            bench.down("w-1", "a", WorkerState.FAILED); // and of its end
            bench.pass(1_200_000);
            assertThat(bench.commands()).isEmpty();

            bench.will(RESUME, "worker:w-1");
            bench.tick();

            var start = bench.command();
            assertThat(start.action()).isEqualTo(Action.START);
            assertThat(start.generation()).isEqualTo(2);
            assertThat(start.provenance().validUntil()).isAfter(bench.now());
            bench.answer(start, SUCCEEDED);
            bench.up("w-1", start.commandId());
            assertThat(bench.restarts())
                    .allSatisfy(restart -> assertThat(restart.attempt()).isEqualTo(1))
                    .extracting(Bench::step)
                    .containsExactly(
                            "SCHEDULED ZOMBIE",
                            "COMMANDED ZOMBIE",
                            "DEFERRED PAUSED",
                            "COMMANDED ZOMBIE",
                            "SUCCEEDED ZOMBIE");
        }
    }

    @Test
    void who_was_started_by_hand_between_terminate_and_start_is_left_alone() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.will(PAUSE, "all");
            bench.answer(bench.command(), SUCCEEDED);
            bench.up("w-1", "b");
            bench.will(RESUME, "all");
            bench.pass(60_000);
            assertThat(bench.steps()).endsWith("DEFERRED PAUSED", "CANCELLED RECOVERED");
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void a_blind_plane_does_not_start_what_was_held_between_two_commands() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.will(PAUSE, "all");
            bench.answer(bench.command(), SUCCEEDED);
            bench.blind(3, true);
            bench.will(RESUME, "all");
            bench.pass(10_000);
            assertThat(bench.commands()).isEmpty();
            bench.blind(3, false);
            bench.pass(1_000);
            assertThat(bench.command().action()).isEqualTo(Action.START);
            assertThat(bench.steps()).containsSubsequence("DEFERRED PAUSED", "DEFERRED BLIND", "COMMANDED ZOMBIE");
        }
    }

    @Test
    void what_is_commanded_goes_on_and_its_failure_waits() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            var start = bench.command();
            bench.will(PAUSE, "all");
            bench.answer(start, FAILED);
            bench.pass(600_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.restarts().getLast()).satisfies(restart -> {
                assertThat(Bench.step(restart)).isEqualTo("DEFERRED PAUSED");
                assertThat(restart.attempt()).isEqualTo(2);
            });
        }
    }

    @Test
    void the_termination_of_a_fenced_incarnation_waits_too() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(MAINTENANCE_START, "all");
            bench.fenced("w-1", "b", "a");
            assertThat(bench.commands()).isEmpty();
            bench.will(MAINTENANCE_END, "all");
            bench.tick();
            assertThat(bench.command().action()).isEqualTo(Action.TERMINATE);
        }
    }
}
