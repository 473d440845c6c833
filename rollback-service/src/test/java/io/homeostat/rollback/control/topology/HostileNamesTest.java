package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.AuditRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody calls himself, a policy, a scope or a version: plain, bounded, and no way round a second person. */
@Timeout(120)
class HostileNamesTest {

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
    void a_huge_key_on_policy_requests_is_a_dead_letter_and_no_answer() {
        plane.request("x".repeat(400_000), "{");
        plane.request("heartbeat-policy/type:" + "x".repeat(400), "{");
        plane.request("no-policy", "{");

        assertThat(plane.deadLetters()).hasSize(3);
        assertThat(plane.audits()).isEmpty();
        assertThat(plane.storedPolicyKeys()).isEmpty();
    }

    @Test
    void a_request_that_cannot_be_read_is_answered_under_the_key_of_a_policy_of_at_most_400_characters() {
        var atLimit = "heartbeat-policy/" + "x".repeat(400 - 17);
        plane.request(atLimit, "{");
        plane.request(atLimit + "x", "{");

        assertThat(plane.audits()).extracting(AuditRecord::subject).containsExactly(atLimit);
        assertThat(plane.deadLetters()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "'type:image worker', 'is a scope that no approval could name'",
        "'type:größe', 'is a scope that no approval could name'",
        "'type:~1', 'is a scope that no approval could name'",
        "'colour:red', 'is no scope'"
    })
    void a_scope_that_no_approval_could_name_is_refused(String scope, String why) {
        plane.loosen(scope, "mallory");

        var refused = plane.audit();
        assertThat(refused.reason()).isEqualTo("INVALID_POLICY");
        assertThat(evidence(refused, "reason").toString()).startsWith(why);
    }

    @Test
    void the_longest_scope_can_be_approved() {
        var longest = "type:" + "x".repeat(128 - "worker-restart-policy/type:".length());
        plane.loosen(longest + "x", "mallory");
        assertThat(plane.said()).containsExactly("POLICY_REQUEST REFUSED INVALID_POLICY");

        plane.loosen(longest, "alice");
        var id = String.valueOf(evidence(plane.audit(), "id"));
        plane.command("APPROVE", "worker-restart-policy/" + longest, "bob", "{\"id\":\"" + id + "\"}");

        assertThat(plane.said()).containsExactly("APPROVE ACCEPTED APPROVED");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Alice",
                "ALICE ",
                " alice",
                "al ice",
                "alice\\u200b",
                "\\u00a0alice",
                "\\uff41lice",
                "a\\u0301lice"
            })
    void nobody_approves_his_own_request_under_another_spelling(String spelling) {
        plane.loosen("type:gpu", "alice");
        var id = String.valueOf(evidence(plane.audit(), "id"));

        plane.command("APPROVE", "worker-restart-policy/type:gpu", spelling, "{\"id\":\"" + id + "\"}");

        assertThat(plane.said()).containsExactly("APPROVE REFUSED SAME_PERSON");
    }

    @ParameterizedTest
    @CsvSource({"64, ACCEPTED COMMANDED", "65, REFUSED UNREADABLE"})
    void a_version_has_a_name_of_at_most_64_characters(int length, String said) {
        version("v".repeat(length));

        assertThat(plane.said()).containsExactly("POLICY_REQUEST " + said);
    }

    @ParameterizedTest
    @ValueSource(strings = {"v 1", "v/1", "é", "v\\n"})
    void a_version_is_named_in_plain_characters(String version) {
        version(version);

        assertThat(plane.said()).containsExactly("POLICY_REQUEST REFUSED UNREADABLE");
        assertThat(plane.deadLetters()).hasSize(1);
    }

    private void version(String version) {
        plane.request(
                "heartbeat-policy",
                "{\"name\":\"heartbeat-policy\",\"version\":\"" + version
                        + "\",\"actor\":\"a\",\"reason\":\"r\",\"policy\":{\"startup_grace_seconds\":200}}");
    }
}
