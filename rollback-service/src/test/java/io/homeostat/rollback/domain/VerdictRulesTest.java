package io.homeostat.rollback.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Rollback;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of verdicts at every boundary. A check is written {@code [!]rate[@operations]}; {@code !} failed. */
class VerdictRulesTest {

    @ParameterizedTest(name = "{0}: {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // 1: fewer than min_checks
                "!1                       | HEALTHY  | INSUFFICIENT_CHECKS",
                "0                        | HEALTHY  | INSUFFICIENT_CHECKS",
                "0 0                      | HEALTHY  | NO_TROUBLE",
                "!1 0                     | DEGRADED | FAILURES_IN_WINDOW",
                // 2: the mean, exactly at the threshold and just above it
                "0 !0.20 0.20 !0.20 !0.60 | ROLLBACK | ERROR_RATE_AND_FAILURES",
                "!0.20 !0.20 !0.20        | ESCALATE | CONSECUTIVE_FAILURES",
                "!0.20 !0.20 !0.2000001   | ROLLBACK | ERROR_RATE_AND_FAILURES",
                "!0.20 0 !0.40 0 !0.40    | DEGRADED | FAILURES_IN_WINDOW",
                "!0.20 0 !0.40 0 !0.4001  | ROLLBACK | ERROR_RATE_AND_FAILURES",
                // 2: two failures of the window are not enough, three are
                "!1 0 !1 0                | DEGRADED | FAILURES_IN_WINDOW",
                "!1 0 !1 0 !1             | ROLLBACK | ERROR_RATE_AND_FAILURES",
                "!1 0 !1 0 !1 0           | DEGRADED | FAILURES_IN_WINDOW",
                // 2: every check of a full window above the threshold
                "0.5 0.5 0.5 0.5          | DEGRADED | ERROR_RATE_RAISED",
                "0.5 0.5 0.5 0.5 0.5      | ROLLBACK | ERROR_RATE_PERSISTS",
                "0.5 0.5 0.2 0.5 0.5      | DEGRADED | ERROR_RATE_RAISED",
                "0.21 0.21 0.21 0.21 0.21 | ROLLBACK | ERROR_RATE_PERSISTS",
                // 2: operations, where reported
                "!1@16 !1@16 !1@17        | ESCALATE | CONSECUTIVE_FAILURES",
                "!1@16 !1@17 !1@17        | ROLLBACK | ERROR_RATE_AND_FAILURES",
                "!1@49 !1 !1              | ESCALATE | CONSECUTIVE_FAILURES",
                "!1@50 !1 !1              | ROLLBACK | ERROR_RATE_AND_FAILURES",
                "0.5@9 0.5@10 0.5@10 0.5@10 0.5@10 | DEGRADED | ERROR_RATE_RAISED",
                "0.5@10 0.5@10 0.5@10 0.5@10 0.5@10 | ROLLBACK | ERROR_RATE_PERSISTS",
                "!1@9223372036854775807 !1@9223372036854775807 !1 | ROLLBACK | ERROR_RATE_AND_FAILURES",
                // 3: the last two
                "0 !0                     | DEGRADED | FAILURES_IN_WINDOW",
                "!0 !0                    | ESCALATE | CONSECUTIVE_FAILURES",
                "!0 0 !0                  | DEGRADED | FAILURES_IN_WINDOW",
                "!0 !0 0                  | DEGRADED | FAILURES_IN_WINDOW",
                "0 0 0 !0 !0              | ESCALATE | CONSECUTIVE_FAILURES",
                // 4: one failure until it leaves the window; the mean exactly at the limit and just above it
                "!0 0 0 0 0               | DEGRADED | FAILURES_IN_WINDOW",
                "!0 0 0 0 0 0             | HEALTHY  | NO_TROUBLE",
                "0.05 0.05 0.05           | HEALTHY  | NO_TROUBLE",
                "0.05 0.05 0.050001       | DEGRADED | ERROR_RATE_RAISED",
                "0.05 0.05 0.05 0.05      | HEALTHY  | NO_TROUBLE"
            })
    void first_match_wins(String checks, Rollback.Decision decision, Rollback.Reason reason) {
        var verdict = VerdictRules.judge(samples(checks), Desk.policy("{}"));
        assertThat(verdict.decision()).isEqualTo(decision);
        assertThat(verdict.reason()).isEqualTo(reason);
    }

    @ParameterizedTest(name = "threshold {0}, {1}: {2}")
    @CsvSource({
        "1, '!0', HEALTHY",
        "1, '0 !0', ESCALATE",
        "1, '!0 0', DEGRADED",
        "3, '0 !0 !0', DEGRADED",
        "3, '!0 !0 !0', ESCALATE"
    })
    void an_escalation_needs_its_failures_in_a_row_and_does_not_look_back(
            int threshold, String checks, Rollback.Decision decision) {
        var policy = Desk.policy("{'consecutive_failure_threshold':" + threshold + "}");
        assertThat(VerdictRules.judge(samples(checks), policy).decision()).isEqualTo(decision);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "'', NO_DATA",
        "'0', HEALTHY",
        "'!0', INTERMITTENT_FAILURES",
        "'!0 0 !0', INTERMITTENT_FAILURES",
        "'0 !0 !0', RECENT_FAILURES",
        "'!0 !0 0', INTERMITTENT_FAILURES",
        "'!0 !0 !0 0 0', CONSECUTIVE_FAILURES",
        "'!0 !0 !0 0 0 0', INTERMITTENT_FAILURES",
        "'0 !0 !0 !0', CONSECUTIVE_FAILURES"
    })
    void the_pattern_tells_what_the_last_five_look_like(String checks, Rollback.Pattern pattern) {
        assertThat(VerdictRules.judge(samples(checks), Desk.policy("{}")).pattern())
                .isEqualTo(pattern);
    }

    private static List<Sample> samples(String checks) {
        return Arrays.stream(checks.split(" ", -1))
                .filter(check -> !check.isBlank())
                .map(VerdictRulesTest::sample)
                .toList();
    }

    private static Sample sample(String check) {
        boolean ok = !check.startsWith("!");
        var rest = ok ? check : check.substring(1);
        int at = rest.indexOf('@');
        var rate = new BigDecimal(at < 0 ? rest : rest.substring(0, at));
        return new Sample(ok, Ratio.of(rate), at < 0 ? null : Long.valueOf(rest.substring(at + 1)));
    }
}
