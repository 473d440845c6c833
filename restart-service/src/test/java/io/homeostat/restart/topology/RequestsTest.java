package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.restart.domain.AdmissionInput;
import io.homeostat.restart.domain.AdmissionInput.Departure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What somebody asks for, and how it is answered. */
class RequestsTest {

    private static final String AT_ONCE = "{\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":1000,\"per_type_per_minute\":1000},\"cleanup\":{\"max_per_minute\":1000}}";

    @Test
    void a_live_worker_is_restarted_by_one_command_and_its_count_stays() {
        try (var bench = Bench.with(AT_ONCE)) {
            for (int n = 1; n <= 5; n++) {
                bench.request(Bench.subject("w-1", null, "i-" + n, WorkerState.ALIVE), "r-" + n);
                var restart = bench.command();
                assertThat(restart.action()).isEqualTo(Action.RESTART);
                assertThat(restart.expectedIncarnation()).isEqualTo("i-" + n);
                assertThat(restart.terminate()).isNotNull();
                bench.gone("w-1", "i-" + n, Departure.GOODBYE);
                bench.answer(restart, SUCCEEDED);
                bench.up("w-1", "i-" + (n + 1));
                assertThat(bench.steps())
                        .containsExactly("SCHEDULED REQUESTED", "COMMANDED REQUESTED", "SUCCEEDED REQUESTED");
            }
        }
    }

    @Test
    void a_last_beat_of_the_one_that_is_being_restarted_is_no_sign_of_success() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.request(Bench.subject("w-1", null, "a", WorkerState.ALIVE), "r-1");
            var restart = bench.command();
            bench.fenced("w-1", "a", "a");
            bench.up("w-1", "a");
            bench.answer(restart, SUCCEEDED);
            assertThat(bench.steps()).containsExactly("SCHEDULED REQUESTED", "COMMANDED REQUESTED");
            bench.up("w-1", "b");
            assertThat(bench.steps()).containsExactly("SUCCEEDED REQUESTED");
        }
    }

    @Test
    void a_restart_that_failed_is_followed_by_termination_and_start() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.request(Bench.subject("w-1", null, "a", WorkerState.ALIVE), "r-1");
            bench.answer(bench.command(), FAILED);
            var terminate = bench.command();
            assertThat(terminate.action()).isEqualTo(Action.TERMINATE);
            assertThat(terminate.expectedIncarnation()).isEqualTo("a");
        }
    }

    @Test
    void a_forced_request_gives_no_grace() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.request(
                    Bench.subject("w-1", null, "a", WorkerState.ALIVE),
                    new AdmissionInput.Request("r-1", "alice", "now", null, true));
            assertThat(bench.command().terminate()).isEqualTo(new RestartCommand.Terminate(0, true));
        }
    }

    @Test
    void a_request_while_one_is_pending_is_answered_and_a_report_joins_silently() {
        try (var bench = Bench.with("{}")) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.request(Bench.subject("w-1", null, "a", WorkerState.FAILED), "r-1");
            bench.request(Bench.subject("w-1", null, "a", WorkerState.FAILED), "r-1");
            assertThat(bench.steps()).containsExactly("SCHEDULED ZOMBIE", "REFUSED ALREADY_PENDING");
            bench.pass(60_000);
            assertThat(bench.command().action())
                    .as("the crash left nothing to terminate")
                    .isEqualTo(Action.START);
        }
    }

    @Test
    void a_request_for_nobody_is_refused_and_a_declared_component_is_somebody() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.request(Bench.stranger("w-1"), "r-1");
            assertThat(bench.steps()).containsExactly("REFUSED UNKNOWN_WORKER");
            bench.component("{\"workerType\":\"mailer\"}", "w-1");
            bench.request(Bench.stranger("w-1"), "r-2");
            var start = bench.command();
            assertThat(start.action()).isEqualTo(Action.START);
            assertThat(start.workerType()).isEqualTo("mailer");
        }
    }

    @ParameterizedTest(name = "valid until {0} s from now: {1}")
    @CsvSource({"-1, EXPIRED REQUESTED", "0, SCHEDULED REQUESTED", "1, SCHEDULED REQUESTED"})
    void a_request_ends_after_its_last_moment(long seconds, String first) {
        try (var bench = Bench.with("{}")) {
            var until = bench.now().plusSeconds(seconds);
            bench.request(
                    Bench.subject("w-1", null, "a", WorkerState.ALIVE),
                    new AdmissionInput.Request("r-1", "alice", "why", until, false));
            bench.pass(60_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps()).startsWith(first).endsWith("EXPIRED REQUESTED");
        }
    }

    @Test
    void a_request_that_was_begun_is_carried_through_although_it_expired() {
        try (var bench = Bench.with("{}")) {
            var until = bench.now().plusSeconds(70);
            bench.request(
                    Bench.subject("w-1", null, "a", WorkerState.ALIVE),
                    new AdmissionInput.Request("r-1", "alice", "why", until, false));
            bench.pass(60_000);
            bench.answer(bench.command(), FAILED); // the process may be gone by now
            bench.pass(300_000);

            assertThat(bench.steps()).doesNotContain("EXPIRED REQUESTED");
            assertThat(bench.commands()).isNotEmpty();
        }
    }

    @Test
    void a_worker_that_is_down_is_repaired_although_the_request_expired() {
        try (var bench = Bench.with("{}")) {
            bench.will(OperatorCommand.Type.PAUSE, "all");
            var until = bench.now().plusSeconds(70);
            bench.request(
                    Bench.subject("w-1", null, "a", WorkerState.ALIVE),
                    new AdmissionInput.Request("r-1", "alice", "why", until, false));
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.pass(600_000);
            bench.will(OperatorCommand.Type.RESUME, "all");
            bench.pass(60_000);

            assertThat(bench.steps()).doesNotContain("EXPIRED REQUESTED");
            assertThat(bench.command().action()).isEqualTo(Action.START);
        }
    }

    @Test
    void a_request_is_refused_when_the_attempts_are_spent_but_nobody_is_given_up_for_it() {
        try (var bench = Bench.with(AT_ONCE.replace("{\"retry", "{\"max_retries\":1,\"retry"))) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.answer(bench.command(), SUCCEEDED);
            bench.up("w-1", "b");
            bench.request(Bench.subject("w-1", null, "b", WorkerState.ALIVE), "r-1");
            assertThat(bench.steps()).endsWith("REFUSED MAX_RETRIES_EXCEEDED");
            assertThat(bench.quarantines()).isEmpty();
        }
    }
}
