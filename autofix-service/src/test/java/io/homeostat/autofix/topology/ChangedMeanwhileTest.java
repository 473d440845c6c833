package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.RestartRequest;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Policies, patterns and components that changed while a fix waited or was under way; and numbers as people write them. */
class ChangedMeanwhileTest {

    private static final String PLANE = "{\"tick_ms\":5000,\"blind_after_ms\":20000}";

    @Test
    void a_person_who_approved_a_restart_approved_it_for_the_workers_that_were_shown() {
        var asks = "{\"fixes\":{\"restart_worker\":{\"requires_approval\":true}}}";
        try (var bench = Bench.with("{}", asks, PLANE)) {
            bench.tell(bench.pattern("p-1", "resource:unresponsive", 6, "w-1"));
            bench.tell(bench.pattern("p-1", "resource:unresponsive", 9, "w-1"));
            var waits = bench.fixes().getLast();
            assertThat(waits.status()).isEqualTo(Fix.Status.AWAITING_APPROVAL);
            assertThat(waits.provenance().message()).contains("[w-1]");
            bench.tell(bench.pattern("p-1", "resource:unresponsive", 9, "w-8", "w-9"));

            bench.vote(true, "c-1", waits.target(), waits.fixId(), "bob");

            assertThat(bench.restartRequests())
                    .extracting(RestartRequest::workerId)
                    .containsExactly("w-1");
        }
    }

