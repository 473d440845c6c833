package io.homeostat.restart.topology;

import static io.homeostat.common.contract.OperatorCommand.Type.BREAKER_OPEN;
import static io.homeostat.common.contract.OperatorCommand.Type.BREAKER_RESET;
import static io.homeostat.common.contract.OperatorCommand.Type.MAINTENANCE_END;
import static io.homeostat.common.contract.OperatorCommand.Type.MAINTENANCE_START;
import static io.homeostat.common.contract.OperatorCommand.Type.PAUSE;
import static io.homeostat.common.contract.OperatorCommand.Type.QUARANTINE;
import static io.homeostat.common.contract.OperatorCommand.Type.RESUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.WorkerState;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where holds stand among the gates: behind what refuses, the breaker and blindness, before the rates. */
class GateOrderTest {

    @Test
    void the_gates_open_one_after_the_other() {
        try (var bench = Bench.with("{\"retry_interval_seconds\":0,\"circuit_breaker_reset_seconds\":86400,"
                + "\"rate_limits\":{\"global_per_minute\":1000,\"per_type_per_minute\":1}}")) {
            bench.down("w-0", "a", WorkerState.FAILED);
            bench.commands();
            bench.restarts();
            bench.pass(1_000);
            bench.will(MAINTENANCE_START, "type:resizer");
            bench.will(PAUSE, "worker:w-1");
            bench.blind(1, true);
            bench.will(BREAKER_OPEN, "resizer");
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.will(BREAKER_RESET, "resizer");
            bench.tick();
            bench.blind(1, false);
            bench.pass(1_000);
            bench.will(RESUME, "worker:w-1");
            bench.tick();
            bench.will(MAINTENANCE_END, "type:resizer");
            bench.tick();
            assertThat(bench.steps())
                    .containsExactly(
                            "SCHEDULED FAILED",
                            "DEFERRED CIRCUIT_BREAKER_OPEN",
                            "DEFERRED BLIND",
                            "DEFERRED PAUSED",
                            "DEFERRED MAINTENANCE",
                            "DEFERRED RATE_LIMITED");
            bench.pass(60_000);
            assertThat(bench.command().workerId()).isEqualTo("w-1");
        }
    }

    @Test
    void what_refuses_comes_before_a_hold() {
        try (var bench = Bench.with("{\"retry_interval_seconds\":0}")) {
            bench.will(PAUSE, "all");
            bench.will(QUARANTINE, Bench.subject("w-1", null, "a", WorkerState.ALIVE), "alice", Map.of());
            bench.down("w-1", "b", WorkerState.FAILED);
            assertThat(bench.steps()).containsExactly("REFUSED QUARANTINED");
        }
    }

    @Test
    void a_held_restart_that_is_no_longer_desired_says_so_within_ten_minutes() {
        try (var bench = Bench.with("{\"retry_interval_seconds\":0}")) {
            bench.will(PAUSE, "all");
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.component("{\"desired\":\"STOPPED\"}", "w-1");
            bench.pass(599_999);
            assertThat(bench.steps()).containsExactly("SCHEDULED FAILED", "DEFERRED PAUSED");
            bench.pass(1);
            assertThat(bench.steps()).containsExactly("REFUSED NOT_RESTARTABLE");
        }
    }
}
