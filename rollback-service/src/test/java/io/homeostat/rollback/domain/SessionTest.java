package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Rollback;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Beginning, checks and the one end of a session. */
class SessionTest {

    private static final long GRACE_MS = 600_000;

    private final Desk desk = new Desk("{}");

    @Test
    void a_promotion_begins_a_session() {
        desk.promote("p-1");
        assertThat(desk.steps()).containsExactly("MONITORING MONITORING_STARTED PROMOTED");
        assertThat(desk.session().trial().previousVersion()).isEqualTo("1.0");
    }

    @Test
    void twenty_one_checks_at_their_rhythm_confirm_a_version_at_the_end_of_its_grace_period() {
        desk.promote("p-1").ok();
        for (int n = 1; n <= 20; n++) {
            desk.skip(30_000); // each check comes before the tick of its moment
            desk.ok();
            desk.tick();
        }
        var records = desk.records();
        assertThat(records)
                .filteredOn(record -> record.type() == Rollback.Type.CHECK)
                .hasSize(21)
                .allSatisfy(record -> assertThat(record.status()).isNull());
        assertThat(Desk.step(records.getLast())).isEqualTo("MONITORING CONFIRMED GRACE_PERIOD_OVER");
        assertThat(desk.failures()).isEmpty();
    }

    @ParameterizedTest(name = "{0} ms after the grace period: ended {1}")
    @CsvSource({"-1, false", "0, true", "1, true"})
    void the_grace_period_ends_exactly_at_its_end(long after, boolean ended) {
        desk.promote("p-1").ok().pass(1_000).ok();
        desk.skip(GRACE_MS - 1_000 + after);
        desk.tick();
        assertThat(desk.session().isOpen()).isEqualTo(!ended);
    }

    @ParameterizedTest(name = "{0} ms after the grace period: {1}")
    @CsvSource({"-1, CHECK HEALTHY NO_TROUBLE", "0, CHECK HEALTHY NO_TROUBLE", "1, CHECK REFUSED OUT_OF_SESSION"})
    void a_check_counts_until_the_end_of_the_grace_period_inclusive(long after, String step) {
        desk.promote("p-1").ok().pass(1_000);
        desk.skip(GRACE_MS - 1_000 + after);
        desk.check("{'ok':true,'promotionId':'p-1'}");
        assertThat(desk.last()).isEqualTo(step);
    }

    @ParameterizedTest(name = "{0} checks: {1}")
    @CsvSource({
        "0, MONITORING INCONCLUSIVE NO_DATA",
        "1, MONITORING INCONCLUSIVE NO_DATA",
        "2, MONITORING INCONCLUSIVE NO_DATA"
    })
    void silence_to_the_end_is_never_a_success(int checks, String end) {
        desk.promote("p-1");
        for (int n = 0; n < checks; n++) {
            desk.pass(1_000).ok();
        }
        assertThat(desk.to(GRACE_MS).last()).isEqualTo(end);
    }

    @ParameterizedTest(name = "{0} checks within a short session: {1}")
    @CsvSource({
        "0, MONITORING INCONCLUSIVE NO_DATA",
        "1, MONITORING INCONCLUSIVE INSUFFICIENT_CHECKS",
        "2, MONITORING CONFIRMED GRACE_PERIOD_OVER"
    })
    void fewer_checks_than_a_verdict_needs_confirm_nothing(int checks, String end) {
        desk.policyIsNow("{'post_promotion_grace_period_ms':60000}");
        desk.promote("p-1");
        for (int n = 0; n < checks; n++) {
            desk.pass(20_000).ok();
        }
        assertThat(desk.to(60_000).last()).isEqualTo(end);
    }

    @Test
    void a_version_that_fails_to_the_end_is_not_confirmed() {
        desk.policyIsNow("{'post_promotion_grace_period_ms':60000}");
        desk.promote("p-1").check("{'ok':false}").pass(30_000).check("{'ok':false}");
        assertThat(desk.to(60_000).last()).isEqualTo("MONITORING INCONCLUSIVE STILL_FAILING");
    }

    @Test
    void a_version_that_escalated_and_became_good_is_confirmed_and_its_incident_ends() {
        desk.policyIsNow("{'post_promotion_grace_period_ms':60000}");
        desk.promote("p-1").check("{'ok':false}").check("{'ok':false}");
        for (int n = 0; n < 5; n++) {
            desk.pass(10_000).ok();
        }
        assertThat(desk.to(60_000).last()).isEqualTo("MONITORING CONFIRMED GRACE_PERIOD_OVER");
        assertThat(desk.failures()).containsExactly("ESCALATED P1", "BACK_TO_NORMAL P3");
    }

    @Test
    void a_second_start_does_nothing_and_is_answered() {
        desk.promote("p-1").ok().records();
        desk.promote("p-1");
        assertThat(desk.last()).isEqualTo("MONITORING REFUSED ALREADY_MONITORED");
        desk.promote("p-2");
        assertThat(desk.last()).isEqualTo("MONITORING REFUSED OVERLAPPING");
        assertThat(desk.session().trial().promotionId()).isEqualTo("p-1");
        assertThat(desk.session().watched().checks()).isEqualTo(1);
    }

    @Test
    void a_promotion_that_ended_does_not_begin_again_but_one_that_was_refused_may() {
        desk.promote("p-1").promote("p-2").cancel("p-1").promote("p-1");
        assertThat(desk.last()).isEqualTo("MONITORING REFUSED DUPLICATE");
        assertThat(desk.promote("p-2").last()).isEqualTo("MONITORING MONITORING_STARTED PROMOTED");
    }

