package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.WorkerState;
import org.junit.jupiter.api.Test;

/** Time comes through the log, also when the brokers' clocks do not agree. */
class ClockTest {

    private static final String AT_ONCE = "{\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":1000,\"per_type_per_minute\":1000}}";

    @Test
    void a_deadline_needs_observed_time_and_append_time_as_agents_judge_by_the_latter() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            var start = bench.command();
            bench.passUnticked(-3_600_000);
            bench.tick();
            bench.pass(3_600_000);
            assertThat(bench.commands())
                    .as("an agent may still take the command as valid")
                    .isEmpty();

            bench.pass(311_000);

            assertThat(bench.command().expectedIncarnation()).isEqualTo(start.commandId());
        }
    }

    @Test
    void a_record_older_than_the_last_tick_gives_a_command_its_whole_life() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.passUnticked(600_000);
            bench.tick();
            var lastTick = bench.now();
            bench.passUnticked(-600_000);
            bench.down("w-1", "a", WorkerState.FAILED);

            assertThat(bench.command().provenance().validUntil()).isEqualTo(lastTick.plusSeconds(300));
        }
    }

    @Test
    void a_record_far_ahead_of_the_ticks_moves_now_by_two_ticks_at_most() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.answer(bench.command(), SUCCEEDED);
            bench.pass(119_000);
            bench.passUnticked(3_600_000);
            bench.down("w-2", "a", WorkerState.FAILED);
            assertThat(bench.restarts().getLast().provenance().evidence())
                    .isNotNull()
                    .containsEntry("observedMs", 120_000);
        }
    }
}
