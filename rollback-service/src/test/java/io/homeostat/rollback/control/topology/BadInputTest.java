package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.DeadLetter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever comes: one dead letter for what cannot be read, and one answer for whoever can be answered. */
class BadInputTest {

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
    @ValueSource(
            strings = {
                "",
                "no json",
                "[]",
                "{}",
                "{\"type\":\"KILL_SWITCH_ON\",\"subject\":\"images\"}",
                "{\"commandId\":\"c\",\"type\":\"KILL_SWITCH_ON\"}",
                "{\"commandId\":\"c\",\"subject\":\"no worker id\",\"type\":\"KILL_SWITCH_ON\"}",
            })
    void a_command_that_nobody_can_be_answered_for_is_a_dead_letter_only(String value) {
        plane.commandBytes(null, value);

        assertThat(plane.deadLetters()).hasSize(1);
        assertThat(plane.said()).isEmpty();
        assertThat(plane.switches()).isEmpty();
    }

    @Test
    void a_null_value_is_a_dead_letter() {
        plane.commandBytes("images", null);

        assertThat(plane.deadLetters()).extracting(DeadLetter::error).containsExactly("field 'value': is null");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"commandId\":\"c\",\"subject\":\"images\",\"type\":\"KILL_SWITCH_OF\",\"actor\":\"a\",\"reason\":\"r\"}`,type,KILL_SWITCH_OF",
                "`{\"commandId\":\"c\",\"subject\":\"images\",\"type\":\"KILL_SWITCH_ON\",\"reason\":\"r\"}`,actor,KILL_SWITCH_ON",
                "`{\"commandId\":\"c\",\"subject\":\"images\",\"type\":7,\"actor\":\"a\",\"reason\":\"r\"}`,type,UNKNOWN",
            })
    void a_command_that_says_who_asks_is_answered_too(String value, String field, String action) {
        plane.commandBytes("images", value);

        assertThat(plane.deadLetters()).hasSize(1);
        var refused = plane.audit();
        assertThat(refused.decision()).isEqualTo("REFUSED");
        assertThat(refused.reason()).isEqualTo("UNREADABLE");
        assertThat(refused.action()).isEqualTo(action);
        assertThat(refused.causeId()).isEqualTo("c");
        assertThat(refused.subject()).isEqualTo("images");
        assertThat(evidence(refused, "field")).isEqualTo(field);
    }

    @Test
    void a_mended_command_may_have_the_same_id() {
        plane.commandBytes(
                "images", "{\"commandId\":\"c\",\"subject\":\"images\",\"type\":\"KILL_SWITCH_ON\",\"actor\":\"a\"}");
        plane.command("c", "KILL_SWITCH_ON", "images", "alice", "");

        assertThat(plane.switches()).hasSize(1);
        assertThat(plane.audits()).extracting(AuditRecord::id).doesNotHaveDuplicates();
    }

    @Test
    void an_operator_cannot_forge_an_escalation() {
        plane.commandBytes(
                "images",
                "{\"commandId\":\"c\",\"subject\":\"images\",\"type\":\"KILL_SWITCH_RESET\",\"actor\":\"a\",\"reason\":\"r\","
                        + "\"kind\":\"ESCALATION\",\"scope\":\"images\",\"causeId\":\"x\"}");

        assertThat(plane.switches()).isEmpty();
        assertThat(plane.said()).containsExactly("KILL_SWITCH_RESET REFUSED NOT_ON");
    }

    @ParameterizedTest
    @ValueSource(strings = {"PAUSE", "RESTART", "ROLLBACK", "STOP_MONITORING", "INCIDENT_ACK"})
    void what_another_owner_answers_is_passed_over(String type) {
        plane.command(type, "images", "alice", "");
        plane.command("APPROVE", "images", "alice", "{\"id\":\"fix-1\"}");
        plane.command("APPROVE", "images", "alice", "{\"id\":\"rel-1\"}");

        assertThat(plane.said()).isEmpty();
        assertThat(plane.deadLetters()).isEmpty();
    }

    @Test
    void an_approval_of_what_nobody_makes_is_refused() {
        plane.command("APPROVE", "images", "alice", "{\"id\":\"xyz-1\"}");
        plane.command("APPROVE", "images", "alice", "");
        plane.command("REJECT", "images", "alice", "{\"id\":7}");
        plane.command("APPROVE", "plane-policy", "alice", "{\"id\":\"pol-1\"}");

        assertThat(plane.said())
                .containsExactlyInAnyOrder(
                        "APPROVE REFUSED NOT_WAITING",
                        "APPROVE REFUSED INVALID_ARGUMENT",
                        "REJECT REFUSED INVALID_ARGUMENT",
                        "APPROVE REFUSED NOT_WAITING");
    }

    @Test
    void a_repeated_approval_of_a_policy_is_refused() {
        plane.command("c-x", "APPROVE", "plane-policy", "alice", "{\"id\":\"pol-1\"}");
        plane.command("c-x", "APPROVE", "plane-policy", "alice", "{\"id\":\"pol-1\"}");

        assertThat(plane.said()).containsExactly("APPROVE REFUSED NOT_WAITING", "APPROVE REFUSED REPEATED");
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "`{\"name\":\"plane-policy\",\"reason\":\"r\",\"policy\":{}}`,actor",
                "`{\"name\":\"plane-policy\",\"actor\":\"a\",\"policy\":{}}`,reason",
                "`{\"name\":\"plane-policy\",\"actor\":\"a\",\"reason\":\"r\"}`,policy",
                "`{\"name\":\"plane-policy\",\"actor\":\"a\",\"reason\":\"r\",\"policy\":[]}`,policy",
                "`{\"name\":\"plane-policy\",\"scope\":\"type:x\",\"actor\":\"a\",\"reason\":\"r\",\"policy\":{}}`,key",
                "`no json`,value",
            })
    void a_request_that_cannot_be_read_is_a_dead_letter_and_answered_where_its_policy_is_named(
            String value, String field) {
        plane.request("plane-policy", value);

        assertThat(plane.deadLetters()).hasSize(1);
        var refused = plane.audit();
        assertThat(refused.reason()).isEqualTo("UNREADABLE");
        assertThat(refused.subject()).startsWith("plane-policy");
        assertThat(evidence(refused, "field")).isEqualTo(field);
        assertThat(plane.policies()).isEmpty();
    }

    @Test
    void a_request_for_an_unknown_policy_is_refused_with_a_suggestion() {
        plane.request("plane-polcy", "alice", "{}");

        assertThat(evidence(plane.audit(), "reason")).isEqualTo("is an unknown policy, did you mean 'plane-policy'?");
    }
}
