package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.EffectivePolicy;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The last good policy is in force, and every request is answered: written, the same, or refused with the reason. */
class PoliciesTest {

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
    void a_good_policy_becomes_effective_with_who_and_why_and_a_version() {
        plane.request("heartbeat-policy", "alice", "{\"startup_grace_seconds\":200}");
        plane.request("heartbeat-policy", "bob", "{\"startup_grace_seconds\":100}");

        var written = plane.policies();
        assertThat(written).extracting(EffectivePolicy::version).containsExactly("1", "2");
        assertThat(written).extracting(EffectivePolicy::actor).containsExactly("alice", "bob");
        assertThat(written.getFirst().provenance().causeId()).isEqualTo("policy-requests/0/0");
        var answers = plane.audits();
        assertThat(answers)
                .extracting(AuditRecord::decision, AuditRecord::reason, AuditRecord::causeId)
                .containsExactly(
                        tuple("ACCEPTED", "COMMANDED", "policy-requests/0/0"),
                        tuple("ACCEPTED", "COMMANDED", "policy-requests/0/1"));
        assertThat(evidence(answers.get(1), "previousVersion")).isEqualTo("1");
    }

    @Test
    void a_wrong_policy_is_refused_with_every_problem_and_the_last_good_one_stays() {
        plane.request("heartbeat-policy", "alice", "{\"startup_grace_seconds\":200}");
        plane.policies();
        plane.audits();

        plane.request(
                "heartbeat-policy", "alice", "{\"heartbeat_intervall_seconds\":5,\"zombie_threshold_seconds\":100}");

        assertThat(plane.policies()).isEmpty();
        var refused = plane.audit();
        assertThat(refused.reason()).isEqualTo("INVALID_POLICY");
        assertThat(evidence(refused, "problems"))
                .isEqualTo(List.of(
                        "heartbeat-policy.zombie_threshold_seconds: 100 must be above heartbeat_timeout_seconds (120),"
                                + " or UNRESPONSIVE never fires",
                        "heartbeat-policy.heartbeat_intervall_seconds: is an unknown key, did you mean"
                                + " 'heartbeat_interval_seconds'?"));
    }

    @Test
    void a_policy_that_is_wrong_only_together_with_an_override_is_refused() {
        plane.request(
                "heartbeat-policy/type:gpu",
                "{\"name\":\"heartbeat-policy\",\"scope\":\"type:gpu\",\"actor\":\"a\",\"reason\":\"r\","
                        + "\"policy\":{\"zombie_threshold_seconds\":150}}");
        plane.audits();

        plane.request("heartbeat-policy", "alice", "{\"heartbeat_timeout_seconds\":200}");

        assertThat(plane.audit().reason()).isEqualTo("INVALID_POLICY");
    }

    @Test
    void the_same_content_is_accepted_but_not_written_again() {
        plane.request("heartbeat-policy", "alice", "{\"startup_grace_seconds\":200,\"min_health_score\":10}");
        plane.policies();
        plane.audits();

        plane.request("heartbeat-policy", "bob", "{\"min_health_score\":10,\"startup_grace_seconds\":200}");

        assertThat(plane.policies()).isEmpty();
        assertThat(plane.said()).containsExactly("POLICY_REQUEST ACCEPTED UNCHANGED");
    }

    @Test
    void a_version_never_names_two_contents() {
        request("v1", 200);
        request("v2", 100);
        request("v1", 100);
        request("v1", 150);
        request("built-in", 150);
        request("v1", 200);

        assertThat(plane.said())
                .containsExactly(
                        "POLICY_REQUEST ACCEPTED COMMANDED",
                        "POLICY_REQUEST ACCEPTED COMMANDED",
                        "POLICY_REQUEST ACCEPTED UNCHANGED",
                        "POLICY_REQUEST REFUSED VERSION_TAKEN",
                        "POLICY_REQUEST REFUSED VERSION_TAKEN",
                        "POLICY_REQUEST ACCEPTED COMMANDED");
        assertThat(plane.policies()).extracting(EffectivePolicy::version).containsExactly("v1", "v2", "v1");
    }

    private void request(String version, int grace) {
        plane.request(
                "heartbeat-policy",
                "{\"name\":\"heartbeat-policy\",\"version\":\"" + version
                        + "\",\"actor\":\"a\",\"reason\":\"r\",\"policy\":{\"startup_grace_seconds\":" + grace + "}}");
    }

    @Test
    void a_seed_counts_as_in_force_and_an_own_record_does_not_come_back_as_one() {
        plane.seed("heartbeat-policy", "sha-1", "{\"startup_grace_seconds\":200}");
        plane.request("heartbeat-policy", "alice", "{\"startup_grace_seconds\":200}");
        assertThat(plane.said()).containsExactly("POLICY_REQUEST ACCEPTED UNCHANGED");

        plane.request("heartbeat-policy", "alice", "{\"startup_grace_seconds\":100}");
        plane.request("heartbeat-policy", "alice", "{\"startup_grace_seconds\":100}");

        assertThat(plane.policies()).extracting(EffectivePolicy::version).containsExactly("2");
        assertThat(plane.said())
                .containsExactly("POLICY_REQUEST ACCEPTED COMMANDED", "POLICY_REQUEST ACCEPTED UNCHANGED");
    }

    @Test
    void a_bad_record_of_somebody_else_is_said_and_the_same_content_can_be_written_over_it() {
        plane.request("heartbeat-policy", "alice", "{\"startup_grace_seconds\":200}");
        plane.policies();
        plane.audits();

        plane.foreignPolicy("heartbeat-policy", "{\"nothing\":1}");
        assertThat(plane.said()).containsExactly("POLICY_REQUEST REFUSED FOREIGN_RECORD");
        plane.request("heartbeat-policy", "alice", "{\"startup_grace_seconds\":200}");

        assertThat(plane.policies()).hasSize(1);
        assertThat(plane.said()).containsExactly("POLICY_REQUEST ACCEPTED COMMANDED");
    }

    @Test
    void a_removed_policy_is_no_longer_in_force() {
        plane.request("plane-policy", "alice", "{\"max_actions_per_minute\":5}");
        plane.foreignPolicy("plane-policy", null);
        plane.audits();

        plane.request("plane-policy", "alice", "{\"max_actions_per_minute\":30}");

        assertThat(plane.said()).containsExactly("POLICY_REQUEST ACCEPTED COMMANDED");
    }

    @Test
    void a_policy_that_would_not_fit_with_what_is_added_to_it_is_refused_not_half_written() {
        var reason = "r".repeat(256);
        var filler = new StringBuilder("{\"worker_types\":{");
        for (int i = 0; i < 3_996; i++) {
            filler.append(i == 0 ? "" : ",").append("\"t").append(i).append("\":{\"max_retries\":3}");
        }
        filler.append("}}");
        plane.request(
                "worker-restart-policy",
                "{\"name\":\"worker-restart-policy\",\"actor\":\"a\",\"reason\":\"" + reason + "\",\"policy\":" + filler
                        + "}");

        assertThat(plane.policies()).isEmpty();
        assertThat(plane.said()).containsExactly("POLICY_REQUEST REFUSED INVALID_POLICY");
    }
}
