package io.homeostat.restart.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.WorkerState;
import org.junit.jupiter.api.Test;

/** What only defers, and when it is decided again. */
class DeferralTest {

    private static final String WIDE = "\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":1000,\"per_type_per_minute\":1000},\"cleanup\":{\"max_per_minute\":1000}";
    private static final String AT_ONCE = "{" + WIDE + "}";

    @Test
    void a_full_minute_defers_once_and_frees_its_slot_exactly_after_a_minute() {
        try (var bench = Bench.with("{\"retry_interval_seconds\":0,"
                + "\"rate_limits\":{\"global_per_minute\":1000,\"per_type_per_minute\":2}}")) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.pass(10_000);
            bench.down("w-2", "a", WorkerState.FAILED);
            assertThat(bench.commands()).hasSize(2);
            bench.pass(10_000);
            bench.down("w-3", "a", WorkerState.FAILED);
            bench.pass(39_999);
            assertThat(bench.steps()).endsWith("SCHEDULED FAILED", "DEFERRED RATE_LIMITED");
            assertThat(bench.commands()).isEmpty();

            bench.pass(1);

            assertThat(bench.command().workerId()).isEqualTo("w-3");
        }
    }

    @Test
    void who_waits_longest_goes_first_and_nobody_is_lost() {
        try (var bench = Bench.with("{\"retry_interval_seconds\":0,"
                + "\"rate_limits\":{\"global_per_minute\":1,\"per_type_per_minute\":1}}")) {
            for (int w = 9; w > 0; w--) {
                bench.down("w-" + w, "a", WorkerState.FAILED);
                bench.pass(1_000);
            }
            bench.pass(600_000);
            assertThat(bench.commands().stream().map(c -> c.workerId()).limit(9))
                    .containsExactly("w-9", "w-8", "w-7", "w-6", "w-5", "w-4", "w-3", "w-2", "w-1");
        }
    }

    @Test
    void terminations_have_a_limit_of_their_own() {
        try (var bench = Bench.with("{\"retry_interval_seconds\":0,\"cleanup\":{\"max_per_minute\":1}}")) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.down("w-2", "a", WorkerState.ZOMBIE);
            bench.down("w-3", "a", WorkerState.FAILED);
            assertThat(bench.commands()).extracting(c -> c.workerId()).containsExactly("w-1", "w-3");
            bench.pass(60_000);
            assertThat(bench.commands()).extracting(c -> c.workerId()).containsExactly("w-2");
        }
    }

    @Test
    void the_caps_of_the_plane_bound_everything() {
        var plane = "{\"max_actions_per_minute\":1,\"max_actions_per_hour\":2}";
        try (var bench = Bench.withPlane(AT_ONCE, plane)) {
            bench.fenced("w-9", "b", "a");
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.down("w-2", "a", WorkerState.FAILED);
            assertThat(bench.commands()).hasSize(1);
            bench.pass(60_000);
            assertThat(bench.command().workerId()).isEqualTo("w-1");
            bench.pass(3_539_999);
            assertThat(bench.commands()).noneMatch(c -> c.workerId().equals("w-2"));
            bench.pass(1);
            assertThat(bench.commands()).anyMatch(c -> c.workerId().equals("w-2"));
        }
    }

    @Test
    void a_blind_partition_defers_until_the_plane_can_hear_again() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.blind(2, true);
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.pass(600_000);
            assertThat(bench.steps()).containsExactly("SCHEDULED FAILED", "DEFERRED BLIND");

            bench.blind(2, false);
            bench.pass(1_000);

            assertThat(bench.command().workerId()).isEqualTo("w-1");
        }
    }

    @Test
    void who_recovers_while_deferred_is_not_restarted() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.blind(2, true);
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.up("w-1", "a");
            bench.blind(2, false);
            bench.pass(600_000);
            assertThat(bench.steps()).containsExactly("SCHEDULED ZOMBIE", "DEFERRED BLIND", "CANCELLED RECOVERED");
            assertThat(bench.commands()).isEmpty();
        }
    }
}
