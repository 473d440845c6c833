package io.homeostat.rollback.domain;

import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Hold;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a person may command, and the answer to it. */
class CommandsTest {

    private final Desk desk = new Desk("{}");

    @Test
    void a_person_rolls_a_healthy_version_back() {
        desk.promote("p-1").ok().command("c-1", "ROLLBACK", "{'promotionId':'p-1'}");
        assertThat(desk.replies()).containsExactly("ACCEPTED REQUESTED");
        desk.answer(desk.command(), SUCCEEDED);
        assertThat(desk.last()).isEqualTo("MONITORING ROLLED_BACK ALL_SWITCHED");
    }

    @Test
    void a_command_that_comes_again_is_not_carried_out_again() {
        desk.promote("p-1").command("c-1", "ROLLBACK", "{}").command("c-1", "ROLLBACK", "{}");
        desk.command("c-1", "STOP_MONITORING", "{}");
        assertThat(desk.replies()).containsExactly("ACCEPTED REQUESTED", "REFUSED REPEATED", "REFUSED REPEATED");
        assertThat(desk.commands()).hasSize(1);
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "ROLLBACK | {} | REFUSED OUT_OF_SESSION",
                "STOP_MONITORING | {} | REFUSED OUT_OF_SESSION",
                "ROLLBACK | {'promotionId':'p-1'} | REFUSED OUT_OF_SESSION"
            })
    void nothing_can_be_commanded_of_a_service_that_nobody_promoted(String type, String arguments, String reply) {
        assertThat(desk.command("c-1", type, arguments).replies()).containsExactly(reply);
    }

    @ParameterizedTest
    @CsvSource({"ROLLBACK", "STOP_MONITORING"})
    void a_command_about_another_promotion_is_refused(String type) {
        desk.promote("p-1").command("c-1", type, "{'promotionId':'p-2'}");
        assertThat(desk.replies()).containsExactly("REFUSED UNKNOWN_PROMOTION");
    }

    @Test
    void a_promotion_is_rolled_back_at_most_once_by_hand_too() {
        desk.promote("p-1").command("c-1", "ROLLBACK", "{}");
        desk.command("c-2", "ROLLBACK", "{}");
        desk.answer(desk.command(), SUCCEEDED);
        desk.command("c-3", "ROLLBACK", "{}");
        assertThat(desk.replies())
                .containsExactly("ACCEPTED REQUESTED", "REFUSED ROLLBACK_IN_PROGRESS", "REFUSED ALREADY_ROLLED_BACK");
    }

    @ParameterizedTest(name = "{0} ms after the standby time: {1}")
    @CsvSource({"-1, ACCEPTED REQUESTED", "0, ACCEPTED REQUESTED", "1, REFUSED TOO_LATE"})
    void a_session_that_has_just_ended_can_be_rolled_back_by_hand(long after, String reply) {
        desk.promote("p-1").ok().pass(1_000).ok().cancel("p-1").records();
        desk.pass(30 * 60_000 + after).command("c-1", "ROLLBACK", "{}");
        assertThat(desk.replies()).containsExactly(reply);
    }

    @Test
    void an_ended_session_keeps_its_one_end_when_it_is_rolled_back_by_hand() {
        desk.promote("p-1").cancel("p-1").command("c-1", "ROLLBACK", "{}").records();
        desk.answer(desk.command(), SUCCEEDED);
        assertThat(desk.steps()).containsExactly("ROLLBACK SUCCEEDED ALL_SWITCHED");
        assertThat(desk.promote("p-2").last()).isEqualTo("MONITORING MONITORING_STARTED PROMOTED");
    }

    @Test
    void a_promotion_waits_for_the_rollback_of_the_one_before() {
        desk.promote("p-1").cancel("p-1").command("c-1", "ROLLBACK", "{}").promote("p-2");
        assertThat(desk.last()).isEqualTo("MONITORING REFUSED ROLLBACK_IN_PROGRESS");
    }

    @Test
    void a_person_can_go_back_only_to_a_version_that_somebody_named() {
        desk.promote("{'promotionId':'p-1','version':'2.0'}", List.of());
        assertThat(desk.command("c-1", "ROLLBACK", "{}").replies()).containsExactly("REFUSED NO_PREVIOUS_VERSION");
        assertThat(desk.session().isOpen()).isTrue();
    }

    @Test
    void a_rehearsal_answers_that_nothing_was_commanded() {
        desk.policyIsNow("{'dry_run':true}");
        desk.promote("p-1").command("c-1", "ROLLBACK", "{}");
        assertThat(desk.replies()).containsExactly("DRY_RUN DISABLED");
        assertThat(desk.last()).isEqualTo("ROLLBACK DRY_RUN DISABLED");
        assertThat(desk.commands()).isEmpty();
    }

    @Test
    void a_rollback_that_waits_becomes_that_of_the_person_who_asks_for_it() {
        desk.held(Hold.Kind.PAUSE);
        desk.promote("p-1").bad().bad().bad().command("c-1", "ROLLBACK", "{}");
        assertThat(desk.replies()).containsExactly("ACCEPTED PAUSED");
        for (int n = 0; n < 5; n++) {
            desk.pass(1_000).ok();
        }
        desk.released();
        desk.pass(1_000);
        assertThat(desk.commands()).hasSize(1); // a person wanted it, whatever the version's health
    }

    @Test
    void a_person_stops_the_watch() {
        desk.promote("p-1").command("c-1", "STOP_MONITORING", "{}");
        assertThat(desk.replies()).containsExactly("DONE WITHDRAWN");
        assertThat(desk.last()).isEqualTo("MONITORING CANCELLED WITHDRAWN");
        assertThat(desk.command("c-2", "STOP_MONITORING", "{}").replies()).containsExactly("REFUSED OUT_OF_SESSION");
    }

    @Test
    void a_rollback_that_waits_is_dropped_with_the_watch_but_one_that_was_commanded_is_not() {
        desk.held(Hold.Kind.PAUSE);
        desk.promote("p-1").bad().bad().bad().records();
        desk.command("c-1", "STOP_MONITORING", "{}");
        assertThat(desk.steps()).containsExactly("ROLLBACK CANCELLED WITHDRAWN", "MONITORING CANCELLED WITHDRAWN");
        desk.released();
        desk.promote("p-2").bad().bad().bad();
        desk.command("c-2", "STOP_MONITORING", "{}");
        assertThat(desk.replies()).containsExactly("DONE WITHDRAWN", "REFUSED ROLLBACK_IN_PROGRESS");
        assertThat(desk.cancel("p-2").last()).isEqualTo("MONITORING REFUSED ROLLBACK_IN_PROGRESS");
    }
}
