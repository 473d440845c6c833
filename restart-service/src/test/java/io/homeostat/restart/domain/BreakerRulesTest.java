package io.homeostat.restart.domain;

import static io.homeostat.common.contract.CircuitBreaker.State.CLOSED;
import static io.homeostat.common.contract.CircuitBreaker.State.HALF_OPEN;
import static io.homeostat.common.contract.CircuitBreaker.State.OPEN;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.CircuitBreaker.State;
import io.homeostat.common.policy.WorkerRestartPolicy;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BreakerRulesTest {

    private static final WorkerRestartPolicy.Breaker POLICY =
            new WorkerRestartPolicy.Breaker(true, 3, 900, 300, 2, 2, 60);
    private static final WorkerRestartPolicy.Breaker DISABLED =
            new WorkerRestartPolicy.Breaker(false, 1, 900, 300, 1, 1, 60);

    private static Now at(long ms) {
        return new Now(ms, ms, false, Instant.ofEpochMilli(1_000_000 + ms));
    }

    private static Breaker failures(long... ms) {
        var breaker = Breaker.closed("resizer");
        for (long at : ms) {
            breaker = BreakerRules.failed(breaker, POLICY, false, at(at));
        }
        return breaker;
    }

    private static Breaker opened() {
        return failures(0, 0, 0);
    }

    private static Breaker halfOpen() {
        return BreakerRules.atTime(opened(), POLICY, at(300_000));
    }

    @ParameterizedTest(name = "the third failure {0} ms after the first: {1}")
    @CsvSource({"899999, OPEN", "900000, CLOSED", "900001, CLOSED"})
    void the_failure_exactly_one_window_old_no_longer_counts(long last, State expected) {
        assertThat(failures(0, 10, last).state()).isEqualTo(expected);
    }

    @Test
    void it_opens_at_the_threshold_and_not_before() {
        assertThat(failures(0, 1).state()).isEqualTo(CLOSED);
        var breaker = failures(0, 1, 2);
        assertThat(breaker.state()).isEqualTo(OPEN);
        assertThat(breaker.failureCount()).isEqualTo(3);
        assertThat(breaker.reason()).isEqualTo(BreakerRules.THRESHOLD);
        assertThat(breaker.openedAt()).isEqualTo(at(2).at());
        assertThat(breaker.retryAt()).isEqualTo(at(300_002).at());
    }

    @Test
    void a_last_attempt_that_could_not_be_started_opens_at_once() {
        var breaker = BreakerRules.failed(Breaker.closed("resizer"), POLICY, true, at(0));

        assertThat(breaker.state()).isEqualTo(OPEN);
        assertThat(breaker.reason()).isEqualTo(BreakerRules.NOT_STARTED);
    }

    @ParameterizedTest(name = "{0} ms after opening: {1}")
    @CsvSource({"299999, OPEN", "300000, HALF_OPEN", "300001, HALF_OPEN"})
    void the_reset_is_inclusive(long ms, State expected) {
        var breaker = BreakerRules.atTime(opened(), POLICY, at(ms));

        assertThat(breaker.state()).isEqualTo(expected);
        var until = BreakerRules.refusedUntilMs(breaker, POLICY, at(ms));
        assertThat(until).isEqualTo(expected == OPEN ? Long.valueOf(300_000) : null);
    }

    @Test
    void failures_while_open_do_not_extend_it() {
        var breaker = opened();

        assertThat(BreakerRules.failed(breaker, POLICY, true, at(200_000))).isEqualTo(breaker);
    }

    @Test
    void half_open_admits_its_probes_and_no_more() {
        var one = BreakerRules.admitted(halfOpen(), POLICY, "a", at(300_000));
        assertThat(BreakerRules.refusedUntilMs(one, POLICY, at(300_000))).isNull();
        var two = BreakerRules.admitted(one, POLICY, "b", at(300_000));
        assertThat(BreakerRules.refusedUntilMs(two, POLICY, at(300_000))).isEqualTo(301_000);

        var freed = BreakerRules.released(two, "a");

        assertThat(BreakerRules.refusedUntilMs(freed, POLICY, at(300_000))).isNull();
        assertThat(freed.state()).isEqualTo(HALF_OPEN);
    }

    @ParameterizedTest(name = "{0} ms after the probe went: {1}")
    @CsvSource({"59999, HALF_OPEN", "60000, OPEN"})
    void a_probe_lost_for_its_lease_counts_as_failed(long ms, State expected) {
        var probing = BreakerRules.admitted(halfOpen(), POLICY, "a", at(300_000));

        var breaker = BreakerRules.atTime(probing, POLICY, at(300_000 + ms));

        assertThat(breaker.state()).isEqualTo(expected);
        assertThat(breaker.reason()).isEqualTo(expected == OPEN ? BreakerRules.PROBE_LOST : BreakerRules.RESET_ELAPSED);
    }

    @Test
    void the_success_threshold_closes_and_clears() {
        var breaker = BreakerRules.admitted(halfOpen(), POLICY, "a", at(300_000));
        breaker = BreakerRules.succeeded(breaker, POLICY, "a");
        assertThat(breaker.state()).isEqualTo(HALF_OPEN);
        breaker = BreakerRules.admitted(breaker, POLICY, "b", at(300_001));
        breaker = BreakerRules.succeeded(breaker, POLICY, "b");

        assertThat(breaker.state()).isEqualTo(CLOSED);
        assertThat(breaker.failures().runs()).isEmpty();
        assertThat(breaker.probes()).isEmpty();
        assertThat(breaker.incidentId()).isNull();
        assertThat(breaker.dueMs()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void any_failure_in_half_open_reopens_with_a_fresh_timer_and_the_same_incident() {
        var breaker = BreakerRules.failed(halfOpen(), POLICY, false, at(310_000));

        assertThat(breaker.state()).isEqualTo(OPEN);
        assertThat(breaker.retryAtMs()).isEqualTo(610_000);
        assertThat(breaker.incidentId()).isEqualTo(opened().incidentId()).isNotNull();
        assertThat(breaker.failureCount()).isEqualTo(4);
    }

    @Test
    void a_success_or_a_fault_without_a_probe_moves_nothing() {
        assertThat(BreakerRules.succeeded(halfOpen(), POLICY, "a")).isEqualTo(halfOpen());
        assertThat(BreakerRules.probeFailed(halfOpen(), POLICY, "a", at(1))).isEqualTo(halfOpen());
        assertThat(BreakerRules.succeeded(opened(), POLICY, "a")).isEqualTo(opened());
        assertThat(BreakerRules.released(opened(), "a")).isEqualTo(opened());
    }

    @Test
    void a_probe_that_fails_in_another_way_reopens() {
        var probing = BreakerRules.admitted(halfOpen(), POLICY, "a", at(300_000));

        assertThat(BreakerRules.probeFailed(probing, POLICY, "a", at(300_001)).state())
                .isEqualTo(OPEN);
    }

    @Test
    void a_disabled_breaker_neither_counts_nor_refuses() {
        assertThat(BreakerRules.failed(Breaker.closed("t"), DISABLED, true, at(0)))
                .isEqualTo(Breaker.closed("t"));
        assertThat(BreakerRules.refusedUntilMs(opened(), DISABLED, at(0))).isNull();
        assertThat(BreakerRules.atTime(opened(), DISABLED, at(999_999))).isEqualTo(opened());
    }
}
