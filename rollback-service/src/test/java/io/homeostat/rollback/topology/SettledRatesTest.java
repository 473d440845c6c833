package io.homeostat.rollback.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.ErrorRate;
import io.homeostat.common.contract.Origin;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a check knows is a matter of the log, and not of which hop was faster. */
class SettledRatesTest {

    private final SettledRates rates = new SettledRates();

    @ParameterizedTest(name = "a rate {0} ms before the end of the interval")
    @CsvSource({"499, 90", "500, 99", "501, 99"})
    void an_own_check_is_made_from_the_rates_that_are_a_tick_old(long ageMs, int operations) {
        try (var bench = Bench.with("{}")) {
            bench.promote("p-1", "");
            bench.pass(10_000);
            bench.rate("2.0", 60, 90, 0);
            bench.pass(20_000 - ageMs);
            bench.rate("2.0", 60, 99, 0);
            bench.pass(ageMs);
            var check = bench.rollbacks().getLast();
            assertThat(check.checkReason()).isEqualTo("0 of " + operations + " operations failed");
        }
    }

    @Test
    void a_rate_that_arrives_just_before_or_just_after_the_tick_makes_the_same_check() {
        assertThat(checkWith(true)).isEqualTo(checkWith(false));
    }

    private static String checkWith(boolean beforeTheTick) {
        try (var bench = Bench.with("{}")) {
            bench.promote("p-1", "");
            bench.pass(29_000);
            bench.rate("2.0", 60, 90, 10);
            bench.pass(1_000);
            if (beforeTheTick) {
                bench.rate("2.0", 60, 95, 10);
            }
            bench.tick();
            if (!beforeTheTick) {
                bench.rate("2.0", 60, 95, 10);
            }
            bench.pass(29_000);
            return bench.rollbacks().toString();
        }
    }

    @ParameterizedTest(name = "a rate of {0} ms before the promotion, read behind it")
    @CsvSource({"1, UNKNOWN", "0, HEALTHY"})
    void what_was_measured_before_the_watch_began_does_not_count(long beforeMs, String decision) {
        try (var bench = Bench.with("{}")) {
            bench.pass(1_000);
            bench.promote("p-1", "");
            bench.lateRate(beforeMs, "2.0", 60, 90, 10);
            bench.pass(60_000);
            assertThat(bench.steps())
                    .filteredOn(step -> step.startsWith("CHECK"))
                    .first()
                    .asString()
                    .contains(decision);
        }
    }

    @Test
    void what_comes_out_of_order_waits_behind_what_came_before_of_its_version() {
        rates.add("s", rate("2.0", 1), 1_000);
        rates.add("s", rate("2.0", 2), 900);
        assertThat(due(999)).isEmpty();
        assertThat(due(1_000)).as("the later one in place of the other").containsExactly(2L);
        assertThat(rates.services()).isEmpty();
    }

    /** They come by different partitions, so which comes first is a race (seen: a check that one replay did not make). */
    @Test
    void versions_do_not_wait_for_each_other() {
        rates.add("s", rate("2.0", 1), 1_000);
        rates.add("s", rate("3.0", 2), 900);
        assertThat(due(899)).isEmpty();
        assertThat(due(999)).containsExactly(2L);
        assertThat(due(1_000)).containsExactly(1L);
        assertThat(rates.services()).isEmpty();
    }

    @Test
    void only_the_last_of_a_window_and_a_moment_is_kept() {
        rates.add("s", rate("2.0", 1), 1_000);
        rates.add("s", rate("2.0", 2), 1_049);
        rates.add("s", rate("2.0", 3), 1_050);
        assertThat(due(1_049)).containsExactly(2L);
        assertThat(due(1_050)).containsExactly(3L);
    }

    @Test
    void versions_without_end_do_not_grow_what_waits() {
        for (int n = 0; n < 1_000; n++) {
            rates.add("s", rate("2." + n, n), 1_000);
            assertThat(due(999)).hasSize(n < SettledRates.WAITING_MAX ? 0 : 1);
        }
        assertThat(due(1_000)).hasSize(SettledRates.WAITING_MAX);
    }

    private List<Long> due(long untilMs) {
        var due = new ArrayList<Long>();
        for (var next = rates.next("s", untilMs); next != null; next = rates.next("s", untilMs)) {
            due.add(next.rate().succeeded());
        }
        return due;
    }

    private static PromotionInput.Rated rate(String version, long succeeded) {
        var start = Instant.parse("2026-11-25T08:00:00Z");
        var rate = new ErrorRate("s", version, 60, start, succeeded, 0, null, null, null, ErrorRate.Verdict.OK, null);
        return new PromotionInput.Rated(rate, new Origin("error-rates", 0, 0, start));
    }
}
