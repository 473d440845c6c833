package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A policy that loosens a cap waits for a second person, for a day; one that tightens it does not wait. */
class LoosenedCapTest {

    private static final long DAY_MS = 24 * 3_600_000L;

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

    @Test
    void a_loosened_cap_waits_for_a_second_person() {
        plane.seed("plane-policy", "v1", "{\"tick_ms\":5000,\"blind_after_ms\":20000,\"max_actions_per_minute\":5}");

        plane.request(
                "plane-policy", "alice", "{\"tick_ms\":5000,\"blind_after_ms\":20000,\"max_actions_per_minute\":6}");

        assertThat(plane.policies()).isEmpty();
        var waits = plane.audit();
        assertThat(waits.decision()).isEqualTo("AWAITING_APPROVAL");
        assertThat(waits.reason()).isEqualTo("CAP_LOOSENED");
        assertThat(waits.id()).startsWith("pol-");
        assertThat(evidence(waits, "loosened"))
                .isEqualTo(List.of(Map.of("path", "plane-policy.max_actions_per_minute", "from", "5", "to", "6")));

        plane.command("APPROVE", "plane-policy", "ALICE", "{\"id\":\"" + waits.id() + "\"}");
        assertThat(plane.audit().reason()).isEqualTo("SAME_PERSON");
        plane.command("APPROVE", "plane-policy", "bob", "{\"id\":\"" + waits.id() + "\"}");

        assertThat(plane.policies()).singleElement().satisfies(policy -> {
            assertThat(policy.actor()).isEqualTo("alice");
            assertThat(policy.approver()).isEqualTo("bob");
        });
        assertThat(plane.said()).containsExactly("APPROVE ACCEPTED APPROVED");
    }

    @Test
    void a_key_that_is_left_out_loosens_as_much_as_its_built_in_default() {
        plane.seed("plane-policy", "v1", "{\"max_actions_per_minute\":5}");

        plane.request("plane-policy", "alice", "{\"max_actions_per_hour\":100}");

        assertThat(evidence(plane.audit(), "loosened").toString())
                .contains("from=5, to=30")
                .doesNotContain("hour");
    }

    @Test
    void a_tightened_cap_is_effective_at_once() {
        plane.request("plane-policy", "alice", "{\"max_actions_per_minute\":29}");

        assertThat(plane.policies()).hasSize(1);
    }

    @Test
    void what_waits_is_validated_again_when_it_is_approved() {
        plane.request(
                "worker-restart-policy/type:gpu",
                "{\"name\":\"worker-restart-policy\",\"scope\":\"type:gpu\",\"actor\":\"alice\",\"reason\":\"r\","
                        + "\"policy\":{\"max_retries\":9,\"max_interval_seconds\":100}}");
        var id = plane.audit().id();
        plane.request("worker-restart-policy", "carol", "{\"retry_interval_seconds\":200}");
        plane.policies();
        plane.audits();

        plane.command("APPROVE", "worker-restart-policy/type:gpu", "bob", "{\"id\":\"" + id + "\"}");

        assertThat(plane.policies()).isEmpty();
        assertThat(plane.said()).containsExactly("APPROVE REFUSED INVALID_POLICY");
    }

    @Test
    void a_later_request_takes_the_place_of_the_one_that_waits() {
        plane.request("plane-policy", "alice", "{\"max_actions_per_minute\":100}");
        var id = plane.audit().id();

        plane.request("plane-policy", "carol", "{\"max_actions_per_minute\":20}");
        assertThat(plane.said())
                .containsExactly("POLICY_REQUEST WITHDRAWN SUPERSEDED", "POLICY_REQUEST ACCEPTED COMMANDED");
        plane.command("APPROVE", "plane-policy", "bob", "{\"id\":\"" + id + "\"}");

        assertThat(plane.said()).containsExactly("APPROVE REFUSED NOT_WAITING");
    }

    @Test
    void what_nobody_approves_within_a_day_expires() {
        plane.request(
                "plane-policy", "alice", "{\"tick_ms\":5000,\"blind_after_ms\":20000,\"max_actions_per_minute\":100}");
        var id = plane.audit().id();
        plane.pass(DAY_MS - ControlPlane.TICK_MS);
        assertThat(plane.said()).isEmpty();

        plane.pass(ControlPlane.TICK_MS);

        var expired = plane.audit();
        assertThat(expired.decision()).isEqualTo("EXPIRED");
        assertThat(expired.causeId()).isEqualTo(id);
    }

    @Test
    void a_rejected_policy_waits_no_longer() {
        plane.request("plane-policy", "alice", "{\"max_actions_per_minute\":100}");
        var id = plane.audit().id();

        plane.command("REJECT", "plane-policy", "bob", "{\"id\":\"" + id + "\"}");
        plane.command("APPROVE", "plane-policy", "carol", "{\"id\":\"" + id + "\"}");

        assertThat(plane.said()).containsExactly("REJECT ACCEPTED REJECTED", "APPROVE REFUSED NOT_WAITING");
        assertThat(plane.policies()).isEmpty();
    }

    @Test
    void the_policies_of_the_kill_switch_need_a_second_person_to_get_weaker() {
        plane.request("rollback-policy", "alice", "{\"kill_switch\":{\"require_second_person\":false}}");

        assertThat(evidence(plane.audit(), "loosened").toString())
                .contains("rollback-policy.kill_switch.require_second_person");
    }
}
