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

/** A rollback that may not be commanded waits for a time, not for ever: every session ends. */
class ExpiryTest {

    private static final long STANDBY_MS = 30 * 60_000;

    private final Desk desk = new Desk("{}");

    private void failing() {
        desk.promote("p-1").bad().bad().bad();
    }

    @ParameterizedTest(name = "{0} ms after the standby time: {1}")
    @CsvSource({"-1, true", "0, false", "1, false"})
    void a_rollback_that_is_held_for_ever_fails_after_the_standby_time(long after, boolean open) {
        desk.held(Hold.Kind.PAUSE);
        failing();
        desk.to(STANDBY_MS + after);
        assertThat(desk.session().isOpen()).isEqualTo(open);
        assertThat(desk.commands()).isEmpty();
        if (!open) {
            assertThat(steps())
                    .containsExactly(
                            "ROLLBACK DEFERRED PAUSED", "ROLLBACK EXPIRED PAUSED", "MONITORING ROLLBACK_FAILED PAUSED");
            assertThat(desk.failures()).contains("ROLLBACK_FAILED P1");
            assertThat(desk.signals())
                    .last()
                    .satisfies(signal -> assertThat(signal.reason()).isEqualTo("ROLLBACK_FAILED"));
        }
    }

    @Test
    void a_rollback_waits_for_its_grace_period_at_least() {
        desk.policyIsNow("{'standby_minutes':0,'post_promotion_grace_period_ms':60000}");
        desk.held(Hold.Kind.PAUSE);
        failing();
        assertThat(desk.to(59_999).session().isOpen()).isTrue();
        assertThat(desk.to(60_000).session().isOpen()).isFalse();
    }

    @Test
    void the_time_counts_from_when_it_began_to_wait_whatever_stands_in_the_way() {
        desk.held(Hold.Kind.PAUSE);
        failing();
        desk.to(STANDBY_MS - 60_000).held(Hold.Kind.MAINTENANCE);
        desk.to(STANDBY_MS - 1);
        assertThat(desk.session().isOpen()).isTrue();
        desk.to(STANDBY_MS);
        assertThat(steps())
                .containsExactly(
                        "ROLLBACK DEFERRED PAUSED",
                        "ROLLBACK DEFERRED MAINTENANCE",
                        "ROLLBACK EXPIRED MAINTENANCE",
                        "MONITORING ROLLBACK_FAILED MAINTENANCE");
    }

    @Test
    void an_attempt_that_may_not_go_on_ends_its_session_too() {
        failing();
        desk.answer(desk.command(), FAILED);
        desk.policyIsNow("{'enabled':false}");
        desk.pass(1_000);
        desk.steps();
        desk.pass(STANDBY_MS);
        assertThat(steps()).containsExactly("ROLLBACK EXPIRED DISABLED", "MONITORING ROLLBACK_FAILED DISABLED");
        assertThat(desk.commands()).isEmpty();
    }

    @Test
    void a_version_that_became_good_while_its_rollback_was_held_for_ever_is_confirmed() {
        desk.held(Hold.Kind.PAUSE);
        failing();
        for (int n = 0; n < 5; n++) {
            desk.pass(1_000).ok();
        }
        desk.to(STANDBY_MS - 20_000).ok().to(STANDBY_MS);
        assertThat(steps())
                .containsExactly(
                        "ROLLBACK DEFERRED PAUSED",
                        "ROLLBACK CANCELLED RECOVERED",
                        "MONITORING CONFIRMED GRACE_PERIOD_OVER");
    }

    @Test
    void a_rollback_that_a_person_asked_for_expires_aloud_and_leaves_the_verdict_to_the_checks() {
        desk.held(Hold.Kind.PAUSE);
        desk.promote("p-1").ok().ok().command("c-1", "ROLLBACK", "{}");
        desk.to(STANDBY_MS - 20_000).ok().to(STANDBY_MS);
        assertThat(steps())
                .containsExactly(
                        "ROLLBACK DEFERRED PAUSED",
                        "ROLLBACK EXPIRED PAUSED",
                        "MONITORING CONFIRMED GRACE_PERIOD_OVER");
        assertThat(desk.failures()).contains("ROLLBACK_FAILED P1");
        assertThat(desk.signals()).isEmpty(); // nothing speaks against the version
        desk.released();
        desk.command("c-2", "ROLLBACK", "{}");
        assertThat(desk.commands()).hasSize(1);
    }

    @Test
    void once_it_expired_nothing_is_commanded_and_a_new_promotion_is_watched() {
        desk.held(Hold.Kind.PAUSE);
        failing();
        desk.to(STANDBY_MS).released();
        desk.pass(60_000);
        assertThat(desk.commands()).isEmpty();
        assertThat(desk.promote("p-2").last()).isEqualTo("MONITORING MONITORING_STARTED PROMOTED");
    }

    @Test
    void a_hold_that_ended_in_a_downtime_lets_the_rollback_go_on() {
        desk.held(Hold.Kind.PAUSE);
        failing();
        desk.backlog();
        desk.skip(2 * STANDBY_MS);
        desk.released();
        desk.present();
        desk.tick();
        desk.answer(desk.command(), SUCCEEDED);
        assertThat(desk.last()).isEqualTo("MONITORING ROLLED_BACK ALL_SWITCHED");
    }

    private List<String> steps() {
        return desk.records().stream()
                .filter(record -> record.type() != Rollback.Type.CHECK)
                .filter(record -> record.status() != Rollback.Status.MONITORING_STARTED)
                .map(Desk::step)
                .toList();
    }
}
