package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.REFUSED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.contract.WorkerState;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** What a stage that was away concludes from what it reads, and a worker whose end was refused. */
class BacklogTest {

    private static final String AFTER_A_MINUTE = "{\"retry_interval_seconds\":60}";
    private static final String AT_ONCE = "{\"retry_interval_seconds\":0}";
    private static final long LONG_OUTAGE_MS = 25 * 60_000;

    @Test
    void an_outage_longer_than_any_command_lives_costs_no_attempt() {
        try (var bench = Bench.with(AFTER_A_MINUTE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.replay(LONG_OUTAGE_MS);
            assertThat(bench.commands()).isEmpty();

            bench.pass(3_000);
            var start = bench.command();
            assertThat(start.action()).isEqualTo(Action.START);
            assertThat(validUntil(start)).isAfter(bench.now());
            bench.answer(start, SUCCEEDED);
            bench.up("w-1", "b");
            assertThat(bench.steps()).containsExactly("SCHEDULED FAILED", "COMMANDED FAILED", "SUCCEEDED FAILED");
        }
    }

    @Test
    void who_recovered_meanwhile_is_never_commanded_although_its_restart_was_due_before() {
        try (var bench = Bench.with(AFTER_A_MINUTE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.replay(LONG_OUTAGE_MS);
            bench.up("w-1", "a");
            bench.pass(600_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps()).containsExactly("SCHEDULED ZOMBIE", "CANCELLED RECOVERED");
        }
    }

    @Test
    void an_answer_that_stands_further_on_in_the_log_is_read_before_its_silence_is_judged() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            var start = bench.command();
            bench.replay(LONG_OUTAGE_MS);
            bench.answer(start, SUCCEEDED);
            bench.up("w-1", "b");
            bench.pass(3_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps()).containsExactly("SCHEDULED FAILED", "COMMANDED FAILED", "SUCCEEDED FAILED");
        }
    }

    @Test
    void what_is_wanted_at_once_out_of_a_backlog_waits_until_the_present() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.pass(2_000);
            bench.replay(LONG_OUTAGE_MS);
            bench.down("w-1", "a", WorkerState.FAILED);
            assertThat(bench.commands()).isEmpty();
            bench.pass(3_000);
            assertThat(bench.command().action()).isEqualTo(Action.START);
            assertThat(bench.steps()).containsExactly("SCHEDULED FAILED", "DEFERRED BLIND", "COMMANDED FAILED");
        }
    }

    @Test
    void a_worker_whose_end_was_refused_and_that_beats_again_is_left_alone() {
        try (var bench = Bench.with(AFTER_A_MINUTE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.pass(60_000);
            bench.answer(bench.command(), REFUSED);
            bench.up("w-1", "a");
            bench.pass(600_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps())
                    .containsExactly(
                            "SCHEDULED ZOMBIE",
                            "COMMANDED ZOMBIE",
                            "FAILED ZOMBIE",
                            "SCHEDULED ZOMBIE",
                            "CANCELLED RECOVERED");
        }
    }

    @Test
    void a_worker_that_beats_again_before_its_end_is_refused_is_left_alone() {
        try (var bench = Bench.with(AFTER_A_MINUTE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.pass(60_000);
            var terminate = bench.command();
            bench.up("w-1", "a");
            bench.answer(terminate, REFUSED);
            bench.pass(600_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps())
                    .containsExactly("SCHEDULED ZOMBIE", "COMMANDED ZOMBIE", "FAILED ZOMBIE", "CANCELLED RECOVERED");
        }
    }

    @Test
    void a_plane_with_high_caps_goes_on_after_thousands_of_actions() {
        var manyAllowed = "{\"retry_interval_seconds\":0,\"circuit_breaker_enabled\":false,"
                + "\"rate_limits\":{\"global_per_minute\":100000,\"per_type_per_minute\":100000}}";
        var plane = "{\"max_actions_per_minute\":100000,\"max_actions_per_hour\":1000000}";
        try (var bench = Bench.withPlane(manyAllowed, plane)) {
            for (int n = 0; n < 4_000; n++) {
                bench.down("w-" + n, "a", WorkerState.FAILED);
                bench.pass(10);
            }
            assertThat(bench.commands()).hasSize(4_000);
        }
    }

    private static Instant validUntil(io.homeostat.common.contract.RestartCommand command) {
        var until = command.provenance().validUntil();
        assertThat(until).isNotNull();
        return until == null ? Instant.MIN : until;
    }
}
