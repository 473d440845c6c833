package io.homeostat.rollback.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.RollbackCommand;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.signal.SwitchSignal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The stage of promotions between its topics. */
class PromotionsTest {

    private static final String AGENT_COMPONENT = "{'agent':'%s','executor':'process','workerType':'resizer',"
            + "'service':'" + Bench.SERVICE + "','versions':{'1.0':{'start':['run']},'2.0':{'start':['run']}},"
            + "'currentVersion':'2.0'}";

    @Test
    void a_bad_promotion_is_rolled_back_by_the_agents_that_hold_the_service() {
        try (var bench = Bench.with("{}")) {
            bench.json(Topics.COMPONENTS, "w-1", AGENT_COMPONENT.formatted("a-2"));
            bench.json(Topics.COMPONENTS, "w-2", AGENT_COMPONENT.formatted("a-1"));
            bench.json(Topics.COMPONENTS, "w-3", AGENT_COMPONENT.formatted("a-1"));
            bench.json(Topics.COMPONENTS, "w-4", "{'agent':'a-9','executor':'process','service':'other'}");
            bench.promote("p-1", "");
            bench.bad(3);
            var commands = bench.commands();
            assertThat(commands).extracting(RollbackCommand::agent).containsExactly("a-1", "a-2");
            assertThat(commands).extracting(RollbackCommand::planeGeneration).containsOnly(3L);
            assertThat(commands.getFirst().provenance().validUntil())
                    .isEqualTo(bench.now().plusSeconds(300));
            commands.forEach(command -> bench.answer(command, "SUCCEEDED"));
            assertThat(bench.steps())
                    .containsExactly(
                            "MONITORING MONITORING_STARTED PROMOTED",
                            "CHECK HEALTHY INSUFFICIENT_CHECKS",
                            "CHECK ESCALATE CONSECUTIVE_FAILURES",
                            "CHECK ROLLBACK ERROR_RATE_AND_FAILURES",
                            "ROLLBACK COMMANDED ERROR_RATE_AND_FAILURES",
                            "ROLLBACK SUCCEEDED ALL_SWITCHED",
                            "MONITORING ROLLED_BACK ALL_SWITCHED");
            assertThat(bench.signals())
                    .extracting(SwitchSignal::kind)
                    .containsExactly(SwitchSignal.Kind.ESCALATION, SwitchSignal.Kind.PERSISTENCE);
            assertThat(bench.failures()).containsExactly("ESCALATED " + Bench.SERVICE);
        }
    }

    @Test
    void without_a_component_the_command_names_no_agent() {
        try (var bench = Bench.with("{}")) {
            bench.promote("p-1", "");
            bench.bad(3);
            assertThat(bench.command().agent()).isNull();
        }
    }

    @Test
    void every_record_says_where_it_is_from() {
        try (var bench = Bench.with("{}")) {
            bench.promote("p-1", "");
            bench.bad(3);
            var records = bench.records(Topics.ROLLBACKS);
            assertThat(records).allSatisfy(record -> {
                assertThat(record.key()).isEqualTo(Bench.SERVICE);
                var headers = record.headers();
                assertThat(headers.lastHeader("ce_source").value())
                        .isEqualTo("/services/rollback-service".getBytes(StandardCharsets.UTF_8));
                assertThat(headers.lastHeader("traceparent")).isNotNull();
            });
            var type = records.getLast().headers().lastHeader("ce_type").value();
            assertThat(new String(type, StandardCharsets.UTF_8)).isEqualTo("io.homeostat.rollbacks.COMMANDED");
            assertThat(new String(records.get(1).value(), StandardCharsets.UTF_8))
                    .contains("\"pattern\":\"intermittent_failures\"")
                    .contains("\"causeId\":\"health-checks/0/0\"")
                    .contains("\"policy\":{\"name\":\"rollback-policy\",\"version\":\"v1\"}");
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "promotions, {}, field 'promotionId': is missing",
        "promotions, '{\"promotionId\":\"p\",\"version\":\"1\",\"status\":\"X\"}', field 'status'",
        "health-checks, no json, field 'value'",
        "rollback-results, {}, field 'commandId': is missing",
        "error-rates, {}, ",
        "operator-commands, {}, "
    })
    void what_only_this_stage_refuses_becomes_one_dead_letter(String topic, String value, String error) {
        try (var bench = Bench.with("{}")) {
            var spec = Topics.all().stream()
                    .filter(t -> t.name().equals(topic))
                    .findFirst()
                    .orElseThrow();
            bench.json(spec, Bench.SERVICE, value);
            var letters = bench.deadLetters();
            if (error == null) {
                assertThat(letters).isEmpty();
            } else {
                assertThat(letters)
                        .singleElement()
                        .satisfies(letter -> assertThat(letter.error()).contains(error));
            }
            assertThat(bench.rollbacks()).isEmpty();
        }
    }

    @Test
    void what_stands_in_a_wrong_partition_goes_on_to_its_task() {
        try (var bench = Bench.with("{}")) {
            bench.json(Topics.PROMOTIONS, Bench.ELSEWHERE, "{'promotionId':'p-1','version':'2.0'}");
            assertThat(bench.rollbacks()).isEmpty();
            assertThat(bench.records(Topics.ROLLBACK_REROUTED))
                    .singleElement()
                    .satisfies(record -> assertThat(record.key()).isEqualTo(Bench.ELSEWHERE));
        }
    }

