package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.OperatorCommand.Type.BREAKER_OPEN;
import static io.homeostat.common.contract.OperatorCommand.Type.BREAKER_RESET;
import static io.homeostat.common.contract.OperatorCommand.Type.CANCEL_RESTART;
import static io.homeostat.common.contract.OperatorCommand.Type.PAUSE;
import static io.homeostat.common.contract.OperatorCommand.Type.RESTART;
import static io.homeostat.common.contract.OperatorCommand.Type.RESUME;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CircuitBreaker;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.restart.domain.Subject;
import io.homeostat.restart.domain.Will;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What operators want of restarts and breakers, and what they are answered. */
class OperatorsTest {

    private static final String WIDE = "\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":1000,\"per_type_per_minute\":1000},\"cleanup\":{\"max_per_minute\":1000}";
    private static final String AT_ONCE = "{" + WIDE + "}";

    private static Subject alive(String worker) {
        return Bench.subject(worker, null, "a", WorkerState.ALIVE);
    }

    @Test
    void a_restart_by_hand_is_a_restart_like_any_other() {
        try (var bench = Bench.with(AT_ONCE)) {
            var id = bench.will(RESTART, alive("w-1"), "bob", Map.of("force", "true"));
            var command = bench.command();
            assertThat(command.action()).isEqualTo(Action.RESTART);
            assertThat(command.terminate()).isNotNull().satisfies(how -> {
                assertThat(how.force()).isTrue();
                assertThat(how.gracefulSeconds()).isZero();
            });
            var answer = bench.answer();
            assertThat(Outputs.said(answer)).isEqualTo("ACCEPTED MANUAL");
            assertThat(answer.causeId()).isEqualTo(id);
            assertThat(answer.actor()).isEqualTo("bob");
            assertThat(answer.evidence()).containsEntry("restartId", command.restartId());
            assertThat(bench.restarts().getFirst().provenance()).satisfies(provenance -> {
                assertThat(provenance.causeId()).isEqualTo(answer.id());
                assertThat(provenance.evidence()).containsEntry("requestedBy", "bob");
            });
        }
    }

