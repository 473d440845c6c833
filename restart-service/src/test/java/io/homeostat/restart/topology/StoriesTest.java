package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.REFUSED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.topics.Topics;
import io.homeostat.restart.domain.AdmissionInput.Departure;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fenced incarnations, recoveries, departures and lineages. */
class StoriesTest {

    private static final String AT_ONCE = "{\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":1000,\"per_type_per_minute\":1000},\"cleanup\":{\"max_per_minute\":1000}}";

    @Test
    void a_fenced_incarnation_is_terminated_once_and_nothing_is_started() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.fenced("w-1", "b", "a");
            var terminate = bench.command();
            assertThat(terminate.action()).isEqualTo(Action.TERMINATE);
            assertThat(terminate.expectedIncarnation()).isEqualTo("a");
            assertThat(terminate.provenance().decision()).isEqualTo("TERMINATE_FENCED");
            bench.fenced("w-1", "b", "a");
            bench.answer(terminate, SUCCEEDED);
            bench.fenced("w-1", "b", "a");
            bench.pass(600_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.restarts())
                    .extracting(Bench::step)
                    .containsExactly("SCHEDULED ZOMBIE", "COMMANDED ZOMBIE", "SUCCEEDED ZOMBIE");
        }
    }

    @Test
    void a_fenced_incarnation_that_outlives_its_termination_is_terminated_again() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.fenced("w-1", "b", "a");
            var first = bench.command();
            bench.answer(first, FAILED);
            assertThat(bench.commands()).isEmpty();
            bench.fenced("w-1", "b", "a");
            var second = bench.command();
            assertThat(second.expectedIncarnation()).isEqualTo("a");
            assertThat(second.commandId()).isNotEqualTo(first.commandId());
            assertThat(second.generation()).isEqualTo(first.generation() + 1);
        }
    }

    @Test
    void a_beat_of_what_is_being_terminated_is_nothing_new_unless_it_outlives_the_restart() {
        try (var bench = Bench.with(AT_ONCE.replace("{\"retry", "{\"max_retries\":1,\"retry"))) {
            bench.down("w-1", "a", WorkerState.STUCK);
            var terminate = bench.command();
            bench.fenced("w-1", "a", "a");
            assertThat(bench.commands()).isEmpty();

            bench.answer(terminate, REFUSED);

            var again = bench.command();
            assertThat(again.restartId()).isNotEqualTo(terminate.restartId());
            assertThat(again.expectedIncarnation()).isEqualTo("a");
            assertThat(bench.steps())
                    .containsExactly(
                            "SCHEDULED STUCK",
                            "COMMANDED STUCK",
                            "FAILED STUCK",
                            "ABANDONED MAX_RETRIES_EXCEEDED",
                            "SCHEDULED ZOMBIE",
                            "COMMANDED ZOMBIE");
        }
    }

    @Test
    void a_zombie_that_resumes_while_it_is_terminated_is_terminated_all_the_same() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            var terminate = bench.command();
            bench.up("w-1", "a");
            bench.answer(terminate, SUCCEEDED);
            assertThat(bench.command().action()).isEqualTo(Action.START);
        }
    }

    @Test
    void nobody_is_started_beside_a_new_incarnation_that_came_by_itself() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            var terminate = bench.command();
            bench.up("w-1", "b");
            bench.answer(terminate, SUCCEEDED);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps()).endsWith("CANCELLED RECOVERED");
        }
    }

    @Test
    void who_says_good_bye_or_is_forgotten_is_not_restarted() {
        try (var bench = Bench.with("{}")) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            bench.gone("w-1", "a", Departure.GOODBYE);
            bench.down("w-2", "a", WorkerState.ZOMBIE);
            bench.gone("w-2", "a", Departure.FORGOTTEN);
            bench.pass(600_000);
            assertThat(bench.steps())
                    .containsExactly("SCHEDULED ZOMBIE", "CANCELLED STALE", "SCHEDULED ZOMBIE", "CANCELLED STALE");
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void the_good_bye_of_a_terminated_process_is_what_was_asked_for_but_a_retired_worker_stays_down() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.STUCK);
            var terminate = bench.command();
            bench.gone("w-1", "a", Departure.GOODBYE);
            bench.answer(terminate, SUCCEEDED);
            assertThat(bench.command().action()).isEqualTo(Action.START);
            bench.gone("w-1", "a", Departure.RETIRED);
            assertThat(bench.steps()).endsWith("CANCELLED STALE");
        }
    }

    @Test
    void attempts_belong_to_the_task_and_survive_its_worker() {
        try (var bench = Bench.with(AT_ONCE.replace("{\"retry", "{\"max_retries\":2,\"retry"))) {
            for (int n = 1; n <= 2; n++) {
                bench.down(Bench.subject("w-" + n, "t-9", "a", WorkerState.FAILED), "inc-" + n, false);
                var start = bench.command();
                bench.answer(start, SUCCEEDED);
                bench.up("w-" + n, start.commandId());
            }
            bench.down(Bench.subject("w-3", "t-9", "a", WorkerState.FAILED), "inc-3", false);
            assertThat(bench.steps()).endsWith("ABANDONED MAX_RETRIES_EXCEEDED");
            bench.down(Bench.subject("w-4", "t-9", "a", WorkerState.FAILED), "inc-4", false);
            assertThat(bench.steps()).containsExactly("REFUSED QUARANTINED");
        }
    }

    @Test
    void a_worker_that_dies_before_it_names_its_task_again_does_not_escape_its_count() {
        try (var bench = Bench.with(AT_ONCE.replace("{\"retry", "{\"max_retries\":1,\"retry"))) {
            bench.down(Bench.subject("w-1", "t-9", "a", WorkerState.FAILED), "inc-1", false);
            bench.answer(bench.command(), SUCCEEDED);
            bench.up("w-1", "b");
            bench.down(Bench.subject("w-1", null, "b", WorkerState.FAILED), "inc-2", false);
            assertThat(bench.steps()).endsWith("ABANDONED MAX_RETRIES_EXCEEDED");
        }
    }

    @Test
    void two_workers_of_one_task_that_are_down_together_are_both_repaired() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down(Bench.subject("w-1", "t-9", "a", WorkerState.FAILED), "inc-1", false);
            bench.down(Bench.subject("w-2", "t-9", "a", WorkerState.FAILED), "inc-2", false);
            assertThat(bench.commands()).extracting(RestartCommand::workerId).containsExactly("w-1", "w-2");
        }
    }

    @ParameterizedTest(name = "a failure {0} ms after the repair: {1}")
    @CsvSource({"3600000, ABANDONED MAX_RETRIES_EXCEEDED", "3600001, COMMANDED FAILED"})
    void exactly_the_reset_time_after_the_repair_is_still_the_same_problem(long ms, String last) {
        try (var bench = Bench.with(AT_ONCE.replace("{\"retry", "{\"max_retries\":1,\"retry"))) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.answer(bench.command(), SUCCEEDED);
            bench.up("w-1", "b");
            bench.pass(ms);
            bench.down("w-1", "b", WorkerState.FAILED);
            assertThat(bench.steps()).endsWith(last);
        }
    }

    @Test
    void a_drill_runs_the_whole_chain_but_moves_no_breaker() {
        try (var bench = Bench.with(AT_ONCE.replace("{\"retry", "{\"circuit_breaker_threshold\":1,\"retry"))) {
            bench.down(Bench.subject("w-1", null, "a", WorkerState.FAILED), "inc", true);
            bench.answer(bench.command(), FAILED);
            assertThat(bench.commands()).hasSize(1);
            assertThat(bench.breakers()).isEmpty();
            assertThat(bench.failureKinds()).containsExactly("RESTART_FAILED w-1");
            assertThat(bench.restarts())
                    .allSatisfy(r -> assertThat(r.provenance().synthetic()).isTrue());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
                    broken              | restart-admission | w-1         | {
                    no type             | restart-admission | w-1         | {"workerId":"w-1"}
                    unknown type        | restart-admission | w-1         | {"type":"DANCE","workerId":"w-1"}
                    a field is missing  | restart-admission | w-1         | {"type":"UP","workerId":"w-1"}
                    key differs         | restart-admission | w-2         | {"type":"UP","workerId":"w-1","causeId":"c"}
                    no key              | restart-admission |             | {"type":"UP","workerId":"w-1","causeId":"c"}
                    null                | restart-admission | w-1         |
                    a broken group      | fleet-groups      | partition:0 | {"group":"partition:0","state":"SHY"}
                    an empty group      | fleet-groups      | partition:0 | {}
                    another group       | fleet-groups      | partition:1 | {"group":"partition:0","state":"BLIND"}
                    """)
    void bad_input_goes_to_dead_letters(String what, String topic, @Nullable String key, @Nullable String value) {
        try (var bench = Bench.with(AT_ONCE)) {
            var spec = topic.equals("fleet-groups") ? Topics.FLEET_GROUPS : Topics.RESTART_ADMISSION;
            bench.pipe(spec, key, value == null ? null : value.getBytes(StandardCharsets.UTF_8));
            assertThat(bench.deadLetters()).as(what).hasSize(1);
            assertThat(bench.restarts()).isEmpty();
        }
    }
}
