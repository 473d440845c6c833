package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Rollback;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The service's own checks, and what it says where it can make none. */
class OwnChecksTest {

    private final Desk desk = new Desk("{}");

    @ParameterizedTest(name = "{0} ms after the interval: {1} checks")
    @CsvSource({"-1, 0", "0, 1", "1, 1"})
    void an_own_check_is_made_at_the_end_of_an_interval(long after, int checks) {
        desk.promote("p-1").rate("2.0", 30, 0);
        desk.to(30_000 + after);
        assertThat(own()).hasSize(checks);
    }

    @Test
    void an_own_check_counts_the_rate_of_the_window_and_the_operations_that_are_new() {
        desk.promote("p-1").rate("2.0", 27, 3).to(30_000);
        assertThat(own()).singleElement().satisfies(check -> {
            assertThat(check.checkOk()).isTrue();
            assertThat(check.source()).isEqualTo("rollback-service");
            assertThat(check.windowErrorRate()).isEqualByComparingTo("0.1");
            assertThat(check.provenance().evidence()).containsEntry("operations", 30L);
        });
        desk.rate("2.0", 32, 4).to(60_000);
        assertThat(own())
                .singleElement()
                .satisfies(check -> assertThat(check.provenance().evidence())
                        .containsEntry("operations", 6L)
                        .containsEntry("windowOperations", 36L));
    }

    @ParameterizedTest(name = "{0}: {1} own checks")
    @CsvSource({
        "of another version, 0",
        "inconclusive, 0",
        "that only loses operations, 0",
        "that grows, 1",
        "of a new minute, 1"
    })
    void own_checks_need_something_new_of_the_new_version(String rate, int checks) {
        desk.promote("p-1").rate("2.0", 40, 0).to(30_000);
        own();
        desk.to(59_000);
        switch (rate) {
            case "of another version" -> desk.rate("1.0", 99, 0);
            case "inconclusive" -> desk.rate("2.0", 19, 0);
            case "that only loses operations" -> desk.rate("2.0", 30, 0);
            case "that grows" -> desk.rate("2.0", 41, 0);
            default -> {
                desk.to(59_999);
                desk.skip(31_000);
                desk.rate("2.0", 25, 0);
            }
        }
        desk.pass(1_000);
        assertThat(own()).hasSize(checks);
    }

    @Test
    void a_window_that_is_long_over_says_nothing_of_now() {
        desk.promote("p-1");
        desk.policyIsNow("{'check_interval_ms':600000,'post_promotion_grace_period_ms':3600000}");
        desk.rate("2.0", 40, 0);
        desk.to(600_000);
        assertThat(own()).hasSize(1); // over for 590 s: within one interval
        desk.policyIsNow("{'check_interval_ms':30000}");
        desk.rate("2.0", 80, 0);
        desk.skip(41_000);
        desk.tick();
        assertThat(own()).isEmpty();
    }

    @Test
    void an_interval_with_a_pushed_check_needs_no_own_one() {
        desk.promote("p-1")
                .rate("2.0", 40, 0)
                .ok()
                .to(29_000)
                .rate("2.0", 45, 0)
                .to(30_000);
        assertThat(own()).isEmpty();
        desk.rate("2.0", 50, 0).to(60_000);
        assertThat(own()).hasSize(1);
    }

    @Test
    void while_a_version_is_degraded_own_checks_run_twice_as_often() {
        desk.promote("p-1");
        for (long at = 1_000; at <= 60_000; at += 1_000) {
            desk.to(at).rate("2.0", 100 + at, 100 + at); // always something new, half of it failed
        }
        assertThat(own()).hasSize(2); // the second one is DEGRADED
        for (long at = 61_000; at <= 105_000; at += 1_000) {
            desk.to(at).rate("2.0", 1_000 + at, 1_000 + at);
        }
        var faster = own();
        assertThat(faster)
                .extracting(check -> check.provenance().evidence())
                .extracting("observedMs")
                .containsExactly(75_000L, 90_000L, 105_000L);
        assertThat(Desk.step(faster.getLast())).isEqualTo("CHECK ROLLBACK ERROR_RATE_PERSISTS");
    }