    @Test
    void a_promotion_to_the_version_that_runs_already_is_refused() {
        desk.promote("{'promotionId':'p-1','version':'1.0','previousVersion':'1.0'}", List.of());
        assertThat(desk.last()).isEqualTo("MONITORING REFUSED SAME_VERSION");
        assertThat(desk.ledger().session()).isNull();
    }

    @Test
    void a_promotion_with_a_wrong_policy_is_refused_with_what_is_wrong() {
        desk.promote(
                "{'promotionId':'p-1','version':'2.0','previousVersion':'1.0'}",
                List.of("policy.check_window_size: 1 is wrong"));
        var record = desk.records().getFirst();
        assertThat(Desk.step(record)).isEqualTo("MONITORING REFUSED INVALID_POLICY");
        assertThat(record.provenance().message()).contains("policy.check_window_size: 1 is wrong");
        assertThat(record.provenance().evidence()).containsKey("problems");
    }

    @Test
    void a_new_session_has_its_own_full_grace_period() {
        desk.promote("p-1").to(100_000).cancel("p-1").to(200_000).promote("p-2");
        desk.to(200_000 + GRACE_MS - 1);
        assertThat(desk.session().isOpen()).isTrue();
        assertThat(desk.to(200_000 + GRACE_MS).session().isOpen()).isFalse();
    }

    @Test
    void a_promotion_that_is_taken_back_is_cancelled_once() {
        desk.promote("p-1").cancel("p-1");
        assertThat(desk.last()).isEqualTo("MONITORING CANCELLED WITHDRAWN");
        assertThat(desk.cancel("p-1").last()).isEqualTo("MONITORING REFUSED UNKNOWN_PROMOTION");
        assertThat(desk.cancel("p-9").last()).isEqualTo("MONITORING REFUSED UNKNOWN_PROMOTION");
    }

    @Test
    void a_promotion_that_comes_between_the_end_of_a_grace_period_and_its_tick_is_watched() {
        desk.promote("p-1").ok().to(GRACE_MS - 1).records();
        desk.skip(200);
        desk.promote("p-2");
        assertThat(desk.steps())
                .containsExactly("MONITORING INCONCLUSIVE NO_DATA", "MONITORING MONITORING_STARTED PROMOTED");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'ok':false,'promotionId':'p-9'} | CHECK REFUSED UNKNOWN_PROMOTION",
                "{'ok':false,'version':'1.0'} | CHECK REFUSED WRONG_VERSION",
                "{'ok':false,'checkId':'c-1'} | CHECK REFUSED DUPLICATE",
                "{'ok':true,'promotionId':'p-1','version':'2.0'} | CHECK HEALTHY NO_TROUBLE"
            })
    void a_check_that_does_not_count_is_recorded_and_disturbs_nothing(String json, String step) {
        desk.promote("p-1").check("{'ok':true,'checkId':'c-1'}").records();
        var before = desk.session();
        assertThat(desk.check(json).pass(EarlyChecks.WAIT_MS).last()).isEqualTo(step);
        if (step.contains("REFUSED")) {
            assertThat(desk.session()).isEqualTo(before);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "{'ok':false} | CHECK REFUSED OUT_OF_SESSION",
                "{'ok':false,'promotionId':'p-1'} | CHECK REFUSED UNKNOWN_PROMOTION"
            })
    void a_check_of_a_service_that_nobody_promoted_is_refused(String json, String step) {
        assertThat(desk.check(json).pass(EarlyChecks.WAIT_MS).last()).isEqualTo(step);
        assertThat(desk.ledger()).isEqualTo(Ledger.EMPTY);
    }

    @Test
    void a_check_after_the_end_is_out_of_session() {
        desk.promote("p-1").cancel("p-1");
        assertThat(desk.check("{'ok':false,'promotionId':'p-1'}").last()).isEqualTo("CHECK REFUSED OUT_OF_SESSION");
    }

    @Test
    void an_escalation_is_latched_and_the_watch_goes_on() {
        desk.promote("p-1");
        for (int n = 0; n < 4; n++) {
            desk.pass(30_000).check("{'ok':false}");
        }
        assertThat(desk.steps())
                .containsExactly(
                        "MONITORING MONITORING_STARTED PROMOTED",
                        "CHECK HEALTHY INSUFFICIENT_CHECKS",
                        "CHECK ESCALATE CONSECUTIVE_FAILURES",
                        "CHECK ESCALATE CONSECUTIVE_FAILURES",
                        "CHECK ESCALATE CONSECUTIVE_FAILURES");
        assertThat(desk.signals()).singleElement().satisfies(signal -> {
            assertThat(signal.scope()).isEqualTo("images");
            assertThat(signal.promotionId()).isEqualTo("p-1");
            assertThat(signal.reason()).isEqualTo("CONSECUTIVE_FAILURES");
            assertThat(signal.incidentId()).isNotNull();
        });
        assertThat(desk.failures()).containsExactly("ESCALATED P1");
    }

    @Test
    void an_escalation_asks_for_the_switch_of_everything_where_the_policy_says_so() {
        desk.policyIsNow("{'escalate_scope':'global'}");
        desk.promote("p-1").check("{'ok':false}").check("{'ok':false}");
        assertThat(desk.signals())
                .singleElement()
                .satisfies(signal -> assertThat(signal.scope()).isEqualTo("global"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {"{'enabled':false}", "{'dry_run':true}"})
    void a_rehearsal_escalates_on_paper_only(String policy) {
        desk.policyIsNow(policy);
        desk.promote("p-1").check("{'ok':false}").check("{'ok':false}");
        assertThat(desk.last()).isEqualTo("CHECK ESCALATE CONSECUTIVE_FAILURES");
        assertThat(desk.signals()).isEmpty();
        assertThat(desk.failures()).containsExactly("ESCALATED P1");
    }
}
