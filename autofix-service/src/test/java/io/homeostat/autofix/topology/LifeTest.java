package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static io.homeostat.common.contract.CommandResult.Status.ACCEPTED;
import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.CommandResult.Status.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Fix;
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
}
