package io.homeostat.autofix.topology;

import static io.homeostat.autofix.topology.Bench.MINUTE_MS;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Restart.Reason;
import io.homeostat.common.contract.Restart.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fixes that are restarts. */
class RestartFixTest {

    private static final String UNRESPONSIVE = "resource:unresponsive";

    @Test
    void a_restart_is_asked_for_and_the_fix_applied_when_it_succeeded() {
        try (var bench = asked()) {
            var request = bench.restartRequests().getFirst();
            assertThat(request.requestedBy()).isEqualTo("autofix-service");
            assertThat(request.requestId()).startsWith("rrq-");
            assertThat(request.validUntil()).isEqualTo(bench.now().plusSeconds(300));
            bench.restarted("w-1", "somebody-else", Status.SUCCEEDED, Reason.REQUESTED, 1);
            assertThat(bench.steps()).containsExactly("PROPOSED MATCHED", "COMMANDED MATCHED");
            bench.restarted(request, Status.SUCCEEDED, Reason.REQUESTED);
            assertThat(bench.steps()).containsExactly("APPLIED MATCHED");
            bench.pass(5 * MINUTE_MS);
            assertThat(bench.steps()).containsExactly("VERIFIED MATCHED");
            assertThat(bench.commands()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "REFUSED, DISABLED",
        "REFUSED, NOT_RESTARTABLE",
        "ABANDONED, MAX_RETRIES_EXCEEDED",
        "CANCELLED, STALE",
        "EXPIRED, REQUESTED",
        "DRY_RUN, REQUESTED"
    })
    void a_restart_that_did_not_happen_is_a_failed_fix(Status status, Reason reason) {
        try (var bench = asked()) {
            bench.restarted(bench.restartRequests().getFirst(), status, reason);
            var last = bench.fixes().getLast();
            assertThat(Outputs.step(last)).isEqualTo("FAILED MATCHED");
            assertThat(last.provenance().message()).contains("w-1", status.name(), reason.name());
        }
    }

    @Test
    void a_restart_that_is_under_way_is_joined() {
        try (var bench = asked()) {
            bench.restarted("w-1", "other", Status.REFUSED, Reason.ALREADY_PENDING, 0);
            bench.restarted(bench.restartRequests().getFirst(), Status.REFUSED, Reason.ALREADY_PENDING);
            bench.restarted("w-1", "another", Status.REFUSED, Reason.ALREADY_PENDING, 0);
            assertThat(bench.steps()).endsWith("COMMANDED MATCHED");
            bench.restarted("w-1", null, Status.SUCCEEDED, Reason.ZOMBIE, 1);
            assertThat(bench.steps()).containsExactly("APPLIED MATCHED");
        }
    }

    @Test
    void all_workers_of_the_pattern_must_be_restarted() {
        try (var bench = Bench.with("{}")) {
            bench.tell(bench.pattern("p-1", UNRESPONSIVE, 9, "w-1", "w-2"));
            var requests = bench.restartRequests();
            assertThat(requests).hasSize(2);
            bench.restarted(requests.getFirst(), Status.ABANDONED, Reason.ZOMBIE);
            assertThat(bench.steps()).endsWith("COMMANDED MATCHED");
            bench.restarted(requests.getLast(), Status.SUCCEEDED, Reason.REQUESTED);
            assertThat(bench.steps()).containsExactly("FAILED MATCHED");
        }
    }

    @Test
    void an_end_that_nobody_tells_is_unknown_after_an_hour() {
        try (var bench = asked()) {
            bench.pass(60 * MINUTE_MS - 1);
            assertThat(bench.steps()).endsWith("COMMANDED MATCHED");
            bench.pass(1);
            assertThat(bench.steps()).containsExactly("UNKNOWN MATCHED");
        }
    }

    @Test
    void an_ineffective_restart_has_nothing_to_take_back() {
        try (var bench = asked()) {
            bench.restartsSucceed();
            bench.pass(1_000);
            bench.fails("w-1", FailureKind.ZOMBIE);
            assertThat(bench.steps()).endsWith("INEFFECTIVE MATCHED");
            assertThat(bench.commands()).isEmpty();
        }
    }

    private static Bench asked() {
        var bench = Bench.with("{}");
        bench.tell(bench.pattern("p-1", UNRESPONSIVE, 9, "w-1"));
        return bench;
    }
}
