package io.homeostat.rollback.domain;

import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Rollback;
import io.homeostat.rollback.signal.SwitchSignal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** While a version fails, whoever holds the kill switch is told so; a person is called once. */
class PersistenceTest {

    private static final String FAILED = "{'ok':false}";

    private final Desk desk = new Desk("{'post_promotion_grace_period_ms':60000}");

    @Test
    void every_later_verdict_that_calls_for_action_says_that_the_trouble_goes_on() {
        desk.promote("p-1").check(FAILED).check(FAILED);
        assertThat(desk.persisting()).isEmpty();
        assertThat(desk.signals()).hasSize(1);
        desk.check(FAILED).bad().bad().bad();
        assertThat(desk.persisting())
                .extracting(SwitchSignal::reason)
                .containsExactly(
                        "CONSECUTIVE_FAILURES",
                        "CONSECUTIVE_FAILURES",
                        "CONSECUTIVE_FAILURES",
                        "ERROR_RATE_AND_FAILURES");
        assertThat(desk.signals()).isEmpty();
        assertThat(desk.failures()).containsExactly("ESCALATED P1");
        assertThat(desk.ok().persisting()).hasSize(1); // its window still asks for a rollback
    }

    @Test
    void each_names_the_record_that_says_so() {
        desk.promote("p-1").check(FAILED).check(FAILED).records();
        desk.check(FAILED);
        var check = desk.records().getFirst();
        assertThat(desk.persisting()).singleElement().satisfies(signal -> {
            assertThat(signal.causeId()).isEqualTo(check.provenance().id());
            assertThat(signal.incidentId()).isEqualTo(check.provenance().incidentId());
        });
    }

    @Test
    void a_version_that_recovers_says_no_more() {
        desk.promote("p-1").check(FAILED).check(FAILED);
        desk.ok().ok().ok();
        assertThat(desk.persisting()).isEmpty();
    }

    @Test
    void an_end_that_still_fails_says_so_once_more() {
        desk.promote("p-1").check(FAILED).pass(30_000).check(FAILED);
        var end = desk.to(60_000).records().getLast();
        assertThat(Desk.step(end)).isEqualTo("MONITORING INCONCLUSIVE STILL_FAILING");
        assertThat(desk.persisting())
                .extracting(SwitchSignal::reason, SwitchSignal::causeId)
                .containsExactly(org.assertj.core.groups.Tuple.tuple(
                        "STILL_FAILING", end.provenance().id()));
        desk.pass(600_000);
        assertThat(desk.persisting()).isEmpty();
    }

    @Test
    void it_is_said_where_the_switch_was_asked_for_whatever_the_policy_says_now() {
        desk.promote("p-1").check(FAILED).check(FAILED);
        desk.policyIsNow("{'escalate_scope':'global'}");
        desk.check(FAILED);
        assertThat(desk.persisting()).extracting(SwitchSignal::scope).containsExactly("images");
        assertThat(desk.signals()).extracting(SwitchSignal::scope).containsExactly("images");
    }

    @Test
    void a_rollback_that_is_under_way_does_not_let_the_switch_be_reset() {
        desk.promote("p-1").bad().bad().bad();
        desk.persisting();
        desk.bad();
        assertThat(desk.persisting()).hasSize(1);
        desk.answer(desk.command(), SUCCEEDED).ok();
        assertThat(desk.persisting()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"{'enabled':false}", "{'dry_run':true}"})
    void a_rehearsal_does_not_use_up_the_call_for_the_switch(String rehearsal) {
        desk.policyIsNow(rehearsal);
        desk.promote("p-1").check(FAILED).check(FAILED).check(FAILED);
        assertThat(desk.signals()).isEmpty();
        assertThat(desk.persisting()).isEmpty();
        desk.policyIsNow("{}");
        desk.check(FAILED).check(FAILED);
        assertThat(desk.signals()).hasSize(1);
        assertThat(desk.persisting()).hasSize(1);
        assertThat(desk.failures()).containsExactly("ESCALATED P1"); // who was called once is not called again
        desk.policyIsNow(rehearsal);
        desk.check(FAILED);
        assertThat(desk.persisting()).hasSize(1); // the switch that it keeps on was thrown in earnest
    }

    @Test
    void a_rehearsal_by_hand_does_not_use_up_that_of_the_verdict() {
        desk.policyIsNow("{'dry_run':true}");
        desk.promote("p-1").command("c-1", "ROLLBACK", "{}").bad().bad().bad();
        assertThat(desk.records().stream()
                        .filter(record -> record.status() == Rollback.Status.DRY_RUN)
                        .toList())
                .hasSize(2);
    }

    @Test
    void an_end_is_observed_only_while_nothing_may_be_commanded() {
        desk.policyIsNow("{'dry_run':true,'post_promotion_grace_period_ms':60000}");
        desk.promote("{'promotionId':'p-1','version':'2.0','previousVersion':'1.0'}", List.of());
        desk.bad().bad().bad();
        desk.policyIsNow("{'post_promotion_grace_period_ms':60000,'min_operations':1000}");
        desk.to(50_000).check("{'ok':false,'operations':1}");
        assertThat(desk.to(60_000).last()).isEqualTo("MONITORING INCONCLUSIVE STILL_FAILING");
    }
}
