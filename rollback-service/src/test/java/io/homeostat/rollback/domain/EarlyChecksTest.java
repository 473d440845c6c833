package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A check that is read before its promotion waits for it, for a moment. */
class EarlyChecksTest {

    private static final String NAMED =
            "{'ok':false,'promotionId':'p-1','version':'2.0','errorRate':0.25,'checks':{'rpc':false}}";

    private final Desk desk = new Desk("{}");

    @ParameterizedTest(name = "{0} ms after the check: {1}")
    @CsvSource({
        "1999, CHECK HEALTHY INSUFFICIENT_CHECKS",
        "2000, MONITORING MONITORING_STARTED PROMOTED",
        "2001, MONITORING MONITORING_STARTED PROMOTED"
    })
    void a_check_that_names_its_promotion_waits_for_two_seconds(long after, String last) {
        desk.check(NAMED);
        assertThat(desk.records()).isEmpty();
        desk.skip(after);
        assertThat(desk.promote("p-1").last()).isEqualTo(last);
        assertThat(desk.ledger().early()).isEmpty();
    }

    @ParameterizedTest(name = "{0} ms after the check: {1} records")
    @CsvSource({"1999, 0", "2000, 1", "2001, 1"})
    void without_a_promotion_it_is_refused_once(long after, int records) {
        desk.check(NAMED);
        desk.skip(after);
        desk.tick();
        assertThat(desk.records()).hasSize(records);
        desk.pass(10_000);
        assertThat(desk.records()).hasSize(1 - records);
        assertThat(desk.ledger()).isEqualTo(Ledger.EMPTY);
    }

    @Test
    void a_check_without_a_name_counts_only_if_it_was_made_after_the_promotion() {
        desk.ok(); // of the version before
        desk.skip(1);
        var started = desk.at();
        desk.skip(1);
        desk.check("{'ok':false}");
        desk.promoteAppended("p-1", started);
        assertThat(desk.steps())
                .containsExactly("MONITORING MONITORING_STARTED PROMOTED", "CHECK HEALTHY INSUFFICIENT_CHECKS");
        assertThat(desk.session().watched().samples())
                .singleElement()
                .satisfies(sample -> assertThat(sample.ok()).isFalse());
        desk.pass(EarlyChecks.WAIT_MS);
        assertThat(desk.steps()).containsExactly("CHECK REFUSED OUT_OF_SESSION");
    }

    @Test
    void a_check_counts_once_however_often_it_came_early() {
        desk.check("{'ok':true,'promotionId':'p-1','checkId':'c-1'}")
                .check("{'ok':true,'promotionId':'p-1','checkId':'c-1'}")
                .promote("p-1");
        assertThat(desk.steps())
                .containsExactly(
                        "MONITORING MONITORING_STARTED PROMOTED",
                        "CHECK HEALTHY INSUFFICIENT_CHECKS",
                        "CHECK REFUSED DUPLICATE");
    }

    @Test
    void at_most_four_wait_and_each_gets_its_record() {
        for (int n = 1; n <= 5; n++) {
            desk.check("{'ok':true,'promotionId':'p-1','checkId':'c-" + n + "'}");
        }
        assertThat(desk.steps()).containsExactly("CHECK REFUSED UNKNOWN_PROMOTION"); // the first one
        desk.promote("p-1");
        assertThat(desk.steps()).hasSize(5);
        assertThat(desk.session().watched().checks()).isEqualTo(4);
    }

    @Test
    void a_promotion_that_is_refused_takes_no_check_with_it() {
        desk.check(NAMED);
        desk.promote("{'promotionId':'p-1','version':'2.0','previousVersion':'2.0'}", java.util.List.of());
        assertThat(desk.last()).isEqualTo("MONITORING REFUSED SAME_VERSION");
        desk.pass(EarlyChecks.WAIT_MS);
        assertThat(desk.last()).isEqualTo("CHECK REFUSED UNKNOWN_PROMOTION");
    }

    @Test
    void a_check_of_a_promotion_that_is_over_is_refused_at_once() {
        desk.promote("p-1").cancel("p-1").promote("p-2").records();
        assertThat(desk.check(NAMED).last()).isEqualTo("CHECK REFUSED UNKNOWN_PROMOTION");
    }

    @Test
    void out_of_a_backlog_a_check_is_not_taken_for_one_of_a_much_later_promotion() {
        desk.backlog();
        desk.check(NAMED);
        desk.skip(60_000);
        desk.promote("p-1");
        assertThat(desk.steps())
                .containsExactly("CHECK REFUSED UNKNOWN_PROMOTION", "MONITORING MONITORING_STARTED PROMOTED");
    }
}
