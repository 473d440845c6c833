package io.homeostat.rollback.domain;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Rollback;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A rollback that must wait is decided again when it need not any more. */
class WaitingReversalTest {

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

    @ParameterizedTest
    @CsvSource({"PAUSE, PAUSED", "MAINTENANCE, MAINTENANCE"})
    void a_hold_defers_the_command_while_checks_and_escalations_go_on(Hold.Kind kind, Rollback.Reason reason) {
        desk.held(kind);
        failing();
        assertThat(desk.signals()).hasSize(1);
        fail(2);
        assertThat(rollbacks()).containsExactly("ROLLBACK DEFERRED " + reason);
        assertThat(desk.commands()).isEmpty();
        desk.released();
        desk.pass(500);
        assertThat(desk.commands()).hasSize(1);
        assertThat(rollbacks()).containsExactly("ROLLBACK COMMANDED ERROR_RATE_AND_FAILURES");
    }

    @Test
    void a_version_that_became_good_while_its_rollback_waited_stays() {
        desk.held(Hold.Kind.PAUSE);
        failing();
        for (int n = 0; n < 5; n++) {
            desk.pass(1_000).ok();
        }
        desk.released();
        desk.pass(1_000);
        assertThat(rollbacks()).containsExactly("ROLLBACK DEFERRED PAUSED", "ROLLBACK CANCELLED RECOVERED");
        assertThat(desk.commands()).isEmpty();
        fail(3);
        assertThat(desk.commands()).hasSize(1); // it was never rolled back, so it still can be
    }

    @Test
    void a_rollback_that_waits_keeps_its_session_open_beyond_the_grace_period() {
        desk.promote("p-1").ok().to(590_000);
        desk.held(Hold.Kind.MAINTENANCE);
        fail(3);
        desk.to(700_000).bad();
        assertThat(desk.last()).isEqualTo("CHECK ROLLBACK ERROR_RATE_AND_FAILURES");
        assertThat(desk.session().isOpen()).isTrue();
        desk.released();
        desk.pass(1_000);
        assertThat(desk.commands()).hasSize(1);
    }

    @Test
    void out_of_a_backlog_nothing_is_commanded_until_the_log_is_caught_up_with() {
        desk.promote("p-1");
        desk.backlog();
        fail(3);
        assertThat(rollbacks()).containsExactly("ROLLBACK DEFERRED CATCHING_UP");
        desk.skip(120_000);
        desk.present();
        desk.tick();
        var command = desk.command();
        assertThat(command.provenance().validUntil()).isEqualTo(desk.at().plusSeconds(300));
    }

    @Test
    void a_rollback_wanted_in_a_backlog_never_undoes_the_promotion_that_followed() {
        desk.promote("p-1");
        desk.backlog();
        fail(3);
        desk.skip(120_000);
        desk.promote("{'promotionId':'p-2','version':'3.0','previousVersion':'2.0'}", List.of());
        desk.present();
        desk.pass(1_000);
        assertThat(desk.commands()).isEmpty();
        assertThat(rollbacks())
                .containsExactly(
                        "ROLLBACK DEFERRED CATCHING_UP",
                        "ROLLBACK CANCELLED SUPERSEDED",
                        "MONITORING INCONCLUSIVE SUPERSEDED",
                        "MONITORING MONITORING_STARTED PROMOTED");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'promotionId':'p-0','version':'3.0','previousVersion':'2.0'} | DUPLICATE",
                "{'promotionId':'p-1','version':'3.0','previousVersion':'2.0'} | ALREADY_MONITORED",
                "{'promotionId':'p-2','version':'2.0','previousVersion':'2.0'} | SAME_VERSION",
                "{'promotionId':'p-2','version':'3.0','previousVersion':'2.0'} | INVALID_POLICY"
            })
    void a_promotion_that_is_refused_does_not_drop_the_rollback_of_the_one_before(String json, String reason) {
        desk.promote("p-0").cancel("p-0").promote("p-1");
        desk.backlog();
        fail(3);
        desk.records();
        desk.promote(json, reason.equals("INVALID_POLICY") ? List.of("policy.x: is wrong") : List.of());
        assertThat(desk.steps()).containsExactly("MONITORING REFUSED " + reason);
        desk.present();
        desk.tick();
        assertThat(desk.commands()).hasSize(1);
    }

    @Test
    void a_rollback_that_a_person_wanted_in_a_backlog_never_undoes_the_promotion_that_followed() {
        desk.promote("p-1").cancel("p-1").records();
        desk.backlog();
        desk.command("c-1", "ROLLBACK", "{}");
        desk.promote("{'promotionId':'p-2','version':'3.0','previousVersion':'2.0'}", List.of());
        desk.present();
        desk.pass(1_000);
        assertThat(desk.commands()).isEmpty();
        assertThat(desk.steps())
                .containsExactly(
                        "ROLLBACK DEFERRED CATCHING_UP",
                        "ROLLBACK CANCELLED SUPERSEDED",
                        "MONITORING MONITORING_STARTED PROMOTED");
    }

    @Test
    void an_answer_that_stands_further_on_in_a_backlog_is_read_before_its_silence_is_judged() {
        failing();
        var command = desk.command();
        desk.backlog();
        desk.skip(900_000);
        desk.tick();
        desk.answer(command, SUCCEEDED);
        assertThat(desk.last()).isEqualTo("MONITORING ROLLED_BACK ALL_SWITCHED");
    }

    @Test
    void once_the_automation_is_switched_off_the_next_attempt_waits() {
        failing();
        desk.answer(desk.command(), FAILED);
        desk.policyIsNow("{'enabled':false}");
        desk.pass(10_000);
        assertThat(desk.commands()).isEmpty();
        assertThat(desk.last()).isEqualTo("ROLLBACK DEFERRED DISABLED");
        desk.policyIsNow("{}");
        desk.pass(500);
        assertThat(desk.commands()).hasSize(1);
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
