package io.homeostat.restart.topology;

import static io.homeostat.common.contract.OperatorCommand.Type.MAINTENANCE_END;
import static io.homeostat.common.contract.OperatorCommand.Type.MAINTENANCE_START;
import static io.homeostat.common.contract.OperatorCommand.Type.PAUSE;
import static io.homeostat.common.contract.OperatorCommand.Type.RESUME;
import static io.homeostat.common.contract.WorkerState.FAILED;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.restart.domain.Subject;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When holds end, which of them, and who is decided again then. */
class HoldEndsTest {

    private static final String WIDE = "\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":10000,\"per_type_per_minute\":10000},\"cleanup\":{\"max_per_minute\":10000}";
    private static final String AT_ONCE = "{" + WIDE + "}";
    private static final int MANY = WakeUps.WOKEN_PER_TICK * 2 + 1;

    @ParameterizedTest
    @CsvSource({"59999, 0", "60000, 1", "60001, 1"})
    void a_hold_ends_at_its_end(long afterMs, int commands) {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, "all", Map.of("seconds", "60"));
            bench.down("w-1", "a", FAILED);
            assertThat(bench.holds()).containsExactly("all PAUSE 2026-11-25T08:01:00Z");
            bench.audits();
            bench.pass(afterMs);
            assertThat(bench.commands()).hasSize(commands);
            assertThat(bench.holds())
                    .hasSize(commands)
                    .allSatisfy(end -> assertThat(end).isEqualTo("all none"));
            assertThat(bench.audits())
                    .filteredOn(audit -> audit.action().equals("PAUSE"))
                    .hasSize(commands)
                    .allSatisfy(audit -> {
                        assertThat(audit.decision()).isEqualTo("EXPIRED");
                        assertThat(audit.actor()).isEqualTo("restart-service");
                        assertThat(audit.subject()).isEqualTo("all");
                    });
        }
    }

    @Test
    void an_appointment_is_kept_in_append_time_even_if_nobody_could_write_before_it() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, "all", Map.of("until", "2026-11-25T08:10:00Z"));
            bench.passUnticked(600_000);
            bench.tick();
            assertThat(bench.holds()).containsExactly("all PAUSE 2026-11-25T08:10:00Z", "all none");
        }
    }

    @Test
    void a_hold_out_of_a_backlog_has_ended_before_anything_is_done() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, "all", Map.of("seconds", "60"));
            bench.down("w-1", "a", FAILED);
            bench.replay(120_000);
            assertThat(bench.holds()).hasSize(2).last().isEqualTo("all none");
            assertThat(bench.commands()).isEmpty();
            bench.pass(5_000);
            assertThat(bench.commands()).hasSize(1);
        }
    }

    @Test
    void pause_and_maintenance_of_one_scope_end_by_themselves() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(MAINTENANCE_START, "all", Map.of("seconds", "600"));
            bench.down("w-1", "a", FAILED);
            bench.will(PAUSE, "all", Map.of("seconds", "60"));
            bench.will(MAINTENANCE_END, "all");
            bench.pass(59_999);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.holds())
                    .containsExactly(
                            "all MAINTENANCE 2026-11-25T08:10:00Z",
                            "all PAUSE 2026-11-25T08:10:00Z", // no reader acts before both are over
                            "all PAUSE 2026-11-25T08:01:00Z");
            bench.pass(1);
            assertThat(bench.commands()).hasSize(1);
            assertThat(bench.steps())
                    .containsExactly("SCHEDULED FAILED", "DEFERRED MAINTENANCE", "DEFERRED PAUSED", "COMMANDED FAILED");
        }
    }

    @Test
    void a_pause_that_ends_leaves_a_maintenance_in_force() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(PAUSE, "all");
            bench.will(MAINTENANCE_START, "all");
            bench.down("w-1", "a", FAILED);
            bench.will(RESUME, "all");
            bench.pass(1_000);
            assertThat(bench.steps()).containsExactly("SCHEDULED FAILED", "DEFERRED PAUSED", "DEFERRED MAINTENANCE");
            assertThat(bench.holds()).last().isEqualTo("all MAINTENANCE null");
        }
    }

    @Test
    void everybody_who_waits_is_decided_again_however_many_there_are() {
        try (var bench = manyHeld()) {
            bench.will(RESUME, "type:resizer");
            bench.tick();
            assertThat(bench.commands()).hasSize(WakeUps.WOKEN_PER_TICK);
            bench.will(PAUSE, "type:other"); // nothing that those who still wait care for
            bench.pass(2_000);
            assertThat(bench.commands()).hasSize(MANY - WakeUps.WOKEN_PER_TICK);
        }
    }

    @Test
    void whoever_is_held_by_another_kind_of_the_same_scope_is_told_so_however_many_there_are() {
        try (var bench = manyHeld()) {
            bench.will(MAINTENANCE_START, "type:resizer");
            bench.will(RESUME, "type:resizer");
            bench.pass(5_000);

            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps())
                    .filteredOn(step -> step.equals("DEFERRED MAINTENANCE"))
                    .hasSize(MANY);
        }
    }

    @Test
    void a_wake_up_that_meets_a_new_pause_ends_and_holds_up_no_other_one() {
        try (var bench = manyHeld()) {
            bench.will(RESUME, "type:resizer");
            bench.will(PAUSE, "type:resizer");
            bench.will(PAUSE, "worker:other");
            bench.down(new Subject("other", "cropper", "images", "1.0", "production", null, "a", FAILED), null, false);
            bench.tick();
            bench.will(RESUME, "worker:other");
            bench.pass(5_000);

            assertThat(bench.commands())
                    .singleElement()
                    .satisfies(command -> assertThat(command.workerId()).isEqualTo("other"));
        }
    }

    @Test
    void a_wake_up_that_meets_a_new_pause_and_its_end_reaches_everybody() {
        try (var bench = manyHeld()) {
            bench.will(RESUME, "type:resizer");
            bench.will(PAUSE, "type:resizer");
            bench.tick(); // some are woken, and held again
            bench.will(RESUME, "type:resizer");
            bench.pass(5_000);

            assertThat(bench.commands()).hasSize(MANY);
        }
    }

    /** More than two ticks can wake wait for the end of a pause of their type. */
    private static Bench manyHeld() {
        var bench = Bench.withPlane(AT_ONCE, "{\"max_actions_per_minute\":100000,\"max_actions_per_hour\":100000}");
        bench.will(PAUSE, "type:resizer");
        for (int n = 0; n < MANY; n++) {
            bench.down("w-" + n, "a", FAILED);
        }
        return bench;
    }
}