    @Test
    void own_checks_are_made_from_the_rates_of_one_minute_only() {
        try (var bench = Bench.with("{}")) {
            bench.promote("p-1", "");
            bench.rate("2.0", 300, 10, 90);
            bench.pipe(Topics.ERROR_RATES, Bench.SERVICE + "|2.0", null);
            bench.pass(30_000);
            bench.rate("2.0", 60, 90, 10);
            bench.pass(30_000);
            var checks = bench.rollbacks();
            assertThat(checks).hasSize(2);
            assertThat(checks.getLast().windowErrorRate()).isEqualByComparingTo("0.1");
            assertThat(checks.getLast().provenance().causeId()).startsWith("ert-");
        }
    }

    @Test
    void of_many_rates_of_one_window_the_last_counts_and_only_of_what_is_watched() {
        try (var bench = Bench.with("{}")) {
            bench.rate("2.0", 60, 500, 0); // nothing is watched yet
            bench.promote("p-1", "");
            for (int n = 1; n <= 10; n++) {
                bench.rate("2.0", 60, 90 + n, 0); // many updates between two ticks
            }
            bench.pass(30_000);
            var check = bench.rollbacks().getLast();
            assertThat(check.provenance().evidence()).containsEntry("operations", 100);
        }
    }

    @Test
    void a_promotion_brings_its_own_policy_and_a_wrong_one_is_refused_with_the_path() {
        try (var bench = Bench.with("{}")) {
            bench.promote("p-1", ",'policy':{'check_window_size':2}");
            bench.promote("p-2", ",'policy':{'consecutive_failure_threshold':1}");
            bench.bad(2);
            var records = bench.rollbacks();
            assertThat(records.getFirst().provenance().message()).contains("policy.check_window_size: 2 is below");
            assertThat(records.getLast().provenance().decision()).isEqualTo("ESCALATE");
            assertThat(records.getLast().provenance().policy())
                    .satisfies(policy -> assertThat(policy.version()).isEqualTo("v1+promotion"));
            assertThat(bench.audits())
                    .extracting(AuditRecord::decision, AuditRecord::reason)
                    .contains(org.assertj.core.groups.Tuple.tuple("REFUSED", "INVALID_POLICY"));
        }
    }

    @Test
    void a_changed_policy_takes_effect_at_the_next_tick_and_is_named() {
        try (var bench = Bench.with("{}")) {
            bench.promote("p-1", "");
            bench.policy("rollback-policy", "v2", "{'post_promotion_grace_period_ms':60000}");
            bench.pass(60_000);
            var last = bench.rollbacks().getLast();
            assertThat(last.provenance().decision()).isEqualTo("INCONCLUSIVE");
            assertThat(last.provenance().policy())
                    .satisfies(policy -> assertThat(policy.version()).isEqualTo("v2"));
        }
    }

    @Test
    void commands_are_answered_on_audit_once_and_those_of_other_owners_passed_over() {
        try (var bench = Bench.with("{}")) {
            bench.promote("p-1", "");
            bench.audits();
            bench.command("c-1", "STOP_MONITORING", Bench.SERVICE);
            bench.command("c-1", "STOP_MONITORING", Bench.SERVICE);
            bench.command("c-2", "PAUSE", Bench.SERVICE);
            bench.command("c-3", "KILL_SWITCH_ON", Bench.SERVICE);
            var answers = bench.audits().stream()
                    .filter(audit -> audit.causeId().startsWith("c-"))
                    .toList();
            assertThat(answers)
                    .extracting(audit -> audit.causeId() + " " + audit.decision() + " " + audit.reason())
                    .contains("c-1 DONE WITHDRAWN", "c-1 REFUSED REPEATED")
                    .noneMatch(answer -> answer.startsWith("c-2") || answer.startsWith("c-3"));
            assertThat(answers).extracting(AuditRecord::id).doesNotHaveDuplicates();
            assertThat(answers).extracting(AuditRecord::actor).containsOnly("alice");
        }
    }

    @Test
    void out_of_a_backlog_a_switch_is_asked_for_but_nothing_commanded_until_the_present() {
        try (var bench = Bench.with("{}")) {
            bench.replay(60_000);
            bench.promote("p-1", "");
            for (int n = 0; n < 3; n++) {
                bench.replay(1_000);
                bench.check("{'ok':false,'errorRate':0.5}");
            }
            assertThat(bench.signals())
                    .extracting(SwitchSignal::kind)
                    .containsExactly(SwitchSignal.Kind.ESCALATION, SwitchSignal.Kind.PERSISTENCE);
            bench.replay(1_800_000);
            assertThat(bench.commands()).isEmpty();
            bench.pass(3_000);
            assertThat(bench.command().provenance().validUntil()).isAfter(bench.now());
            assertThat(bench.steps()).doesNotContain("CHECK UNKNOWN NO_DATA", "MONITORING INCONCLUSIVE NO_DATA");
        }
    }

    @Test
    void the_same_log_gives_the_same_records() {
        assertThat(story()).isEqualTo(story());
    }

    private static List<String> story() {
        try (var bench = Bench.with("{}")) {
            bench.promote("p-1", "");
            bench.bad(2);
            bench.rate("2.0", 60, 90, 10);
            bench.pass(40_000);
            bench.bad(3);
            bench.answer(bench.command(), "FAILED");
            bench.pass(400_000);
            return bench.rollbacks().stream().map(Json::text).toList();
        }
    }
}
