package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.Topics;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever is sent to the switch and the policies is answered at once, with little, and leaves nothing behind. */
@Timeout(120)
class HostileInputTest {

    private static final String CATALOGUE =
            "{\"flags\":{\"share\":{\"kind\":\"number\",\"min\":0,\"max\":1000,\"safe_default\":10.0}}}";

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

    private void catalogue(String policy) {
        plane.seed("flags", "v1", policy);
        plane.tick();
        plane.flags();
        plane.audits();
    }

    @ParameterizedTest
    @ValueSource(strings = {"1e100000000", "1e999999999", "-1e999999999", "1e-999999999", "1e-31", "1e19"})
    void a_number_that_nobody_can_write_out_is_refused_with_field_value_and_reason(String number) {
        catalogue(CATALOGUE);

        plane.command("FLAG_SET", "share", "mallory", "{\"value\":" + number + "}");

        var refused = plane.audit();
        assertThat(refused.reason()).isEqualTo("INVALID_VALUE");
        assertThat(evidence(refused, "field")).isEqualTo("arguments.value");
        assertThat(evidence(refused, "value").toString().replace("+", "")).isEqualToIgnoringCase(number);
        assertThat(evidence(refused, "reason")).isEqualTo("is no value of a flag");
        assertThat(plane.deadLetters()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "flags, safe_default, 1e100000000",
        "flags, safe_default, 1e-999999999",
        "flags, min, 1e-2000000",
        "flags, max, 1e-999999999"
    })
    void a_catalogue_with_such_a_number_is_refused(String name, String key, String number) {
        var flag = "{\"kind\":\"number\",\"min\":0,\"max\":1,\"safe_default\":0}".replace("\"" + key + "\":", "\"x\":");
        plane.request(
                name,
                "mallory",
                "{\"flags\":{\"a\":" + flag.substring(0, flag.length() - 1) + ",\"" + key + "\":" + number + "}}}");

        assertThat(plane.audit().reason()).isEqualTo("INVALID_POLICY");
        assertThat(plane.policies()).isEmpty();
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
    void a_default_that_is_written_with_a_point_does_not_change_the_catalogue_at_each_tick() {
        plane.seed("flags", "v1", CATALOGUE);
        plane.pass(5 * ControlPlane.TICK_MS);

        assertThat(plane.flags()).containsExactly("share=10");
        assertThat(plane.said()).containsExactly("FLAG_CATALOGUE APPLIED CATALOGUE_CHANGED");
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
            loosen("type:t" + i, "mallory");
        }

        var said = plane.said();
        assertThat(said.subList(0, 100)).containsOnly("POLICY_REQUEST AWAITING_APPROVAL CAP_LOOSENED");
        assertThat(said.get(100)).isEqualTo("POLICY_REQUEST REFUSED BUSY");
        loosen("type:t1", "mallory");
        assertThat(plane.said())
                .as("a later request for one that waits takes its place")
                .containsExactly(
                        "POLICY_REQUEST WITHDRAWN SUPERSEDED", "POLICY_REQUEST AWAITING_APPROVAL CAP_LOOSENED");
    }

    @Test
    void what_was_rejected_or_expired_leaves_nothing() {
        loosen("type:gpu", "mallory");
        var id = String.valueOf(evidence(plane.audit(), "id"));
        plane.command("REJECT", "worker-restart-policy/type:gpu", "bob", "{\"id\":\"" + id + "\"}");
        loosen("type:cpu", "mallory");
        assertThat(plane.storedPolicyKeys()).containsExactly("worker-restart-policy/type:cpu");

        plane.pass(24 * 3_600_000L);

        assertThat(plane.said()).endsWith("POLICY_REQUEST EXPIRED EXPIRED");
        assertThat(plane.storedPolicyKeys()).isEmpty();
    }

    private void loosen(String scope, String actor) {
        plane.request(
                "worker-restart-policy/" + scope,
                "{\"name\":\"worker-restart-policy\",\"scope\":\"" + scope + "\",\"actor\":\"" + actor
                        + "\",\"reason\":\"r\",\"policy\":{\"max_retries\":9}}");
    }

