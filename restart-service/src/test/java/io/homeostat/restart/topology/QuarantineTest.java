package io.homeostat.restart.topology;

import static io.homeostat.common.contract.CommandResult.Status.FAILED;
import static io.homeostat.common.contract.CommandResult.Status.SUCCEEDED;
import static io.homeostat.common.contract.OperatorCommand.Type.APPROVE;
import static io.homeostat.common.contract.OperatorCommand.Type.QUARANTINE;
import static io.homeostat.common.contract.OperatorCommand.Type.REJECT;
import static io.homeostat.common.contract.OperatorCommand.Type.RELEASE;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Quarantine;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.restart.domain.Subject;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The ways into quarantine and the way out of it. */
class QuarantineTest {

    private static final String AT_ONCE = "{\"max_retries\":1,\"retry_interval_seconds\":0,\"rate_limits\":"
            + "{\"global_per_minute\":1000,\"per_type_per_minute\":1000},\"cleanup\":{\"max_per_minute\":1000},"
            + "\"circuit_breaker_enabled\":false}";

    private static Subject subject(WorkerState state) {
        return Bench.subject("w-1", "t-1", "a", state);
    }

    private static void abandon(Bench bench) {
        bench.down(subject(WorkerState.FAILED), "inc-1", false);
        bench.answer(bench.command(), FAILED);
        assertThat(bench.quarantines()).hasSize(1);
        bench.down(subject(WorkerState.FAILED), "inc-2", false);
        assertThat(bench.steps()).endsWith("ABANDONED MAX_RETRIES_EXCEEDED", "REFUSED QUARANTINED");
        bench.audits();
    }

    private static AuditRecord release(Bench bench, WorkerState state) {
        bench.will(RELEASE, subject(state), "alice", Map.of());
        return bench.answer();
    }

    private static String answer(
            Bench bench, OperatorCommand.Type type, WorkerState state, String actor, @Nullable String id) {
        bench.will(type, subject(state), actor, id == null ? Map.of() : Map.of("id", id));
        return Outputs.said(bench.answer());
    }

    @Test
    void a_release_needs_a_second_person_and_then_the_worker_is_healed_again() {
        try (var bench = Bench.with(AT_ONCE)) {
            abandon(bench);
            var waits = release(bench, WorkerState.ALIVE);
            assertThat(Outputs.said(waits)).isEqualTo("AWAITING_APPROVAL NEEDS_APPROVAL");
            assertThat(waits.id()).startsWith("rel-");
            assertThat(answer(bench, APPROVE, WorkerState.ALIVE, "alice", waits.id()))
                    .isEqualTo("REFUSED SAME_PERSON");
            assertThat(bench.quarantines()).isEmpty();

            bench.will(APPROVE, subject(WorkerState.ALIVE), "bob", Map.of("id", waits.id()));

            assertThat(bench.quarantines()).singleElement().satisfies(released -> {
                assertThat(released.status()).isEqualTo(Quarantine.Status.RELEASED);
                assertThat(released.releasedBy()).isEqualTo("alice");
                assertThat(released.approver()).isEqualTo("bob");
                assertThat(released.reason()).isEqualTo("MAX_RETRIES_EXCEEDED");
                assertThat(released.lifetimeAttempts()).isEqualTo(1);
            });
            assertThat(bench.audits())
                    .filteredOn(audit -> audit.action().equals("RELEASE"))
                    .singleElement()
                    .satisfies(audit -> {
                        assertThat(audit.actor()).isEqualTo("alice");
                        assertThat(audit.approver()).isEqualTo("bob");
                    });
            bench.pass(1_000);
            assertThat(bench.commands()).isEmpty();
            bench.down(Bench.subject("w-1", "t-1", "b", WorkerState.FAILED), "inc-3", false);
            var start = bench.command();
            bench.answer(start, SUCCEEDED);
            bench.up("w-1", start.commandId());
            assertThat(bench.restarts()).last().satisfies(restart -> {
                assertThat(Bench.step(restart)).isEqualTo("SUCCEEDED FAILED");
                assertThat(restart.attempt()).isEqualTo(1);
            });
        }
    }

    @Test
    void who_is_still_down_when_released_is_healed_and_when_it_fails_again_set_aside_again() {
        try (var bench = Bench.with(AT_ONCE)) {
            abandon(bench);
            var waits = release(bench, WorkerState.FAILED);
            bench.will(APPROVE, subject(WorkerState.FAILED), "bob", Map.of("id", waits.id()));
            bench.answer(bench.command(), FAILED);
            assertThat(bench.quarantines())
                    .extracting(Quarantine::status)
                    .containsExactly(Quarantine.Status.RELEASED, Quarantine.Status.QUARANTINED);
        }
    }

    @Test
    void what_waits_can_be_rejected_even_by_who_wanted_it() {
        try (var bench = Bench.with(AT_ONCE)) {
            abandon(bench);
            var waits = release(bench, WorkerState.ALIVE);
            assertThat(answer(bench, REJECT, WorkerState.ALIVE, "alice", "rel-other"))
                    .isEqualTo("REFUSED NOTHING_WAITS");
            assertThat(answer(bench, REJECT, WorkerState.ALIVE, "alice", waits.id()))
                    .isEqualTo("DONE MANUAL");
            assertThat(answer(bench, APPROVE, WorkerState.ALIVE, "bob", waits.id()))
                    .isEqualTo("REFUSED NOTHING_WAITS");
            bench.down(subject(WorkerState.FAILED), "inc-3", false);
            assertThat(bench.steps()).containsExactly("REFUSED QUARANTINED");
        }
    }

