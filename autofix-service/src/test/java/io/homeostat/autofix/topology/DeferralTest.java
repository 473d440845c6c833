package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.FleetGroup.State;
import io.homeostat.common.contract.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What only defers, and when it is decided again. */
class DeferralTest {

    private static final long HOUR_MS = 60 * MINUTE_MS;
    private static final long DAY_MS = 24 * HOUR_MS;

    @ParameterizedTest(name = "{0} frees a slot after {1} ms")
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"max_fixes_per_hour\":2} | 3600000",
                "{\"max_fixes_per_hour\":2,\"max_fixes_per_day\":2} | 86400000",
                "{\"per_category\":{\"resource\":{\"per_hour\":2}}} | 3600000",
                "{\"per_category\":{\"default\":{\"per_day\":2}}} | 86400000",
                "{\"per_worker_type\":{\"resizer\":{\"per_hour\":2}}} | 3600000",
                "{\"per_fix\":{\"increase_memory\":{\"per_day\":2}}} | 86400000"
            })
    void a_full_window_defers_and_frees_its_slot_exactly_when_the_oldest_leaves_it(String policy, long afterMs) {
        try (var bench = Bench.with(policy)) {
            for (int w = 1; w <= 3; w++) {
                bench.component("w-" + w, "{\"memory_mb\":512}");
                bench.recurs("p-" + w, "w-" + w);
                bench.pass(1_000);
            }
            assertThat(bench.commands()).hasSize(2);
            bench.pass(afterMs - 3_000 - 1);
            assertThat(bench.steps())
                    .filteredOn(s -> s.startsWith("DEFERRED"))
                    .containsExactly("DEFERRED RATE_LIMITED");
            assertThat(bench.commands()).isEmpty();

            bench.pass(1);

            assertThat(bench.commands()).extracting(FixCommand::target).containsExactly("w-3");
        }
    }

    @Test
    void another_category_type_or_fix_is_not_limited() {
        var policy = "{\"per_category\":{\"data\":{\"per_hour\":1}},\"per_worker_type\":{\"scanner\":{\"per_hour\":1}},"
                + "\"per_fix\":{\"increase_timeout\":{\"per_hour\":1}}}";
        try (var bench = Bench.with(policy)) {
            for (int w = 1; w <= 3; w++) {
                bench.component("w-" + w, "{\"memory_mb\":512}");
                bench.recurs("p-" + w, "w-" + w);
            }
            assertThat(bench.commands()).hasSize(3);
        }
    }

    @Test
    void the_caps_of_the_plane_bound_fixes_as_well() {
        var plane =
                "{\"tick_ms\":5000,\"blind_after_ms\":20000,\"max_actions_per_minute\":1,\"max_actions_per_hour\":1}";
        try (var bench = Bench.with("{}", "{}", plane)) {
            for (int w = 1; w <= 2; w++) {
                bench.component("w-" + w, "{\"memory_mb\":512}");
                bench.recurs("p-" + w, "w-" + w);
            }
            assertThat(bench.commands()).hasSize(1);
            bench.pass(HOUR_MS - 1);
            assertThat(bench.commands()).isEmpty();
            bench.pass(1);
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void refusals_take_no_slot() {
        try (var bench = Bench.with("{\"max_fixes_per_hour\":1}")) {
            for (int n = 1; n <= 5; n++) {
                bench.recurs("p-" + n, "w-0");
            }
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-9", "w-1");
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void two_fixes_never_overlap_on_one_target_and_the_second_comes_after_the_first() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.recurs("p-2", "w-1");
            var first = bench.command();
            bench.pass(MINUTE_MS);
            assertThat(bench.commands()).isEmpty();
            bench.answer(first, FAILED);
            bench.pass(5_000);
            var second = bench.command();
            assertThat(second.fixId()).isNotEqualTo(first.fixId());
            assertThat(second.generation()).isEqualTo(2);
        }
    }

    @ParameterizedTest(name = "{0} holds: {1}")
    @CsvSource({
        "all, true",
        "type:resizer, true",
        "service:images, true",
        "environment:production, true",
        "worker:w-1, true",
        "worker:w-2, false",
        "type:scanner, false",
        "service:mail, false",
        "environment:staging, false"
    })
    void a_hold_defers_what_it_covers_until_it_ends(String scope, boolean holds) {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.hold(scope, null);
            bench.recurs("p-1", "w-1");
            bench.pass(MINUTE_MS);
            assertThat(bench.commands()).hasSize(holds ? 0 : 1);
            bench.holdEnds(scope);
            bench.pass(5_000);
            assertThat(bench.commands()).hasSize(holds ? 1 : 0);
            assertThat(bench.steps()).filteredOn(s -> s.equals("DEFERRED HELD")).hasSize(holds ? 1 : 0);
        }
    }

    @Test
    void a_hold_ends_by_itself_exactly_when_it_said() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.hold("all", bench.now().plusSeconds(60));
            bench.recurs("p-1", "w-1");
            bench.pass(59_999);
            assertThat(bench.commands()).isEmpty();
            bench.pass(1_001);
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"partition:3, BLIND, BLIND", "type:x|production, FROZEN, STORM_FROZEN"})
    void blindness_and_a_storm_defer_until_they_end(String group, State state, String reason) {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.group(group, state);
            bench.recurs("p-1", "w-1");
            bench.pass(10 * MINUTE_MS);
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "DEFERRED " + reason);
            assertThat(bench.commands()).isEmpty();
            bench.group(group, State.NORMAL);
            bench.pass(5_000);
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void a_deferred_fix_is_decided_by_what_holds_then() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.hold("all", null);
            bench.recurs("p-1", "w-1");
            bench.component("w-1", "{\"memory_mb\":1000}");
            bench.holdEnds("all");
            bench.pass(5_000);
            assertThat(Json.text(bench.command().before())).isEqualTo("{\"memory_mb\":1000}");
        }
    }

    @Test
    void what_waited_longer_than_its_pattern_lives_expires_and_says_so() {
        try (var bench = Bench.with("{\"max_pattern_age_hours\":1}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.hold("all", null);
            bench.recurs("p-1", "w-1");
            bench.pass(HOUR_MS + 5_000);
            assertThat(bench.steps()).endsWith("DEFERRED HELD", "EXPIRED PATTERN_TOO_OLD");
            bench.holdEnds("all");
            bench.pass(HOUR_MS);
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void a_pattern_that_ends_takes_its_deferred_fix_with_it() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.hold("all", null);
            bench.recurs("p-1", "w-1");
            bench.tell(bench.pattern("p-1", 2, "w-1").ended());
            assertThat(bench.steps()).endsWith("DEFERRED HELD", "EXPIRED RECOVERED");
            bench.holdEnds("all");
            bench.pass(DAY_MS);
            assertThat(bench.commands()).isEmpty();
        }
    }

    @Test
    void nothing_is_commanded_out_of_a_backlog_and_nothing_of_it_is_lost() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.pass(5_000);
            bench.replay(25 * MINUTE_MS);
            bench.recurs("p-1", "w-1");
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "DEFERRED BLIND");
            assertThat(bench.commands()).isEmpty();
            bench.pass(10_000);
            assertThat(bench.command().provenance().validUntil())
                    .isAfter(bench.now().plusSeconds(280));
        }
    }

    @Test
    void an_answer_that_stands_further_on_in_the_log_is_read_before_its_silence_is_judged() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            var command = bench.command();
            bench.replay(25 * MINUTE_MS);
            bench.answer(command, FAILED);
            bench.pass(10_000);
            assertThat(bench.steps()).endsWith("COMMANDED MATCHED", "FAILED MATCHED");
        }
    }
}