    @Test
    void a_restart_that_a_gate_refuses_is_refused_with_its_reason() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(RESTART, "w-9");
            assertThat(bench.answer()).satisfies(answer -> {
                assertThat(Outputs.said(answer)).isEqualTo("REFUSED UNKNOWN_WORKER");
                assertThat(answer.evidence()).containsEntry("field", "subject").containsEntry("value", "w-9");
            });
            bench.will(RESTART, alive("w-1"), "bob", Map.of());
            bench.audits();
            bench.will(RESTART, alive("w-1"), "carol", Map.of());
            assertThat(Outputs.said(bench.answer())).isEqualTo("REFUSED ALREADY_PENDING");
            bench.will(RESTART, alive("w-2"), "bob", Map.of("force", "maybe"));
            assertThat(bench.answer()).satisfies(answer -> {
                assertThat(Outputs.said(answer)).isEqualTo("REFUSED INVALID_ARGUMENT");
                assertThat(answer.evidence()).containsEntry("field", "arguments.force");
            });
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "PAUSE, all, untill, is no argument of PAUSE; did you mean until?",
        "MAINTENANCE_START, all, expiresAt, is no argument of MAINTENANCE_START",
        "RESTART, w-1, forced, is no argument of RESTART; did you mean force?",
        "RESUME, all, until, is no argument of RESUME",
        "BREAKER_RESET, type-1, seconds, is no argument of BREAKER_RESET"
    })
    void an_argument_that_means_nothing_is_refused_and_nothing_is_done(
            OperatorCommand.Type type, String subject, String argument, String message) {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(type, subject, Map.of(argument, "300"));
            assertThat(bench.answer()).satisfies(answer -> {
                assertThat(Outputs.said(answer)).isEqualTo("REFUSED INVALID_ARGUMENT");
                assertThat(answer.evidence())
                        .containsEntry("field", "arguments." + argument)
                        .containsEntry("value", "300")
                        .containsEntry("message", message);
            });
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void a_restart_within_a_hold_is_accepted_and_waits() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, "all");
            bench.audits();
            bench.will(RESTART, alive("w-1"), "bob", Map.of());
            assertThat(Outputs.said(bench.answer())).isEqualTo("ACCEPTED MANUAL");
            bench.pass(60_000);
            assertThat(bench.commands()).isEmpty();
            bench.will(RESUME, "all");
            bench.tick();
            assertThat(bench.command().action()).isEqualTo(Action.RESTART);
        }
    }

    @Test
    void what_waits_is_cancelled_and_what_is_commanded_is_not() {
        try (var bench = Bench.with("{\"retry_interval_seconds\":60}")) {
            bench.will(CANCEL_RESTART, "w-1");
            assertThat(Outputs.said(bench.answer())).isEqualTo("REFUSED NOTHING_PENDING");
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.audits();
            bench.will(CANCEL_RESTART, "w-1");
            assertThat(Outputs.said(bench.answer())).isEqualTo("DONE MANUAL");
            bench.pass(600_000);
            assertThat(bench.steps()).containsExactly("SCHEDULED FAILED", "CANCELLED MANUAL");
            assertThat(bench.commands()).isEmpty();

            bench.down("w-1", "b", WorkerState.FAILED);
            bench.pass(60_000);
            var start = bench.command();
            bench.audits();
            bench.will(CANCEL_RESTART, "w-1");
            assertThat(bench.answer()).satisfies(answer -> {
                assertThat(Outputs.said(answer)).isEqualTo("REFUSED TOO_LATE");
                assertThat(answer.evidence()).containsEntry("outstanding", start.commandId());
            });
            bench.answer(start, SUCCEEDED);
            bench.up("w-1", start.commandId());
            assertThat(bench.steps()).endsWith("SUCCEEDED FAILED");
        }
    }

    @Test
    void a_start_that_is_held_can_be_cancelled() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.will(PAUSE, "all");
            bench.answer(bench.command(), SUCCEEDED);
            bench.will(CANCEL_RESTART, "w-1");
            bench.will(RESUME, "all");
            bench.pass(60_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps()).endsWith("DEFERRED PAUSED", "CANCELLED MANUAL");
        }
    }

    @Test
    void a_breaker_that_a_person_resets_lets_the_deferred_go_at_once() {
        try (var bench = Bench.with("{\"circuit_breaker_threshold\":1,\"max_retries\":9," + WIDE + "}")) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.answer(bench.command(), FAILED);
            bench.down("w-2", "a", WorkerState.FAILED);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.breakers()).hasSize(1);
            bench.failureKinds();
            bench.audits();

            var id = bench.will(BREAKER_RESET, "resizer");
            bench.tick();

            assertThat(bench.commands()).extracting(c -> c.workerId()).containsExactly("w-1", "w-2");
            assertThat(bench.breakers()).singleElement().satisfies(breaker -> {
                assertThat(breaker.state()).isEqualTo(CircuitBreaker.State.CLOSED);
                assertThat(breaker.reason()).isEqualTo("MANUAL");
                assertThat(breaker.provenance().causeId())
                        .isEqualTo(new Will(id, BREAKER_RESET, "resizer", "alice", "because", Map.of()).answerId());
            });
            assertThat(bench.audits())
                    .filteredOn(audit -> audit.action().equals("CIRCUIT_BREAKER"))
                    .singleElement()
                    .satisfies(audit -> assertThat(audit.actor()).isEqualTo("alice"));
        }
    }

    @Test
    void a_breaker_that_a_person_opens_defers_until_its_reset_time_and_reports_no_failure() {
        try (var bench = Bench.with("{\"circuit_breaker_reset_seconds\":300," + WIDE + "}")) {
            bench.will(BREAKER_OPEN, "resizer");
            assertThat(Outputs.said(bench.answer())).isEqualTo("DONE MANUAL");
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.pass(299_999);
            assertThat(bench.commands()).isEmpty();
            bench.pass(1);
            assertThat(bench.commands()).hasSize(1);
            assertThat(bench.failureKinds()).isEmpty();
            assertThat(bench.breakers())
                    .extracting(CircuitBreaker::state)
                    .containsExactly(CircuitBreaker.State.OPEN, CircuitBreaker.State.HALF_OPEN);
        }
    }

    @ParameterizedTest
    @CsvSource({"'{}', BREAKER_RESET, ALREADY_CLOSED", "'{\"circuit_breaker_enabled\":false}', BREAKER_OPEN, DISABLED"})
    void a_breaker_that_is_so_already_is_refused(String policy, OperatorCommand.Type type, String reason) {
        try (var bench = Bench.with(policy)) {
            bench.will(type, "resizer");
            assertThat(Outputs.said(bench.answer())).isEqualTo("REFUSED " + reason);
            assertThat(bench.breakers()).isEmpty();
        }
    }

    @Test
    void a_breaker_that_is_open_cannot_be_opened_but_one_that_probes_can() {
        try (var bench = Bench.with("{\"circuit_breaker_reset_seconds\":60}")) {
            bench.will(BREAKER_OPEN, "resizer");
            bench.will(BREAKER_OPEN, "resizer");
            bench.pass(60_000);
            bench.will(BREAKER_OPEN, "resizer");
            assertThat(bench.answers())
                    .extracting(Outputs::said)
                    .containsExactly("DONE MANUAL", "REFUSED ALREADY_OPEN", "DONE MANUAL");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = OperatorCommand.Type.class,
            names = {"ZOMBIE_CLEANUP", "RETIRE", "FAILURE_PULSE"})
    void what_this_version_does_not_carry_out_is_refused(OperatorCommand.Type type) {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(type, "w-1");
            assertThat(bench.answer()).satisfies(answer -> {
                assertThat(Outputs.said(answer)).isEqualTo("REFUSED NOT_SUPPORTED");
                assertThat(answer.evidence()).containsEntry("field", "type").containsEntry("value", type.name());
            });
        }
    }
}