    @Test
    void a_limit_that_is_raised_lets_go_on_what_waited_for_it_within_a_minute() {
        try (var bench = Bench.with("{\"max_fixes_per_hour\":1,\"max_fixes_per_day\":1}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.component("w-2", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.recurs("p-2", "w-2");
            assertThat(bench.commands()).hasSize(1);
            assertThat(bench.steps()).endsWith("DEFERRED RATE_LIMITED");
            bench.pass(10 * MINUTE_MS);
            bench.policy("auto-fix-policy", "{\"max_fixes_per_hour\":2,\"max_fixes_per_day\":2}");
            bench.pass(MINUTE_MS);

            assertThat(bench.commands()).extracting(c -> c.target()).containsExactly("w-2");
            assertThat(bench.steps()).as("its waiting is told once").containsOnlyOnce("COMMANDED MATCHED");
        }
    }

    @ParameterizedTest(name = "{0} ms after the last fix: {1} command")
    @CsvSource({"5399999, 0", "5400000, 1", "5400001, 1"})
    void a_cooldown_that_became_longer_is_waited_for_and_what_did_not_help_is_decided_anew_at_its_end(
            long ms, int all) {
        try (var bench = Bench.with("{\"fix_cooldown_minutes\":30}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            bench.answer(bench.command(), SUCCEEDED);
            bench.restartsSucceed();
            bench.pass(MINUTE_MS);
            bench.fails("w-1", FailureKind.OUT_OF_MEMORY);
            bench.answer(bench.command(), SUCCEEDED);
            bench.policy("auto-fix-policy", "{\"fix_cooldown_minutes\":90}");
            bench.pass(30 * MINUTE_MS);
            bench.pass(ms - 31 * MINUTE_MS);
            assertThat(bench.commands()).hasSize(all);
        }
    }

    @Test
    void a_worker_whose_patterns_name_two_components_is_heard_of_by_both_fixes() {
        try (var bench = Bench.with("{}")) {
            bench.component("type/resizer", "{\"memory_mb\":512}");
            bench.tell(bench.pattern("p-1", 9, "w-1"));
            bench.component("w-1", "{\"timeout_seconds\":60}");
            bench.tell(bench.pattern("p-2", "resource:timeout", 9, "w-1"));
            var commands = bench.commands();
            assertThat(commands).extracting(c -> c.target()).containsExactly("type/resizer", "w-1");
            commands.forEach(command -> bench.answer(command, SUCCEEDED));
            bench.restartsSucceed();
            bench.pass(5 * MINUTE_MS);
            assertThat(bench.steps().stream().filter("VERIFIED MATCHED"::equals))
                    .hasSize(2);

            bench.fails("w-1", FailureKind.ZOMBIE); // nobody listens any more
            assertThat(bench.steps()).isEmpty();
        }
    }

    @Test
    void in_a_rehearsal_that_begins_while_the_change_is_made_nobody_is_restarted() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":512}");
            bench.recurs("p-1", "w-1");
            var command = bench.command();
            bench.policy("auto-fix-policy", "{\"dry_run\":true}");
            bench.tick();
            bench.answer(command, SUCCEEDED);

            assertThat(bench.restartRequests()).isEmpty();
            var last = bench.fixes().getLast();
            assertThat(Outputs.step(last)).as("silence would prove nothing").isEqualTo("UNKNOWN MATCHED");
            assertThat(last.provenance().message()).contains("w-1=DRY_RUN");
        }
    }

    @ParameterizedTest(name = "{0} times 1.5 is {1}")
    @CsvSource({"10.0, 15", "600.0, 900", "1500.00, 2250", "1e3, 1500", "0.00000010, 0", "2.50, 3.75", "512, 768"})
    void a_setting_is_a_number_however_it_is_written(String written, BigDecimal next) {
        var registry = "{\"fixes\":{\"increase_memory\":{\"settings\":{\"memory_mb\":{\"max\":9000}}}}}";
        try (var bench = Bench.with("{}", registry, PLANE)) {
            bench.component("w-1", "{\"memory_mb\":" + written + "}");
            bench.recurs("p-1", "w-1");
            if (next.signum() == 0) {
                assertThat(bench.steps()).as("too small to be changed").endsWith("REFUSED PREREQUISITE");
                return;
            }
            var command = bench.command();
            assertThat(command.before())
                    .hasEntrySatisfying(
                            "memory_mb",
                            before -> assertThat(before.decimalValue()).isEqualByComparingTo(written));
            assertThat(command.after())
                    .hasEntrySatisfying(
                            "memory_mb",
                            after -> assertThat(after.decimalValue()).isEqualByComparingTo(next));
        }
    }

    @Test
    void a_setting_of_more_digits_than_anybody_can_write_out_is_no_number_to_change() {
        try (var bench = Bench.with("{}")) {
            bench.component("w-1", "{\"memory_mb\":1e999999999}");
            bench.component("w-2", "{\"memory_mb\":1e-999999999}");
            bench.recurs("p-1", "w-1");
            bench.recurs("p-2", "w-2");
            assertThat(bench.steps())
                    .containsExactly(
                            "PROPOSED MATCHED", "REFUSED PREREQUISITE", "PROPOSED MATCHED", "REFUSED PREREQUISITE");
        }
    }

    @Test
    void a_confidence_of_countless_digits_stops_nothing() {
        try (var bench = Bench.with("{}")) {
            var usual = bench.pattern("p-1", 9, "w-1");
            var tiny = Json.text(usual).replace("1.00", "1E-999999999");
            bench.tell(Json.readState(tiny.getBytes(StandardCharsets.UTF_8), usual.getClass()));
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "REFUSED LOW_CONFIDENCE");
        }
    }

    @Test
    void what_is_set_to_the_number_that_it_is_does_not_change() {
        for (var same : List.of("10", "10.0", "1e1")) {
            var registry = "{\"fixes\":{\"fix\":{\"match\":[\"data:invalid_input\"],\"settings\":{\"n\":{\"set\":"
                    + same + "}},\"safety\":0.95}}}";
            try (var bench = Bench.with("{}", registry, PLANE)) {
                bench.component("w-1", "{\"n\":10}");
                bench.tell(bench.pattern("p-1", "data:invalid_input", 9, "w-1"));
                assertThat(bench.commands()).as(same).isEmpty();
                assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "REFUSED PREREQUISITE");
            }
        }
    }
}
