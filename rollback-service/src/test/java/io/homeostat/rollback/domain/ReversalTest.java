package io.homeostat.rollback.domain;

import static io.homeostat.common.contract.CommandResult.Status.ACCEPTED;
import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.REFUSED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.CommandResult.Status.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.RollbackCommand;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The one rollback of a promotion, from the verdict to its end. */
class ReversalTest {

    private final Desk desk = new Desk("{}");

    private void failing() {
        desk.promote("p-1");
        fail(3);
    }

    private void fail(int checks) {
        for (int n = 0; n < checks; n++) {
            desk.pass(1_000).bad();
        }
    }

    @Test
    void a_rollback_is_commanded_once_and_ends_the_session_when_the_agent_has_switched() {
        failing();
        fail(3);
        var command = desk.command();
        assertThat(command.fromVersion()).isEqualTo("2.0");
        assertThat(command.toVersion()).isEqualTo("1.0");
        assertThat(command.generation()).isEqualTo(1);
        assertThat(command.planeGeneration()).isEqualTo(1);
        assertThat(command.provenance().validUntil()).isEqualTo(desk.at().plusSeconds(300 - 3));
        desk.answer(command, ACCEPTED).answer(command, SUCCEEDED).answer(command, SUCCEEDED);
        assertThat(rollbacks())
                .containsExactly(
                        "ROLLBACK COMMANDED ERROR_RATE_AND_FAILURES",
                        "ROLLBACK SUCCEEDED ALL_SWITCHED",
                        "MONITORING ROLLED_BACK ALL_SWITCHED");
        assertThat(desk.session().isOpen()).isFalse();
    }

    @Test
    void every_agent_gets_a_command_of_its_own_and_all_must_switch() {
        desk.agents("a-1", "a-2");
        failing();
        var commands = desk.commands();
        assertThat(commands).extracting(RollbackCommand::agent).containsExactly("a-1", "a-2");
        assertThat(commands).extracting(RollbackCommand::generation).containsExactly(1L, 2L);
        assertThat(commands).extracting(RollbackCommand::commandId).doesNotHaveDuplicates();
        desk.answer(commands.get(0), SUCCEEDED);
        assertThat(desk.session().isOpen()).isTrue();
        desk.answer(commands.get(1), FAILED);
        desk.pass(1_000);
        var retry = desk.command(); // only of the one that failed
        assertThat(retry.agent()).isEqualTo("a-2");
        assertThat(retry.generation()).isEqualTo(3);
        desk.answer(retry, SUCCEEDED);
        assertThat(desk.last()).isEqualTo("MONITORING ROLLED_BACK ALL_SWITCHED");
    }

    @ParameterizedTest
    @EnumSource(
            value = CommandResult.Status.class,
            names = {"FAILED", "REFUSED", "UNKNOWN"})
    void a_failed_attempt_is_tried_again_after_a_growing_wait(CommandResult.Status status) {
        failing();
        for (long waitMs = 1_000; waitMs <= 4_000; waitMs *= 2) {
            desk.answer(desk.command(), status).pass(waitMs - 1);
            assertThat(desk.commands()).isEmpty();
            desk.pass(1);
        }
        desk.answer(desk.command(), status).pass(120_000);
        assertThat(desk.commands()).isEmpty();
        assertThat(rollbacks())
                .containsExactly(
                        "ROLLBACK COMMANDED ERROR_RATE_AND_FAILURES",
                        "ROLLBACK RETRYING AGENT_FAILED",
                        "ROLLBACK COMMANDED ERROR_RATE_AND_FAILURES",
                        "ROLLBACK RETRYING AGENT_FAILED",
                        "ROLLBACK COMMANDED ERROR_RATE_AND_FAILURES",
                        "ROLLBACK RETRYING AGENT_FAILED",
                        "ROLLBACK COMMANDED ERROR_RATE_AND_FAILURES",
                        "ROLLBACK FAILED AGENT_FAILED",
                        "MONITORING ROLLBACK_FAILED AGENT_FAILED");
        assertThat(desk.failures()).containsExactly("ESCALATED P1", "ROLLBACK_FAILED P1");
        assertThat(desk.signals())
                .extracting(signal -> signal.reason())
                .containsExactly("CONSECUTIVE_FAILURES", "ROLLBACK_FAILED");
    }

    @Test
    void the_wait_is_at_most_a_minute() {
        desk.policyIsNow("{'rollback_retries':8}");
        failing();
        for (int attempt = 1; attempt <= 7; attempt++) {
            desk.answer(desk.command(), FAILED).pass(60_000);
        }
        desk.answer(desk.command(), FAILED).pass(59_999);
        assertThat(desk.commands()).isEmpty();
        desk.pass(1);
        assertThat(desk.commands()).hasSize(1);
    }