    @Test
    void one_release_waits_at_a_time_and_only_for_who_is_set_aside() {
        try (var bench = Bench.with(AT_ONCE)) {
            assertThat(answer(bench, RELEASE, WorkerState.ALIVE, "alice", null)).isEqualTo("REFUSED NOT_QUARANTINED");
            abandon(bench);
            release(bench, WorkerState.ALIVE);
            assertThat(answer(bench, RELEASE, WorkerState.ALIVE, "bob", null)).isEqualTo("REFUSED ALREADY_AWAITING");
            assertThat(answer(bench, APPROVE, WorkerState.ALIVE, "bob", null)).isEqualTo("REFUSED NOTHING_WAITS");
        }
    }

    @ParameterizedTest
    @CsvSource({"86399999, DONE MANUAL, 0", "86400000, REFUSED NOTHING_WAITS, 1", "86400001, REFUSED NOTHING_WAITS, 1"})
    void a_release_waits_for_24_hours(long ms, String answer, int expired) {
        try (var bench = Bench.ticking(60_000, AT_ONCE, "{\"tick_ms\":5000,\"blind_after_ms\":20000}")) {
            abandon(bench);
            var waits = release(bench, WorkerState.ALIVE);
            bench.pass(ms);
            assertThat(bench.audits())
                    .filteredOn(audit -> audit.causeId().equals(waits.id()))
                    .hasSize(expired)
                    .allSatisfy(audit -> assertThat(Outputs.said(audit)).isEqualTo("EXPIRED EXPIRED"));
            assertThat(answer(bench, APPROVE, WorkerState.ALIVE, "bob", waits.id()))
                    .isEqualTo(answer);
        }
    }

    @Test
    void nobody_approves_at_the_end_itself_even_before_the_tick() {
        try (var bench = Bench.ticking(60_000, AT_ONCE, "{\"tick_ms\":5000,\"blind_after_ms\":20000}")) {
            abandon(bench);
            var waits = release(bench, WorkerState.ALIVE);
            bench.passUnticked(86_400_000);
            assertThat(answer(bench, APPROVE, WorkerState.ALIVE, "bob", waits.id()))
                    .isEqualTo("REFUSED EXPIRED");
        }
    }

    @Test
    void a_person_sets_a_worker_aside_and_what_waits_for_it_ends() {
        try (var bench = Bench.with("{\"retry_interval_seconds\":60}")) {
            bench.down("w-1", "a", WorkerState.FAILED);
            bench.audits();
            bench.will(QUARANTINE, subject(WorkerState.FAILED), "alice", Map.of());
            assertThat(Outputs.said(bench.answer())).isEqualTo("DONE MANUAL");
            assertThat(bench.quarantines()).singleElement().satisfies(quarantine -> {
                assertThat(quarantine.reason()).isEqualTo("MANUAL");
                assertThat(quarantine.status()).isEqualTo(Quarantine.Status.QUARANTINED);
            });
            bench.down("w-1", "b", WorkerState.FAILED);
            bench.pass(600_000);
            assertThat(bench.steps())
                    .containsExactly("SCHEDULED FAILED", "CANCELLED QUARANTINED", "REFUSED QUARANTINED");
            assertThat(bench.commands()).isEmpty();
            bench.will(QUARANTINE, subject(WorkerState.FAILED), "bob", Map.of());
            assertThat(Outputs.said(bench.answer())).isEqualTo("REFUSED ALREADY_QUARANTINED");
        }
    }

    @Test
    void a_worker_that_is_set_aside_between_terminate_and_start_is_not_started() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.down("w-1", "a", WorkerState.ZOMBIE);
            var terminate = bench.command();
            bench.will(QUARANTINE, subject(WorkerState.ZOMBIE), "alice", Map.of());
            bench.answer(terminate, SUCCEEDED);
            bench.pass(600_000);
            assertThat(bench.commands()).isEmpty();
            assertThat(bench.steps()).endsWith("COMMANDED ZOMBIE", "CANCELLED QUARANTINED");
        }
    }

    @Test
    void nobody_is_set_aside_of_whom_nothing_is_known() {
        try (var bench = Bench.with(AT_ONCE)) {
            bench.will(QUARANTINE, "w-1");
            assertThat(Outputs.said(bench.answer())).isEqualTo("REFUSED UNKNOWN_WORKER");
            assertThat(bench.quarantines()).isEmpty();
        }
    }

    @Test
    void a_worker_that_is_set_aside_by_hand_and_released_keeps_the_command_that_is_out() {
        try (var bench = Bench.with(AT_ONCE.replace("\"max_retries\":1", "\"max_retries\":3"))) {
            bench.down("w-1", "a", WorkerState.FAILED);
            var first = bench.command();
            bench.will(QUARANTINE, subject(WorkerState.FAILED), "alice", Map.of());
            bench.audits();
            var waits = release(bench, WorkerState.FAILED);
            bench.will(APPROVE, subject(WorkerState.FAILED), "bob", Map.of("id", waits.id()));
            bench.answer(first, FAILED);
            var second = bench.command();
            assertThat(second.commandId()).isNotEqualTo(first.commandId());
            assertThat(bench.restarts())
                    .last()
                    .satisfies(restart -> assertThat(restart.attempt()).isEqualTo(2));
        }
    }
}
