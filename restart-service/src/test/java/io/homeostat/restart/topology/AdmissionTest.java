package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.ACCEPTED;
import static io.homeostat.common.contract.CommandResult.Status.REFUSED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.CommandResult.Status.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.contract.WorkerState;
import org.junit.jupiter.api.Test;

/** The life of a restart through the admission stage. */
class AdmissionTest {

    private static final String AT_ONCE = "{\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":1000,\"per_type_per_minute\":1000},\"cleanup\":{\"max_per_minute\":1000}}";

    @Test
    void a_failed_worker_is_started_at_once_and_confirmed_by_its_new_incarnation() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            var start = bench.command();

            assertThat(start.action()).isEqualTo(Action.START);
            assertThat(start.expectedIncarnation()).isEqualTo("a");
            assertThat(start.generation()).isEqualTo(1);
            assertThat(start.planeGeneration()).isEqualTo(1);
            assertThat(start.terminate()).isNull();
            assertThat(start.provenance().validUntil()).isEqualTo(bench.now().plusSeconds(300));

            bench.answer(start, ACCEPTED);
            bench.answer(start, SUCCEEDED);
            bench.up("w-1", start.commandId());

            assertThat(bench.steps()).containsExactly("SCHEDULED FAILED", "COMMANDED FAILED", "SUCCEEDED FAILED");
        }
    }

    @Test
    void the_beat_of_the_new_incarnation_may_come_before_the_result() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            var start = bench.command();
            bench.up("w-1", "b");
            assertThat(bench.steps()).doesNotContain("SUCCEEDED FAILED");

            bench.answer(start, SUCCEEDED);

            assertThat(bench.steps()).containsExactly("SUCCEEDED FAILED");
        }
    }

    @Test
    void a_zombie_is_terminated_before_its_successor_starts() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            var terminate = bench.command();
            assertThat(terminate.action()).isEqualTo(Action.TERMINATE);
            assertThat(terminate.expectedIncarnation()).isEqualTo("a");
            assertThat(terminate.terminate()).isEqualTo(new RestartCommand.Terminate(30, true));
            bench.pass(60_000);
            assertThat(bench.commands()).isEmpty();

            bench.answer(terminate, SUCCEEDED);

            var start = bench.command();
            assertThat(start.action()).isEqualTo(Action.START);
            assertThat(start.generation()).isEqualTo(2);
            bench.answer(start, SUCCEEDED);
            bench.up("w-1", start.commandId());
            assertThat(bench.steps())
                    .containsExactly("SCHEDULED ZOMBIE", "COMMANDED ZOMBIE", "COMMANDED ZOMBIE", "SUCCEEDED ZOMBIE");
        }
    }

    @Test
    void a_stuck_worker_is_terminated_too() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.STUCK);
            assertThat(bench.command().action()).isEqualTo(Action.TERMINATE);
        }
    }

    @Test
    void a_failed_termination_fails_the_attempt_and_is_tried_again_first() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.answer(bench.command(), REFUSED);

            var again = bench.command();
            assertThat(again.action()).isEqualTo(Action.TERMINATE);
            assertThat(again.expectedIncarnation()).isEqualTo("a");
            assertThat(bench.steps())
                    .containsExactly(
                            "SCHEDULED ZOMBIE",
                            "COMMANDED ZOMBIE",
                            "FAILED ZOMBIE",
                            "SCHEDULED ZOMBIE",
                            "COMMANDED ZOMBIE");
        }
    }

    @Test
    void confirmation_that_does_not_come_fails_the_attempt_and_the_mute_process_is_terminated_first() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            var start = bench.command();
            bench.answer(start, SUCCEEDED);
            bench.pass(119_999);
            assertThat(bench.commands()).isEmpty();

            bench.pass(1);

            var terminate = bench.command();
            assertThat(terminate.action()).isEqualTo(Action.TERMINATE);
            assertThat(terminate.expectedIncarnation()).isEqualTo(start.commandId());
            bench.answer(terminate, SUCCEEDED);
            assertThat(bench.command().action()).isEqualTo(Action.START);
        }
    }

    @Test
    void the_time_for_confirmation_stands_still_while_the_plane_is_blind() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.answer(bench.command(), SUCCEEDED);
            bench.pass(60_000);
            bench.blind(3, true);
            bench.pass(600_000);
            bench.blind(3, false);
            bench.pass(59_500);
            assertThat(bench.commands()).isEmpty();

            bench.pass(500);

            assertThat(bench.command().action()).isEqualTo(Action.TERMINATE);
        }
    }

    @Test
    void without_a_result_the_attempt_is_unknown_ten_seconds_after_the_end_of_the_command() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            var start = bench.command();
            bench.answer(start, ACCEPTED);
            bench.pass(309_999);
            assertThat(bench.commands()).isEmpty();
            var _ = bench.restarts();

            bench.pass(1);

            assertThat(bench.steps()).containsExactly("UNKNOWN FAILED", "SCHEDULED FAILED", "COMMANDED FAILED");
            var terminate = bench.command();
            assertThat(terminate.action()).isEqualTo(Action.TERMINATE);
            assertThat(terminate.expectedIncarnation()).isEqualTo(start.commandId());
        }
    }

    @Test
    void a_worker_that_does_not_know_its_incarnation_is_terminated_whoever_it_is() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "~1", WorkerState.FAILED);
            bench.answer(bench.command(), UNKNOWN);

            var terminate = bench.command();
            assertThat(terminate.action()).isEqualTo(Action.TERMINATE);
            assertThat(terminate.expectedIncarnation()).isNull();
        }
    }

    @Test
    void a_worker_that_beats_anew_after_an_unknown_outcome_has_recovered() {
        try (var bench = Bench.with("{\"retry_interval_seconds\":60}")) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.pass(60_000);
            var start = bench.command();
            bench.answer(start, UNKNOWN);
            var _ = bench.restarts();

            bench.up("w-1", start.commandId());

            assertThat(bench.steps()).containsExactly("CANCELLED RECOVERED");
            bench.pass(3_600_000);
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void a_crash_of_the_new_incarnation_fails_the_attempt_at_once() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            var first = bench.command();
            bench.answer(first, SUCCEEDED);

            bench.down("w-1", first.commandId(), WorkerState.FAILED);

            var second = bench.command();
            assertThat(second.action()).isEqualTo(Action.START);
            assertThat(second.expectedIncarnation()).isEqualTo(first.commandId());
            assertThat(bench.steps())
                    .containsExactly(
                            "SCHEDULED FAILED",
                            "COMMANDED FAILED",
                            "FAILED FAILED",
                            "SCHEDULED FAILED",
                            "COMMANDED FAILED");
        }
    }
}
