package io.homeostat.rollback.domain;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.RollbackCommand;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A rollback that failed may be tried again by a person: with new ids, and once per command. */
class TryAgainTest {

    private final Desk desk = new Desk("{'rollback_retries':1}");
    private final List<RollbackCommand> sent = new ArrayList<>();

    private void failed() {
        desk.promote("p-1").bad().bad().bad();
        failTwice();
        desk.signals();
    }

    private void failTwice() {
        for (int attempt = 0; attempt < 2; attempt++) {
            sent.add(desk.command());
            desk.answer(sent.getLast(), FAILED).pass(1_000);
        }
        assertThat(desk.commands()).isEmpty();
    }

    @Test
    void a_second_try_has_attempts_ids_and_generations_of_its_own() {
        failed();
        desk.command("c-1", "ROLLBACK", "{}").command("c-1", "ROLLBACK", "{}").command("c-2", "ROLLBACK", "{}");
        assertThat(desk.replies())
                .containsExactly("ACCEPTED REQUESTED", "REFUSED REPEATED", "REFUSED ROLLBACK_IN_PROGRESS");
        failTwice();
        assertThat(desk.failures()).containsExactly("ESCALATED P1", "ROLLBACK_FAILED P1", "ROLLBACK_FAILED P1");
        desk.command("c-3", "ROLLBACK", "{}");
        sent.add(desk.command());
        assertThat(sent).extracting(RollbackCommand::commandId).doesNotHaveDuplicates();
        assertThat(sent).extracting(RollbackCommand::generation).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(desk.records())
                .filteredOn(record -> record.attempt() != null)
                .last()
                .satisfies(record -> assertThat(record.attempt()).isEqualTo(5));
        desk.answer(sent.getLast(), SUCCEEDED);
        assertThat(desk.steps()).containsExactly("ROLLBACK SUCCEEDED ALL_SWITCHED"); // the session has its end already
        desk.command("c-4", "ROLLBACK", "{}");
        assertThat(desk.replies()).endsWith("REFUSED ALREADY_ROLLED_BACK");
        Invariants.hold(desk.everything());
    }

    @Test
    void an_answer_to_an_earlier_try_says_nothing_of_the_present_one() {
        failed();
        desk.command("c-1", "ROLLBACK", "{}");
        desk.command();
        desk.records();
        desk.answer(sent.getFirst(), SUCCEEDED).answer(sent.getLast(), FAILED);
        assertThat(desk.records()).isEmpty();
    }

    @Test
    void a_success_that_comes_after_the_rollback_was_given_up_is_told() {
        failed();
        desk.steps();
        desk.answer(sent.getFirst(), SUCCEEDED);
        assertThat(desk.steps()).containsExactly("ROLLBACK SUCCEEDED ALL_SWITCHED");
        assertThat(desk.session().restored()).isNotNull();
        desk.command("c-1", "ROLLBACK", "{}");
        assertThat(desk.replies()).containsExactly("REFUSED ALREADY_ROLLED_BACK");
    }

    @Test
    void a_second_try_that_is_held_for_ever_does_not_make_ids_free_again() {
        failed();
        desk.held(Hold.Kind.PAUSE);
        desk.command("c-1", "ROLLBACK", "{}").pass(29 * 60_000);
        desk.policyIsNow("{'rollback_retries':1,'standby_minutes':1}");
        desk.tick();
        assertThat(desk.last()).isEqualTo("ROLLBACK EXPIRED PAUSED");
        desk.released();
        desk.policyIsNow("{'rollback_retries':1,'standby_minutes':60}");
        desk.command("c-2", "ROLLBACK", "{}");
        assertThat(sent)
                .extracting(RollbackCommand::commandId)
                .doesNotContain(desk.command().commandId());
    }
}