    @ParameterizedTest(name = "{0} ms after the last moment for an answer: tried again {1}")
    @CsvSource({"-1, false", "0, true", "1, true"})
    void silence_counts_ten_seconds_after_the_command_is_void(long after, boolean failed) {
        failing();
        desk.command();
        desk.records();
        desk.pass(310_000 + after);
        assertThat(rollbacks().contains("ROLLBACK RETRYING NO_ANSWER")).isEqualTo(failed);
    }

    @Test
    void a_success_that_comes_late_counts() {
        failing();
        var first = desk.command();
        desk.pass(310_000 + 1_000);
        var second = desk.command();
        assertThat(second.commandId()).isNotEqualTo(first.commandId());
        desk.answer(first, SUCCEEDED);
        assertThat(desk.last()).isEqualTo("MONITORING ROLLED_BACK ALL_SWITCHED");
        desk.records();
        desk.answer(second, FAILED).answer(second, REFUSED).answer(second, UNKNOWN);
        assertThat(desk.records()).isEmpty();
    }

    @Test
    void a_failure_of_an_old_attempt_does_not_count_against_the_present_one() {
        failing();
        var first = desk.command();
        desk.answer(first, FAILED).pass(1_000);
        desk.answer(first, FAILED).answer(first, REFUSED);
        assertThat(desk.session().reversal())
                .satisfies(reversal -> assertThat(reversal)
                        .isNotNull()
                        .extracting(Reversal::step)
                        .isInstanceOf(Reversal.Commanded.class));
    }

    @Test
    void without_a_version_to_go_back_to_the_rollback_fails_loudly() {
        desk.promote("{'promotionId':'p-1','version':'2.0'}", List.of());
        fail(4);
        assertThat(rollbacks())
                .containsExactly(
                        "ROLLBACK REFUSED NO_PREVIOUS_VERSION", "MONITORING ROLLBACK_FAILED NO_PREVIOUS_VERSION");
        assertThat(desk.commands()).isEmpty();
        assertThat(desk.signals()).hasSize(2);
        assertThat(desk.failures()).containsExactly("ESCALATED P1", "ROLLBACK_FAILED P1");
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"{'enabled':false} | {}", "{'dry_run':true} | {}", "{} | {'mode':'observe'}"})
    void where_nothing_may_be_commanded_it_is_recorded_once(String policy, String plane) {
        desk.policyIsNow(policy);
        desk.planeIsNow(plane);
        failing();
        fail(2);
        assertThat(rollbacks()).containsExactly("ROLLBACK DRY_RUN DISABLED");
        assertThat(desk.commands()).isEmpty();
        desk.to(598_000);
        fail(1);
        assertThat(desk.to(600_000).last()).isEqualTo("MONITORING INCONCLUSIVE OBSERVED_ONLY");
    }

    @Test
    void the_restored_version_is_watched_for_one_more_window_and_only_recorded() {
        failing();
        desk.answer(desk.command(), SUCCEEDED);
        desk.records();
        desk.failures();
        desk.signals();
        assertThat(desk.check("{'ok':true,'version':'2.0'}").last()).isEqualTo("CHECK REFUSED WRONG_VERSION");
        for (int n = 0; n < 3; n++) {
            desk.pass(1_000).check("{'ok':false,'errorRate':1,'version':'1.0'}");
        }
        assertThat(desk.last()).isEqualTo("CHECK ROLLBACK ERROR_RATE_AND_FAILURES");
        desk.pass(146_999);
        assertThat(desk.session().restored()).isNotNull();
        desk.pass(1);
        assertThat(desk.session().restored()).isNull();
        assertThat(desk.commands()).isEmpty();
        assertThat(desk.signals()).isEmpty();
        assertThat(desk.failures()).isEmpty();
        assertThat(desk.ok().pass(EarlyChecks.WAIT_MS).last()).isEqualTo("CHECK REFUSED OUT_OF_SESSION");
    }

    @Test
    void the_incident_ends_once_the_restored_version_is_well() {
        failing();
        desk.answer(desk.command(), SUCCEEDED);
        desk.failures();
        desk.ok().pass(100_000).rate("1.0", 40, 0).pass(50_000);
        assertThat(desk.failures()).containsExactly("BACK_TO_NORMAL P3");
    }

    /** Every step since the last look that is no check and not the beginning of the first session. */
    private List<String> rollbacks() {
        return desk.records().stream()
                .filter(record -> record.type() != Rollback.Type.CHECK)
                .filter(record ->
                        record.status() != Rollback.Status.MONITORING_STARTED || !"p-1".equals(record.promotionId()))
                .map(Desk::step)
                .toList();
    }
}