    @Test
    void a_pushed_check_that_degrades_begins_a_faster_interval_at_itself() {
        desk.promote("p-1").ok().to(20_000).check("{'ok':false}").records();
        desk.to(34_000).rate("2.0", 40, 0).to(35_000);
        assertThat(own()).isEmpty(); // the interval of the pushed check ends here
        desk.rate("2.0", 50, 0).to(50_000);
        assertThat(own()).hasSize(1);
    }

    @Test
    void neither_checks_nor_data_for_two_intervals_is_unknown_and_three_of_them_an_incident() {
        desk.promote("p-1").to(59_999);
        assertThat(unknown()).isEmpty();
        desk.to(60_000);
        assertThat(unknown()).containsExactly("CHECK UNKNOWN NO_DATA");
        desk.to(119_999);
        assertThat(unknown()).containsExactly("CHECK UNKNOWN NO_DATA");
        assertThat(desk.failures()).isEmpty();
        desk.to(120_000);
        assertThat(unknown()).containsExactly("CHECK UNKNOWN NO_DATA");
        assertThat(desk.failures()).containsExactly("NO_DATA P2");
        desk.to(300_000);
        assertThat(desk.failures()).isEmpty();
        assertThat(desk.ok().failures()).containsExactly("BACK_TO_NORMAL P3");
        desk.to(600_000 - 1);
        assertThat(desk.failures()).containsExactly("NO_DATA P2");
    }

    @Test
    void the_faster_pace_of_a_degraded_version_does_not_make_it_unknown_sooner() {
        desk.promote("p-1").ok().to(20_000).check("{'ok':false}").records();
        desk.to(94_999); // its own interval of 15 s, and two full ones
        assertThat(unknown()).isEmpty();
        desk.to(95_000);
        assertThat(unknown()).hasSize(1);
        desk.to(124_999);
        assertThat(unknown()).isEmpty();
        desk.to(125_000);
        assertThat(unknown()).hasSize(1);
    }

    @Test
    void an_unknown_check_neither_heals_nor_fails() {
        desk.promote("p-1").ok().ok();
        for (int n = 0; n < 2; n++) {
            desk.check("{'workerPresent':true}");
        }
        assertThat(desk.failures()).isEmpty();
        desk.check("{'workerPresent':true}");
        assertThat(desk.last()).isEqualTo("CHECK UNKNOWN NO_METRICS");
        assertThat(desk.failures()).containsExactly("NO_DATA P2");
        assertThat(desk.session().watched().samples()).hasSize(2);
    }

    @Test
    void a_check_that_says_nothing_does_not_hide_what_the_plane_itself_knows() {
        desk.promote("p-1").check("{'workerPresent':true}").rate("2.0", 40, 0).to(30_000);
        assertThat(own()).hasSize(1);
    }

    @Test
    void intervals_that_ended_while_nobody_could_look_tell_nothing() {
        desk.promote("p-1").ok();
        desk.backlog();
        desk.skip(300_000);
        desk.present();
        desk.tick();
        assertThat(unknown()).isEmpty();
        desk.pass(59_999);
        assertThat(unknown()).isEmpty();
        desk.pass(1);
        assertThat(unknown()).containsExactly("CHECK UNKNOWN NO_DATA");
    }

    private List<Rollback> own() {
        return desk.records().stream()
                .filter(record -> "rollback-service".equals(record.source()))
                .filter(record -> !"UNKNOWN".equals(record.provenance().decision()))
                .toList();
    }

    private List<String> unknown() {
        return desk.steps().stream()
                .filter(step -> step.startsWith("CHECK UNKNOWN"))
                .toList();
    }
}
