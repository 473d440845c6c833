package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each gate at its boundary, and their order. */
class GatesTest {

    private static final String PLANE = "{\"tick_ms\":5000,\"blind_after_ms\":20000}";
    private static final long HOUR_MS = 60 * MINUTE_MS;

    @Test
    void disabled_comes_first() {
        try (var bench = Bench.with("{\"enabled\":false}")) {
            bench.tell(bench.pattern("p-1", "data:invalid_input", 3, "w-1"));
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "REFUSED DISABLED");
        }
    }

    @ParameterizedTest(name = "{0} ms after 48 hours: {1}")
    @CsvSource({"-1, COMMANDED MATCHED", "0, COMMANDED MATCHED", "1, REFUSED PATTERN_TOO_OLD"})
    void a_pattern_may_be_as_old_as_the_limit_itself(long ms, String step) {
        try (var bench = Bench.with("{\"max_pattern_age_hours\":2}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            var pattern = bench.pattern("p-1", 9, "w-1");
            bench.pass(2 * HOUR_MS + ms);
            bench.tell(pattern);
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", step);
        }
    }

    @ParameterizedTest(name = "confidence 0.67 of at least {0}: {1}")
    @CsvSource({"0.66, COMMANDED MATCHED", "0.67, COMMANDED MATCHED", "0.68, REFUSED LOW_CONFIDENCE"})
    void confidence_is_enough_from_the_threshold_on(String threshold, String step) {
        try (var bench = Bench.with("{\"min_confidence_threshold\":" + threshold + "}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.tell(bench.pattern("p-1", 6, "w-1"));
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", step);
        }
    }

    @ParameterizedTest(name = "the fix demands {0} of 0.67: {1}")
    @CsvSource({"0.67, COMMANDED MATCHED", "0.68, REFUSED LOW_CONFIDENCE"})
    void a_fix_may_demand_more_confidence_than_the_policy(String demanded, String step) {
        var registry = "{\"fixes\":{\"increase_memory\":{\"min_confidence\":" + demanded + "}}}";
        try (var bench = Bench.with("{\"min_confidence_threshold\":0.5}", registry, PLANE)) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.tell(bench.pattern("p-1", 6, "w-1"));
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", step);
        }
    }

    @ParameterizedTest(name = "{0} occurrences of at least 7: {1}")
    @CsvSource({
        "6, REFUSED TOO_FEW_OCCURRENCES",
        "7, COMMANDED MATCHED",
        "8, COMMANDED MATCHED",
    })
    void occurrences_are_enough_from_the_threshold_on(int occurrences, String step) {
        try (var bench = Bench.with("{\"min_confidence_threshold\":0.5,\"min_occurrences\":7}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.tell(bench.pattern("p-1", occurrences, "w-1"));
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", step);
        }
    }

    @ParameterizedTest(name = "{0} ms after the cooldown: {1}")
    @CsvSource({"-1, REFUSED COOLDOWN", "0, COMMANDED MATCHED", "1, COMMANDED MATCHED"})
    void exactly_the_cooldown_passes(long ms, String step) {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), FAILED);
            bench.pass(60 * MINUTE_MS + ms);
            bench.steps();
            bench.recurs("p-1", "w-1");
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", step);
        }
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "resource:out_of_memory, COMMANDED MATCHED",
        "resource:out_of_memor, REFUSED NO_MATCHING_FIX",
        "resource:out_of_memory_scan, REFUSED NO_MATCHING_FIX",
        "resource:out, REFUSED NO_MATCHING_FIX",
        "systemic:out_of_memory, REFUSED NO_MATCHING_FIX",
        "unknown:unknown, REFUSED NO_MATCHING_FIX"
    })
    void a_match_is_equal_and_never_a_part(String classification, String step) {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.tell(bench.pattern("p-1", classification, 9, "w-1"));
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", step);
        }
    }

    @ParameterizedTest(name = "settings {0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "{} | REFUSED PREREQUISITE",
                "{\"memory_mb\":\"a lot\"} | REFUSED PREREQUISITE",
                "{\"memory_mb\":null} | REFUSED PREREQUISITE",
                "{\"memory_mb\":8192} | REFUSED PREREQUISITE",
                "{\"memory_mb\":9000} | REFUSED PREREQUISITE",
                "{\"memory_mb\":8191} | COMMANDED MATCHED"
            })
    void without_a_known_value_that_can_change_nothing_is_done(String settings, String step) {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", settings);
            bench.recurs("p-1", "w-1");
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", step);
        }
    }

    @Test
    void without_a_component_the_prerequisite_is_not_met_at_the_type() {
        try (var bench = Bench.with("{}")) {
            bench.recurs("p-1", "w-1");
            var refused = bench.fixes().getLast();
            assertThat(Outputs.step(refused)).isEqualTo("REFUSED PREREQUISITE");
            assertThat(refused.target()).isEqualTo("type/resizer");
            assertThat(refused.action()).isEqualTo("increase_memory");
        }
    }

    @Test
    void where_the_safest_fix_cannot_be_done_the_next_one_is() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":8192,\"batch_size\":15}");
            bench.recurs("p-1", "w-1");
            var command = bench.command();
            assertThat(command.action()).isEqualTo("reduce_batch_size");
            assertThat(Json.text(command.after())).isEqualTo("{\"batch_size\":10}");
        }
    }

    @Test
    void a_disabled_fix_is_refused_as_such() {
        var off = "{\"fixes\":{\"increase_memory\":{\"enabled\":false},\"reduce_batch_size\":{\"enabled\":false}}}";
        try (var bench = Bench.with("{}", off, PLANE)) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "REFUSED FIX_DISABLED");
        }
    }

    @ParameterizedTest(name = "safety {0}: {1}")
    @CsvSource({
        "0.29, REFUSED UNSAFE",
        "0.30, AWAITING_APPROVAL NEEDS_APPROVAL",
        "0.69, AWAITING_APPROVAL NEEDS_APPROVAL",
        "0.70, COMMANDED MATCHED",
        "0.90, COMMANDED MATCHED"
    })
    void the_bands_of_safety_begin_at_their_bounds(String safety, String step) {
        var registry = "{\"fixes\":{\"increase_memory\":{\"safety\":" + safety
                + "},\"reduce_batch_size\":{\"enabled\":false}}}";
        try (var bench = Bench.with("{}", registry, PLANE)) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", step);
        }
    }

    @Test
    void a_refusal_is_said_again_only_after_a_change() {
        try (var bench = Bench.with("{}")) {
            bench.tell(bench.pattern("p-1", 3, "w-1"));
            bench.tell(bench.pattern("p-1", 4, "w-1"));
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "REFUSED LOW_CONFIDENCE");
            bench.tell(bench.pattern("p-1", 6, "w-1"));
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "REFUSED LOW_CONFIDENCE");
            bench.tell(bench.pattern("p-1", 9, "w-1"));
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "REFUSED PREREQUISITE");
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "COMMANDED MATCHED");
        }
    }

    @Test
    void each_component_of_the_workers_of_a_pattern_gets_a_fix_of_its_own() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.component("type/resizer", "{\"memory_mb\":100}");
            bench.tell(bench.pattern("p-1", 9, "w-2", "w-1", "w-3"));
            assertThat(bench.commands()).extracting(c -> c.target()).containsExactly("type/resizer", "w-1");
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {"dry_run | {\"dry_run\":true} | act", "observe | {} | observe"})
    void a_dry_run_says_what_it_would_do_once_and_moves_nothing(String name, String policy, String mode) {
        var plane = "{\"tick_ms\":5000,\"blind_after_ms\":20000,\"mode\":\"" + mode + "\"}";
        try (var bench = Bench.with(policy, "{}", plane)) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.recurs("p-1", "w-1");
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "DRY_RUN MATCHED");
            assertThat(bench.commands()).isEmpty();
            bench.policy("auto-fix-policy", "{\"max_fixes_per_hour\":1}");
            bench.policy("plane-policy", PLANE);
            bench.tick();
            bench.recurs("p-1", "w-1");
            assertThat(bench.commands())
                    .as("neither cooldown nor rate was taken")
                    .hasSize(1);
        }
    }
}
