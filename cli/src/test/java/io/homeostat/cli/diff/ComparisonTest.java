package io.homeostat.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComparisonTest {

    private static final Instant AT = Instant.parse("2026-11-25T08:00:00Z");
    private static final Duration TOLERANCE = Duration.ofMillis(1_500);
    private static final Decided SCHEDULED = decided("w-1", "SCHEDULED", "ZOMBIE", "rsr-1", 0);

    @Test
    void the_same_decisions_are_equal_in_whatever_order_subjects_come() {
        var other = decided("w-2", "SCHEDULED", "ZOMBIE", "rsr-2", 10);
        var comparison = compare(List.of(SCHEDULED, other), List.of(other, SCHEDULED));

        assertThat(comparison.equal()).isTrue();
        assertThat(comparison.same()).isEqualTo(2);
        assertThat(comparison.moved()).isZero();
    }

    @ParameterizedTest
    @CsvSource({"1499, true", "1500, true", "1501, false", "-1500, true", "-1501, false"})
    void times_may_lie_as_far_apart_as_the_tolerance_says(long ms, boolean equal) {
        var comparison = compare(List.of(SCHEDULED), List.of(decided("w-1", "SCHEDULED", "ZOMBIE", "rsr-1", ms)));

        assertThat(comparison.equal()).isEqualTo(equal);
        assertThat(comparison.same()).isOne();
        assertThat(comparison.moved()).isEqualTo(equal ? 1 : 0);
        if (!equal) {
            assertThat(comparison.differences().getFirst().line())
                    .contains("1501 ms " + (ms < 0 ? "earlier" : "later") + " in the simulation");
        }
    }

    @Test
    void a_decision_of_one_run_only_is_missing_or_extra() {
        assertThat(lines(List.of(SCHEDULED), List.of()))
                .containsExactly("restarts w-1: missing in the simulation: SCHEDULED (ZOMBIE) of"
                        + " 2026-11-25T08:00:00.000Z, rsr-1");
        assertThat(lines(List.of(), List.of(SCHEDULED)))
                .containsExactly("restarts w-1: only in the simulation: SCHEDULED (ZOMBIE) of"
                        + " 2026-11-25T08:00:00.000Z, rsr-1");
    }

    @Test
    void a_decision_that_is_made_once_more_is_extra() {
        assertThat(lines(List.of(SCHEDULED), List.of(SCHEDULED, SCHEDULED)))
                .singleElement()
                .asString()
                .contains("only in the simulation");
    }

    @Test
    void another_reason_or_outcome_under_the_same_id_is_one_difference() {
        assertThat(lines(List.of(SCHEDULED), List.of(decided("w-1", "DEFERRED", "PAUSED", "rsr-1", 5))))
                .containsExactly("restarts w-1: decided otherwise: really SCHEDULED (ZOMBIE) at"
                        + " 2026-11-25T08:00:00.000Z, in the simulation DEFERRED (PAUSED) at 2026-11-25T08:00:00.005Z,"
                        + " rsr-1");
        assertThat(lines(List.of(SCHEDULED), List.of(decided("w-1", "SCHEDULED", "FAILED", "rsr-1", 0))))
                .singleElement()
                .asString()
                .contains("in the simulation SCHEDULED (FAILED)");
    }

    @Test
    void the_same_outcome_under_another_id_is_one_difference() {
        assertThat(lines(List.of(SCHEDULED), List.of(decided("w-1", "SCHEDULED", "ZOMBIE", "rsr-9", 0))))
                .singleElement()
                .asString()
                .contains("another incarnation, episode or attempt: really rsr-1", "in the simulation rsr-9");
    }

    @Test
    void the_closest_kind_of_pair_is_found_first() {
        var second = decided("w-1", "SCHEDULED", "ZOMBIE", "rsr-2", 60_000);

        assertThat(lines(List.of(SCHEDULED, second), List.of(second)))
                .singleElement()
                .asString()
                .contains("missing in the simulation", "rsr-1");
    }

    @Test
    void what_is_about_another_subject_or_topic_is_no_pair() {
        assertThat(lines(List.of(SCHEDULED), List.of(decided("w-2", "SCHEDULED", "ZOMBIE", "rsr-1", 0))))
                .hasSize(2);
        var elsewhere = new Decided("audit", "w-1", "SCHEDULED", "ZOMBIE", "rsr-1", AT);
        assertThat(lines(List.of(SCHEDULED), List.of(elsewhere))).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({"1499, 1, true", "1500, 0, false", "1501, 0, false"})
    void what_one_run_could_not_show_before_the_cut_is_not_judged(long msBeforeEnd, int cutOff, boolean equal) {
        var end = AT.plusMillis(msBeforeEnd);
        var extra = Comparison.of(List.of(), List.of(SCHEDULED), TOLERANCE, end);
        var missing = Comparison.of(List.of(SCHEDULED), List.of(), TOLERANCE, end);

        assertThat(List.of(extra.cutOff(), missing.cutOff())).containsOnly(cutOff);
        assertThat(List.of(extra.equal(), missing.equal())).containsOnly(equal);
    }

    @Test
    void a_decision_that_differs_is_judged_also_at_the_cut() {
        var otherwise = decided("w-1", "DEFERRED", "PAUSED", "rsr-1", 0);

        assertThat(Comparison.of(List.of(SCHEDULED), List.of(otherwise), TOLERANCE, AT)
                        .equal())
                .isFalse();
    }

    private static Comparison compare(List<Decided> real, List<Decided> simulated) {
        return Comparison.of(real, simulated, TOLERANCE, noCut());
    }

    private static @Nullable Instant noCut() {
        return null;
    }

    private static List<String> lines(List<Decided> real, List<Decided> simulated) {
        return compare(real, simulated).differences().stream()
                .map(Difference::line)
                .toList();
    }

    private static Decided decided(String subject, String what, String reason, String id, long ms) {
        return new Decided("restarts", subject, what, reason, id, AT.plusMillis(ms));
    }
}
