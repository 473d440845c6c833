package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.Topics;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever number, name or catalogue is sent for flags: refused shortly with its reason, or the view is as the catalogue. */
@Timeout(120)
class HostileFlagsTest {

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

    @Test
    void a_default_that_is_written_with_a_point_does_not_change_the_catalogue_at_each_tick() {
        plane.seed("flags", "v1", CATALOGUE);
        plane.pass(5 * ControlPlane.TICK_MS);

        assertThat(plane.flags()).containsExactly("share=10");
        assertThat(plane.said()).containsExactly("FLAG_CATALOGUE APPLIED CATALOGUE_CHANGED");
    }

    @Test
    void a_flag_called_origin_does_not_hide_where_the_command_stands() {
        catalogue("{\"flags\":{\"origin\":{\"kind\":\"boolean\",\"safe_default\":false}}}");

        plane.command("FLAG_SET", "origin", "mallory", "{\"value\":true}");

        assertThat(evidence(plane.audit(), "origin").toString()).startsWith("operator-commands/");
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
        assertThat((List<?>) evidence(refused, "problems")).hasSize(50);
        assertThat(Json.bytes(refused).length).isLessThan(64 * 1024);
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