    @ParameterizedTest
    @CsvSource({
        "'type:image worker', 'is a scope that no approval could name'",
        "'type:größe', 'is a scope that no approval could name'",
        "'type:~1', 'is a scope that no approval could name'",
        "'colour:red', 'is no scope'"
    })
    void a_scope_that_no_approval_could_name_is_refused(String scope, String why) {
        loosen(scope, "mallory");

        var refused = plane.audit();
        assertThat(refused.reason()).isEqualTo("INVALID_POLICY");
        assertThat(evidence(refused, "reason").toString()).startsWith(why);
    }

    @Test
    void the_longest_scope_can_be_approved() {
        var longest = "type:" + "x".repeat(128 - "worker-restart-policy/type:".length());
        loosen(longest + "x", "mallory");
        assertThat(plane.said()).containsExactly("POLICY_REQUEST REFUSED INVALID_POLICY");

        loosen(longest, "alice");
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
        loosen("type:gpu", "alice");
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
    void a_flag_called_origin_does_not_hide_where_the_command_stands() {
        catalogue("{\"flags\":{\"origin\":{\"kind\":\"boolean\",\"safe_default\":false}}}");

        plane.command("FLAG_SET", "origin", "mallory", "{\"value\":true}");

        assertThat(evidence(plane.audit(), "origin").toString()).startsWith("operator-commands/");
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
    void a_batch_of_unknown_flags_is_answered_shortly() {
        catalogue("{\"flags\":{"
                + IntStream.range(0, 1_000)
                        .mapToObj(i -> "\"" + "f".repeat(100) + i + "\":{\"kind\":\"boolean\",\"safe_default\":false}")
                        .collect(Collectors.joining(","))
                + "}}");
        var wanted = IntStream.range(0, 120)
                .mapToObj(i -> "\"" + "g".repeat(100) + i + "\":1")
                .collect(Collectors.joining(","));

        plane.command("FLAG_SET", "flags", "mallory", "{\"values\":{" + wanted + "}}");

        var refused = plane.audit();
        assertThat(refused.reason()).isEqualTo("UNKNOWN_FLAG");
        assertThat((java.util.List<?>) evidence(refused, "problems")).hasSize(50);
        assertThat(Json.bytes(refused).length).isLessThan(64 * 1024);
    }

    @Test
    void a_policy_with_thousands_of_unknown_keys_is_answered_with_the_first_fifty() {
        var keys = IntStream.range(0, 9_000)
                .mapToObj(i -> "\"" + "k".repeat(10) + i + "\":1")
                .collect(Collectors.joining(","));

        plane.request("worker-restart-policy", "mallory", "{" + keys + "}");

        var refused = plane.audit();
        assertThat((java.util.List<?>) evidence(refused, "problems")).hasSize(50);
    }

    @Test
    void a_flag_that_was_reset_stays_so_whatever_happens_to_its_catalogue() {
        catalogue(CATALOGUE);
        plane.command("FLAG_SET", "share", "alice", "{\"value\":77}");
        plane.command("FLAG_RESET", "share", "alice", "");
        plane.foreign(
                Topics.FLAGS,
                "share",
                "{\"name\":\"share\",\"value\":77,\"default\":10,\"kind\":\"number\",\"actor\":\"alice\",\"reason\":\"r\"}");
        plane.flags();

        catalogue(CATALOGUE, "v2", 20, "share=20");
        plane.seed("flags", "v3", "{\"flags\":{}}");
        plane.tick();
        assertThat(plane.flags()).containsExactly("share=-");
        catalogue(CATALOGUE, "v4", 30, "share=30");
        assertThat(plane.said()).doesNotContain("FLAG_CATALOGUE ADOPTED FOUND_IN_VIEW");
    }

    private void catalogue(String policy, String version, int safeDefault, String expected) {
        plane.seed("flags", version, policy.replace("10.0", String.valueOf(safeDefault)));
        plane.tick();
        assertThat(plane.flags()).containsExactly(expected);
    }

    @Test
    void what_the_first_catalogue_does_not_have_is_removed_from_the_view() {
        plane.foreign(
                Topics.FLAGS,
                "old",
                "{\"name\":\"old\",\"value\":true,\"default\":false,\"kind\":\"boolean\",\"actor\":\"a\",\"reason\":\"r\"}");

        plane.seed("flags", "v1", CATALOGUE);
        plane.tick();

        assertThat(plane.flags()).containsExactly("share=10", "old=-");
    }
}
