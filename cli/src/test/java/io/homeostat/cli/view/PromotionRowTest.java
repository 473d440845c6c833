package io.homeostat.cli.view;

import static io.homeostat.cli.view.Records.record;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PromotionRowTest {

    private static final String P = "'promotionId':'p-1','service':'images','version':'2','previousVersion':'1',";

    @Test
    void a_session_is_shown_with_its_last_verdict_and_the_number_of_checks() {
        assertThat(row(
                        "{" + P + "'type':'MONITORING','status':'MONITORING_STARTED','reason':'PROMOTED'}",
                        "{" + P + "'type':'CHECK','decision':'HEALTHY','reason':'INSUFFICIENT_CHECKS'}",
                        "{" + P + "'type':'CHECK','decision':'DEGRADED','reason':'FAILURES_IN_WINDOW'}"))
                .isEqualTo("images 1 2 MONITORING_STARTED DEGRADED 2 FAILURES_IN_WINDOW");
    }

    @Test
    void the_end_of_a_rollback_keeps_the_verdict_that_led_to_it() {
        assertThat(row(
                        "{" + P + "'type':'MONITORING','status':'MONITORING_STARTED','reason':'PROMOTED'}",
                        "{" + P + "'type':'CHECK','decision':'ROLLBACK','reason':'ERROR_RATE_PERSISTS'}",
                        "{" + P
                                + "'type':'ROLLBACK','decision':'ROLLBACK','status':'COMMANDED','reason':'ERROR_RATE_PERSISTS'}",
                        "{" + P + "'type':'ROLLBACK','status':'SUCCEEDED','reason':'ALL_SWITCHED'}",
                        "{" + P + "'type':'MONITORING','status':'ROLLED_BACK','reason':'ALL_SWITCHED'}"))
                .isEqualTo("images 1 2 ROLLED_BACK ROLLBACK 1 ALL_SWITCHED");
    }

    @Test
    void what_is_refused_changes_nothing_unless_nothing_else_is_known() {
        assertThat(row(
                        "{" + P + "'type':'MONITORING','status':'MONITORING_STARTED','reason':'PROMOTED'}",
                        "{" + P + "'type':'CHECK','status':'REFUSED','decision':'UNKNOWN','reason':'WRONG_VERSION'}",
                        "{" + P + "'type':'MONITORING','status':'REFUSED','reason':'ALREADY_MONITORED'}"))
                .isEqualTo("images 1 2 MONITORING_STARTED - - PROMOTED");
        assertThat(row("{" + P + "'type':'MONITORING','status':'REFUSED','reason':'SAME_VERSION'}"))
                .isEqualTo("images 1 2 REFUSED - - SAME_VERSION");
    }

    private static String row(String... records) {
        @Nullable Described row = null;
        for (var json : records) {
            row = PromotionRow.after(row, record("rollbacks", 1, "images", 1, json));
        }
        var value = row == null ? null : row.value();
        return String.join(
                " ",
                Arrays.stream("service previousVersion version status decision checks reason".split(" ", -1))
                        .map(field -> value == null ? "-" : value.path(field).asText("-"))
                        .map(text -> text.isEmpty() ? "-" : text)
                        .toList());
    }
}
