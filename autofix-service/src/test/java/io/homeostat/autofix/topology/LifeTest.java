package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static io.homeostat.common.contract.CommandResult.Status.ACCEPTED;
import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.REFUSED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.CommandResult.Status.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Restart;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The life of one fix from the pattern to its effect. */
class LifeTest {

    @Test
    void a_pattern_becomes_a_fix_at_its_ninth_occurrence_and_is_verified_after_five_quiet_minutes() {
        try (var bench = Bench.with("{}")) {
            bench.component("type/resizer", "{\"memory_mb\":512,\"other\":\"x\"}");
            bench.tell(bench.pattern("p-1", 3, "w-1"));
            bench.tell(bench.pattern("p-1", 6, "w-1"));
            assertThat(bench.commands()).isEmpty();
            bench.tell(bench.pattern("p-1", 9, "w-1", "w-2"));

            var command = bench.command();
            assertThat(command.target()).isEqualTo("type/resizer");
            assertThat(command.action()).isEqualTo("increase_memory");
            assertThat(Json.text(command.before())).isEqualTo("{\"memory_mb\":512}");
            assertThat(Json.text(command.after())).isEqualTo("{\"memory_mb\":768}");
            assertThat(command.agent()).isEqualTo("agent-1");
            assertThat(command.executor()).isEqualTo(Executor.PROCESS);
            assertThat(command.parameters()).containsEntry("settingsFile", "conf/type/resizer.json");
            assertThat(command.generation()).isEqualTo(1);
            assertThat(command.planeGeneration()).isEqualTo(3);
            assertThat(command.provenance().validUntil()).isEqualTo(bench.now().plusSeconds(300));
            assertThat(command.provenance().incidentId()).isEqualTo("inc-p-1");

            bench.answer(command, ACCEPTED);
            bench.answer(command, SUCCEEDED);
            var requests = bench.restartRequests();
            assertThat(requests).extracting(r -> r.workerId()).containsExactly("w-1", "w-2");
            requests.forEach(r -> bench.restarted(r, Restart.Status.SUCCEEDED, Restart.Reason.REQUESTED));
            bench.pass(5 * MINUTE_MS - 1);
            assertThat(bench.steps())
                    .containsExactly(
                            "PROPOSED MATCHED",
                            "REFUSED LOW_CONFIDENCE",
                            "PROPOSED MATCHED",
                            "REFUSED LOW_CONFIDENCE",
                            "PROPOSED MATCHED",
                            "COMMANDED MATCHED",
                            "APPLIED MATCHED");
            bench.pass(1);
            assertThat(bench.steps()).containsExactly("VERIFIED MATCHED");
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void every_step_names_its_cause_its_policy_and_its_numbers_and_stands_in_the_audit_chain() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            var pattern = bench.pattern("p-1", 9, "w-1");
            bench.tell(pattern);
            var fixes = bench.fixes();
            assertThat(fixes)
                    .extracting(Fix::fixId)
                    .containsOnly(fixes.getFirst().fixId());
            assertThat(fixes.getFirst().provenance().causeId()).isEqualTo(pattern.causeId());
            assertThat(fixes.getLast().provenance().causeId())
                    .isEqualTo(fixes.getFirst().provenance().id());
            assertThat(bench.command().provenance().causeId())
                    .isEqualTo(fixes.getLast().provenance().id());
            assertThat(fixes).allSatisfy(fix -> {
                assertThat(fix.provenance().incidentId()).isEqualTo("inc-p-1");
                assertThat(fix.provenance().policy())
                        .isNotNull()
                        .satisfies(p -> assertThat(p.version()).isEqualTo("v1"));
                assertThat(fix.provenance().evidence())
                        .isNotNull()
                        .containsEntry("occurrences", 9)
                        .containsEntry("registry", "v1");
            });
            var audits = bench.audits();
            assertThat(audits).hasSize(2);
            assertThat(AuditChain.firstBroken(audits)).isNull();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandResult.Status.class,
            names = {"FAILED", "REFUSED", "UNKNOWN"})
    void what_the_agent_could_not_do_ends_the_fix_and_is_not_tried_again_blindly(CommandResult.Status status) {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), status);
            bench.pass(70 * MINUTE_MS);
            assertThat(bench.steps())
                    .endsWith("COMMANDED MATCHED", (status == UNKNOWN ? UNKNOWN : FAILED) + " MATCHED");
            assertThat(bench.commands()).isEmpty();
            bench.recurs("p-1", "w-1");
            assertThat(bench.command().generation()).isEqualTo(2);
        }
    }

    @Test
    void without_an_answer_until_the_end_of_the_command_and_ten_seconds_it_is_unknown() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            var command = bench.command();
            bench.answer(command, ACCEPTED);
            bench.pass(309_999);
            assertThat(bench.steps()).endsWith("COMMANDED MATCHED");
            bench.pass(1);
            assertThat(bench.steps()).containsExactly("UNKNOWN MATCHED");
            bench.answer(command, SUCCEEDED);
            assertThat(bench.steps()).as("a late answer").isEmpty();
        }
    }

    @Test
    void a_failure_after_the_fix_says_that_it_did_not_help_and_the_change_is_taken_back() {
        try (var bench = Bench.with("{}")) {
            var applied = applied(bench);
            bench.pass(MINUTE_MS);
            bench.component("w-1", "{\"memory_mb\":768}");
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY);

            var back = bench.command();
            assertThat(Json.text(back.before())).isEqualTo(Json.text(applied.after()));
            assertThat(Json.text(back.after())).isEqualTo(Json.text(applied.before()));
            assertThat(back.generation()).isEqualTo(2);
            assertThat(back.commandId()).isNotEqualTo(applied.commandId());
            bench.answer(back, SUCCEEDED);
            assertThat(bench.steps()).containsExactly("INEFFECTIVE MATCHED", "COMMANDED MATCHED", "REVERTED MATCHED");
            assertThat(bench.restartRequests()).hasSize(1);
        }
    }

    @Test
    void a_failure_that_happened_before_the_fix_is_no_recurrence() {
        try (var bench = Bench.with("{\"effect_check_minutes\":5}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY); // of the process that has not read its new settings yet
            bench.restartsSucceed();
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY); // at the very moment
            bench.fails("w-9", FailureKind.OUT_OF_MEMORY); // another target
            bench.pass(1);
            bench.fails("w-1", FailureKind.TASK_ERROR); // another trouble
            assertThat(bench.steps()).endsWith("APPLIED MATCHED");
            bench.fails("w-1", FailureKind.CRASH);
            assertThat(bench.steps()).startsWith("INEFFECTIVE MATCHED");
        }
    }

    @Test
    void a_newer_record_of_the_pattern_is_a_recurrence_whatever_its_confidence() {
        try (var bench = Bench.with("{}")) {
            var _ = applied(bench);
            bench.pass(MINUTE_MS);
            bench.recurs("p-1", "w-1");
            assertThat(bench.steps()).startsWith("INEFFECTIVE MATCHED", "COMMANDED MATCHED");
        }
    }

    @Test
    void a_worker_of_the_type_that_the_pattern_did_not_name_counts_as_well() {
        try (var bench = Bench.with("{}")) {
            bench.component("type/resizer", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.restartsSucceed();
            bench.pass(1_000);
            bench.fails("w-77", FailureKind.OUT_OF_MEMORY);
            assertThat(bench.steps()).contains("INEFFECTIVE MATCHED");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandResult.Status.class,
            names = {"FAILED", "REFUSED", "UNKNOWN"})
    void a_change_that_cannot_be_taken_back_is_for_a_person(CommandResult.Status status) {
        try (var bench = Bench.with("{}")) {
            var _ = applied(bench);
            bench.pass(MINUTE_MS);
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY);
            bench.answer(bench.command(), status);
            assertThat(bench.failureKinds()).containsExactly("FIX_INEFFECTIVE w-1");
            assertThat(bench.steps()).endsWith((status == REFUSED ? FAILED : status) + " MATCHED");
        }
    }

    @Test
    void a_revert_waits_for_the_end_of_a_hold_and_says_so_once() {
        try (var bench = Bench.with("{}")) {
            var _ = applied(bench);
            bench.pass(MINUTE_MS);
            bench.hold("type:resizer", null);
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY);
            bench.pass(10 * MINUTE_MS);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps()).containsExactly("INEFFECTIVE MATCHED", "DEFERRED HELD");
            bench.holdEnds("type:resizer");
            bench.pass(5_000);
            assertThat(bench.command().generation()).isEqualTo(2);
        }
    }

    @Test
    void what_did_not_help_is_decided_anew_exactly_at_the_end_of_the_cooldown() {
        try (var bench = Bench.with("{\"fix_cooldown_minutes\":30}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.restartsSucceed();
            bench.pass(MINUTE_MS);
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY);
            bench.answer(bench.command(), SUCCEEDED);
            bench.recurs("p-1", "w-1"); // in the cooldown: refused, and nothing is lost
            assertThat(bench.steps()).endsWith("REFUSED COOLDOWN");
            bench.pass(29 * MINUTE_MS - 1);
            assertThat(bench.commands()).isEmpty();
            bench.pass(1);
            assertThat(bench.command().generation()).isEqualTo(3);
        }
    }

    @Test
    void the_effect_is_judged_in_the_time_in_which_the_plane_can_hear() {
        try (var bench = Bench.with("{}")) {
            var _ = applied(bench);
            bench.pass(2 * MINUTE_MS);
            bench.group("partition:1", io.homeostat.common.contract.FleetGroup.State.BLIND);
            bench.pass(30 * MINUTE_MS);
            bench.group("partition:1", io.homeostat.common.contract.FleetGroup.State.NORMAL);
            bench.pass(3 * MINUTE_MS - 1);
            assertThat(bench.steps()).as("not verified").isEmpty();
            bench.pass(1);
            assertThat(bench.steps()).containsExactly("VERIFIED MATCHED");
        }
    }

    /** Memory of w-1 from 512 to 768, its restart done. */
    private static FixCommand applied(Bench bench) {
        bench.component("w-1", "{\"memory_mb\":512}");
        bench.recurs("p-1", "w-1");
        var command = bench.command();
        bench.answer(command, SUCCEEDED);
        bench.restartsSucceed();
        assertThat(bench.steps()).endsWith("APPLIED MATCHED");
        return command;
    }
}
