package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Json;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever is sent to the switch and the policies is answered at once, with little, and leaves nothing behind. */
@Timeout(120)
class HostileInputTest {

    @SuppressWarnings("NullAway.Init")
    private ControlPlane plane;

    @BeforeEach
    void start() {
        plane = new ControlPlane();
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    @ParameterizedTest
    @CsvSource({
        "rollback-policy, error_rate_threshold, 1e-31, REFUSED INVALID_POLICY",
        "rollback-policy, error_rate_threshold, 1e-2000000, REFUSED INVALID_POLICY",
        "auto-fix-policy, min_confidence_threshold, 1e-999999999, REFUSED INVALID_POLICY",
        "auto-fix-policy, min_confidence_threshold, 1e-30, AWAITING_APPROVAL CAP_LOOSENED",
        "worker-restart-policy, max_cumulative_cost_factor, 1e999999999, AWAITING_APPROVAL CAP_LOOSENED",
        "worker-restart-policy, min_task_interval_seconds, -1e-999999999, AWAITING_APPROVAL CAP_LOOSENED"
    })
    void a_cap_of_any_size_is_told_in_a_few_characters(String name, String key, String number, String said) {
        plane.request(name, "mallory", "{\"" + key + "\":" + number + "}");

        var answer = plane.audit();
        assertThat(answer.decision() + ' ' + answer.reason()).isEqualTo(said);
        assertThat(Json.text(answer).length()).isLessThan(2_000);
    }

    @Test
    void requests_that_are_refused_leave_no_book_and_have_ids_of_their_own() {
        for (int i = 0; i < 20; i++) {
            plane.request("unknown-" + i, "mallory", "{}");
            plane.request("heartbeat-policy/junk-" + i, "{");
            plane.request("heartbeat-policy", "mallory", "{\"nonsense\":1}");
        }

        assertThat(plane.storedPolicyKeys()).isEmpty();
        assertThat(plane.audits())
                .extracting(AuditRecord::id)
                .doesNotHaveDuplicates()
                .hasSize(60);
    }

    @Test
    void a_book_goes_on_with_numbers_that_never_came_before() {
        plane.request("heartbeat-policy", "alice", "{\"nonsense\":1}");
        plane.request("heartbeat-policy", "alice", "{\"startup_grace_seconds\":200}");
        plane.request("heartbeat-policy", "alice", "{\"nonsense\":1}");

        assertThat(plane.audits())
                .extracting(AuditRecord::id)
                .doesNotHaveDuplicates()
                .hasSize(3);
        assertThat(plane.storedPolicyKeys()).containsExactly("heartbeat-policy");
    }

    @Test
    void a_hundred_policies_wait_for_a_second_person_and_not_one_more() {
        for (int i = 1; i <= 101; i++) {
            plane.loosen("type:t" + i, "mallory");
        }

        var said = plane.said();
        assertThat(said.subList(0, 100)).containsOnly("POLICY_REQUEST AWAITING_APPROVAL CAP_LOOSENED");
        assertThat(said.get(100)).isEqualTo("POLICY_REQUEST REFUSED BUSY");
        plane.loosen("type:t1", "mallory");
        assertThat(plane.said())
                .as("a later request for one that waits takes its place")
                .containsExactly(
                        "POLICY_REQUEST WITHDRAWN SUPERSEDED", "POLICY_REQUEST AWAITING_APPROVAL CAP_LOOSENED");
    }

    @Test
    void what_was_rejected_or_expired_leaves_nothing() {
        plane.loosen("type:gpu", "mallory");
        var id = String.valueOf(evidence(plane.audit(), "id"));
        plane.command("REJECT", "worker-restart-policy/type:gpu", "bob", "{\"id\":\"" + id + "\"}");
        plane.loosen("type:cpu", "mallory");
        assertThat(plane.storedPolicyKeys()).containsExactly("worker-restart-policy/type:cpu");

        plane.pass(24 * 3_600_000L);

        assertThat(plane.said()).endsWith("POLICY_REQUEST EXPIRED EXPIRED");
        assertThat(plane.storedPolicyKeys()).isEmpty();
    }

    @Test
    void versions_that_others_name_are_remembered_within_a_bound() {
        for (int i = 0; i < 1_005; i++) {
            plane.seed("heartbeat-policy", "ü".repeat(240) + i, "{\"startup_grace_seconds\":" + (100 + i) + "}");
        }

        assertThat(plane.largestBook()).isLessThan(1024 * 1024);
    }

    @Test
    void a_foreign_record_under_the_key_of_no_policy_is_a_dead_letter_and_leaves_nothing() {
        plane.foreignPolicy("x".repeat(400_000), "{}");
        plane.foreignPolicy("no-policy", "{}");
        plane.foreignPolicy("no-policy", null);
        plane.tick();

        assertThat(plane.storedPolicyKeys()).isEmpty();
        assertThat(plane.deadLetters())
                .hasSize(2)
                .allSatisfy(letter -> assertThat(Json.bytes(letter).length).isLessThan(100_000));
        assertThat(plane.failures()).as("readers say it too").isNotEmpty();
    }

    @Test
    void operators_switch_a_thousand_scopes_and_then_those_and_global() {
        for (int i = 1; i <= 1_000; i++) {
            plane.command("KILL_SWITCH_ON", "s-" + i, "mallory", "");
        }
        plane.said();

        plane.command("KILL_SWITCH_ON", "s-1001", "mallory", "");
        plane.command("KILL_SWITCH_ON", "s-1000", "alice", "");
        plane.command("KILL_SWITCH_ON", "global", "alice", "");
        plane.escalate("images", "rbk-1");

        assertThat(plane.said())
                .containsExactly(
                        "KILL_SWITCH_ON REFUSED BUSY",
                        "KILL_SWITCH_ON ACCEPTED ALREADY_ON",
                        "KILL_SWITCH SWITCHED_ON COMMANDED",
                        "KILL_SWITCH_ON ACCEPTED COMMANDED",
                        "KILL_SWITCH SWITCHED_ON ESCALATED");
    }

    @Test
    void a_policy_with_thousands_of_unknown_keys_is_answered_with_the_first_fifty() {
        var keys = IntStream.range(0, 9_000)
                .mapToObj(i -> "\"" + "k".repeat(10) + i + "\":1")
                .collect(Collectors.joining(","));

        plane.request("worker-restart-policy", "mallory", "{" + keys + "}");

        var refused = plane.audit();
        assertThat((List<?>) evidence(refused, "problems")).hasSize(50);
    }
}
