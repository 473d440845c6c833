package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.WorkerState;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What refuses, what defers, and when it is decided again. */
class GatesTest {

    private static final String WIDE = "\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":1000,\"per_type_per_minute\":1000},\"cleanup\":{\"max_per_minute\":1000}";
    private static final String AT_ONCE = "{" + WIDE + "}";

    @Test
    void the_first_attempt_waits_its_backoff_and_the_moment_it_is_due_counts() {
        try (var bench = Bench.with("{}")) {
            bench.down("w-1", "a", WorkerState.FAILED);
            var scheduled = bench.restarts().getFirst();
            assertThat(scheduled.scheduledAt()).isEqualTo(bench.now().plusSeconds(60));
            assertThat(scheduled.delaySeconds()).isEqualTo(60);
            assertThat(scheduled.attempt()).isEqualTo(1);
            assertThat(scheduled.maxAttempts()).isEqualTo(3);
            bench.pass(59_999);
            assertThat(bench.commands()).isEmpty();

            bench.pass(1);

            assertThat(bench.command().provenance().validUntil())
                    .isEqualTo(bench.now().plusSeconds(300));
        }
    }

    @Test
    void the_backoff_grows_to_its_cap() {
        try (var bench = Bench.with("{\"max_retries\":5}")) {
            bench.down("w-1", "a", WorkerState.FAILED);
            for (long seconds : List.of(60L, 120L, 240L, 300L)) {
                bench.pass(seconds * 1_000);
                bench.answer(bench.command(), FAILED);
            }
            assertThat(bench.restarts().stream()
                            .filter(r -> r.status() == Restart.Status.SCHEDULED)
                            .map(Restart::delaySeconds))
                    .containsExactly(60L, 120L, 240L, 300L, 300L);
        }
    }

    @Test
    void a_report_between_two_ticks_is_not_due_before_its_delay() {
        try (var bench = Bench.with("{\"retry_interval_seconds\":1}")) {
            bench.passUnticked(400);
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.passUnticked(600);
            bench.tick();
            assertThat(bench.commands()).isEmpty();
            bench.passUnticked(400);
            bench.tick();
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void while_nobody_can_write_no_delay_passes() {
        try (var bench = Bench.with("{}")) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.passUnticked(3_600_000);
            bench.tick();
            assertThat(bench.commands()).isEmpty();
            bench.pass(58_999);
            assertThat(bench.commands()).isEmpty();
            bench.pass(1);
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void disabled_refuses_once_per_trouble() {
        try (var bench = Bench.with("{\"enabled\":false}")) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.down("w-1", "a", WorkerState.FAILED);
            assertThat(bench.steps()).containsExactly("REFUSED DISABLED");
            bench.down("w-1", "b", WorkerState.FAILED);
            assertThat(bench.steps()).containsExactly("REFUSED DISABLED");
        }
    }

    @Test
    void a_component_that_may_not_or_shall_not_run_is_not_restarted() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.component("{\"restartable\":false}", "w-1");
            bench.component("{\"desired\":\"STOPPED\"}", "w-2");
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.down("w-2", "a", WorkerState.FAILED);
            assertThat(bench.steps()).containsExactly("REFUSED NOT_RESTARTABLE", "REFUSED NOT_RESTARTABLE");
        }
    }

    @Test
    void a_command_names_agent_executor_and_version_of_the_component() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.component(
                    "{\"agent\":\"host-1\",\"executor\":\"process\",\"versions\":{\"2.0\":{\"start\":[\"x\"]}}}",
                    "type/resizer");
            bench.down("w-1", "a", WorkerState.FAILED);
            var start = bench.command();
            assertThat(start.agent()).isEqualTo("host-1");
            assertThat(start.executor()).isEqualTo(Executor.PROCESS);
            assertThat(start.parameters()).isEqualTo(Map.of("version", "2.0"));
        }
    }

    @Test
    void gates_are_looked_at_again_when_the_attempt_is_due() {
        try (var bench = Bench.with("{}")) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.component("{\"desired\":\"STOPPED\"}", "w-1");
            bench.pass(60_000);
            assertThat(bench.steps()).containsExactly("SCHEDULED FAILED", "REFUSED NOT_RESTARTABLE");
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void a_dry_run_decides_and_moves_nothing() {
        try (var bench = Bench.with("{\"dry_run\":true," + WIDE + "}")) {
            for (int i = 0; i < 5; i++) {
                bench.down("w-1", "a" + i, WorkerState.FAILED);
            }
            bench.pass(600_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.restarts())
                    .hasSize(10)
                    .allSatisfy(r -> assertThat(r.attempt()).isEqualTo(1))
                    .filteredOn(r -> r.status() == Restart.Status.DRY_RUN)
                    .hasSize(5);
        }
    }

    @Test
    void a_plane_that_observes_stops_before_the_start_of_an_attempt_under_way() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            var terminate = bench.command();
            bench.policy("plane-policy", "v2", "{\"mode\":\"observe\"}");
            bench.tick();
            bench.answer(terminate, SUCCEEDED);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.restarts().getLast()).satisfies(r -> {
                assertThat(r.status()).isEqualTo(Restart.Status.DRY_RUN);
            });
        }
    }

    @Test
    void a_policy_takes_effect_at_the_next_tick_and_is_named() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.policy("worker-restart-policy", "v2", "{\"enabled\":false}");
            bench.down("w-1", "a", WorkerState.FAILED);
            assertThat(bench.commands()).hasSize(1);
            bench.tick();
            bench.down("w-2", "a", WorkerState.FAILED);
            assertThat(bench.restarts().getLast()).satisfies(r -> {
                assertThat(r.reason()).isEqualTo(Restart.Reason.DISABLED);
                assertThat(r.provenance().policy())
                        .isNotNull()
                        .satisfies(p -> assertThat(p.version()).isEqualTo("v2"));
            });
        }
    }

    @Test
    void refused_tables_are_reported_at_the_next_tick() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.policy("worker-restart-policy", "v2", "{\"max_retrys\":1}");
            bench.component("{\"executor\":\"magic\"}", "w-1");
            bench.tick();
            assertThat(bench.failureKinds()).containsExactly("CONFIG_INVALID worker-restart-policy");
            assertThat(bench.deadLetters())
                    .singleElement()
                    .satisfies(letter -> assertThat(letter.topic()).isEqualTo("components"));
            bench.tick();
            assertThat(bench.failureKinds()).isEmpty();
        }
    }
}
