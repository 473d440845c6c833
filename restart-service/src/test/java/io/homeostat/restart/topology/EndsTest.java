package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.WorkerState;
import org.junit.jupiter.api.Test;

/** How restarts end for good, what that does to the breaker, and what is written about it. */
class EndsTest {

    private static final String AT_ONCE = "{\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":1000,\"per_type_per_minute\":1000},\"cleanup\":{\"max_per_minute\":1000}}";

    @Test
    void a_worker_that_starts_and_dies_again_and_again_is_given_up_set_aside_and_counts_once() {
        try (var bench = Bench.with(AT_ONCE.replace("{\"retry", "{\"circuit_breaker_threshold\":2,\"retry"))) {
            bench.down("w-1", "a", WorkerState.FAILED);
            for (int attempt = 1; attempt <= 3; attempt++) {
                var start = bench.command();
                bench.answer(start, SUCCEEDED);
                bench.up("w-1", start.commandId());
                bench.pass(60_000);
                bench.down("w-1", start.commandId(), WorkerState.FAILED);
            }

            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps()).endsWith("SUCCEEDED FAILED", "ABANDONED MAX_RETRIES_EXCEEDED");
            assertThat(bench.quarantines()).singleElement().satisfies(q -> {
                assertThat(q.subject()).isEqualTo("w-1");
                assertThat(q.attempts()).isEqualTo(3);
            });
            assertThat(bench.failureKinds()).containsExactly("RESTART_ABANDONED w-1");
            assertThat(bench.breakers()).isEmpty();
            bench.down("w-1", "z", WorkerState.ZOMBIE);
            bench.down("w-1", "z", WorkerState.FAILED);
            assertThat(bench.steps()).containsExactly("REFUSED QUARANTINED");
        }
    }

    @Test
    void a_last_attempt_that_could_not_be_started_opens_the_breaker_at_once() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            for (int attempt = 1; attempt <= 3; attempt++) {
                bench.answer(bench.command(), FAILED);
            }

            assertThat(bench.breakers()).singleElement().satisfies(b -> {
                assertThat(b.failureCount()).isEqualTo(3);
                assertThat(b.reason()).isEqualTo("NOT_STARTED");
                assertThat(b.retryAt()).isEqualTo(bench.now().plusSeconds(300));
            });
            assertThat(bench.failureKinds())
                    .containsExactly(
                            "RESTART_FAILED w-1",
                            "RESTART_FAILED w-1",
                            "RESTART_FAILED w-1",
                            "BREAKER_OPENED type/resizer",
                            "RESTART_ABANDONED w-1");
        }
    }

    @Test
    void an_open_breaker_defers_until_its_reset_and_a_probe_closes_it() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.FAILED);
            for (int attempt = 1; attempt <= 3; attempt++) {
                bench.answer(bench.command(), FAILED);
            }
            var _ = bench.restarts();
            var _ = bench.breakers();
            bench.down("w-2", "a", WorkerState.FAILED);
            bench.down("w-3", "a", WorkerState.FAILED);
            bench.pass(299_999);
            assertThat(bench.steps())
                    .containsExactly(
                            "SCHEDULED FAILED",
                            "DEFERRED CIRCUIT_BREAKER_OPEN",
                            "SCHEDULED FAILED",
                            "DEFERRED CIRCUIT_BREAKER_OPEN");

            bench.pass(1);

            var probe = bench.command();
            assertThat(probe.workerId()).isEqualTo("w-2");
            bench.answer(probe, SUCCEEDED);
            bench.up("w-2", probe.commandId());
            bench.pass(1_000);
            assertThat(bench.command().workerId()).isEqualTo("w-3");
            assertThat(bench.breakers()).extracting(b -> b.state().name()).containsExactly("HALF_OPEN", "CLOSED");
        }
    }

    @Test
    void every_decision_is_in_the_audit_chain_and_names_its_cause() {
        try (var bench = Bench.with(AT_ONCE)) {
            var cause = bench.down("w-1", "a", WorkerState.FAILED);
            var start = bench.command();
            var answered = bench.answer(start, SUCCEEDED);
            bench.up("w-1", start.commandId());
            var restarts = bench.restarts();

            assertThat(restarts.get(0).provenance().causeId()).isEqualTo(cause);
            assertThat(restarts.get(1).provenance().causeId())
                    .isEqualTo(restarts.get(0).provenance().id());
            assertThat(start.provenance().causeId())
                    .isEqualTo(restarts.get(1).provenance().id());
            assertThat(answered).isNotEmpty();
            assertThat(restarts).extracting(Restart::restartId).containsOnly(start.restartId());
            assertThat(restarts).extracting(r -> r.provenance().incidentId()).containsOnly("inc-w-1-a");
            var audits = bench.audits();
            assertThat(audits).hasSize(3);
            assertThat(AuditChain.firstBroken(audits)).isNull();
        }
    }
}
