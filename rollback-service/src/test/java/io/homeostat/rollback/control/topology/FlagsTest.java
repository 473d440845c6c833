package io.homeostat.rollback.control.topology;

import static io.homeostat.rollback.control.topology.ControlPlane.evidence;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.topics.Topics;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class FlagsTest {

    private static final String CATALOGUE = "{\"flags\":{"
            + "\"new_pipeline\":{\"kind\":\"boolean\",\"safe_default\":false},"
            + "\"mode\":{\"kind\":\"enum\",\"values\":[\"fast\",\"safe\"],\"safe_default\":\"safe\"},"
            + "\"batch\":{\"kind\":\"integer\",\"min\":1,\"max\":100,\"safe_default\":10},"
            + "\"share\":{\"kind\":\"number\",\"min\":0,\"max\":1,\"safe_default\":0.5}}}";

    @SuppressWarnings("NullAway.Init")
    private ControlPlane plane;

    @BeforeEach
    void start() {
        plane = new ControlPlane();
        plane.seed("flags", "v1", CATALOGUE);
    }

    @AfterEach
    void stop() {
        plane.close();
    }

    private void catalogue() {
        plane.tick();
        plane.flags();
        plane.audits();
    }

    @Test
    void a_new_catalogue_writes_every_flag_once() {
        plane.tick();
        plane.pass(2 * ControlPlane.TICK_MS);

        assertThat(plane.flags()).containsExactly("batch=10", "mode=\"safe\"", "new_pipeline=false", "share=0.5");
        assertThat(plane.said()).containsExactly("FLAG_CATALOGUE APPLIED CATALOGUE_CHANGED");
    }

    @Test
    void a_value_is_set_and_reset() {
        catalogue();

        plane.command("FLAG_SET", "batch", "alice", "{\"value\":50}");
        plane.command("FLAG_SET", "batch", "alice", "{\"value\":50}");
        plane.command("FLAG_RESET", "batch", "alice", "");
        plane.command("FLAG_RESET", "batch", "alice", "");

        assertThat(plane.flags()).containsExactly("batch=50", "batch=10");
        assertThat(plane.said())
                .containsExactly(
                        "FLAG_SET ACCEPTED COMMANDED",
                        "FLAG_SET ACCEPTED UNCHANGED",
                        "FLAG_RESET ACCEPTED COMMANDED",
                        "FLAG_RESET ACCEPTED UNCHANGED");
    }

    @Test
    void a_batch_is_taken_whole() {
        catalogue();

        plane.command(
                "FLAG_SET", "flags", "alice", "{\"values\":{\"new_pipeline\":true,\"share\":1,\"mode\":\"fast\"}}");

        assertThat(plane.flags()).containsExactlyInAnyOrder("new_pipeline=true", "share=1", "mode=\"fast\"");
        assertThat(plane.said()).containsExactly("FLAG_SET ACCEPTED COMMANDED");
    }

    @Test
    void one_wrong_value_refuses_the_whole_batch_and_names_each() {
        catalogue();

        plane.command(
                "FLAG_SET", "flags", "alice", "{\"values\":{\"new_pipeline\":true,\"batch\":0,\"mod\":\"fast\"}}");

        assertThat(plane.flags()).isEmpty();
        var refused = plane.audit();
        assertThat(refused.decision()).isEqualTo("REFUSED");
        assertThat(evidence(refused, "problems"))
                .isEqualTo(List.of(
                        Map.of("field", "arguments.values.batch", "value", "0", "reason", "is not within 1 and 100"),
                        Map.of(
                                "field",
                                "arguments.values.mod",
                                "value",
                                "\"fast\"",
                                "reason",
                                "'mod' is an unknown flag, did you mean 'mode'?")));
    }

    static Stream<Arguments> wrongValues() {
        return Stream.of(
                Arguments.of("new_pipeline", "\"yes\"", "INVALID_VALUE", "is not true or false"),
                Arguments.of("new_pipeline", "1", "INVALID_VALUE", "is not true or false"),
                Arguments.of("new_pipeline", "null", "INVALID_VALUE", "is no value of a flag"),
                Arguments.of("mode", "\"FAST\"", "INVALID_VALUE", "is none of fast, safe"),
                Arguments.of("batch", "0", "INVALID_VALUE", "is not within 1 and 100"),
                Arguments.of("batch", "101", "INVALID_VALUE", "is not within 1 and 100"),
                Arguments.of("batch", "1.5", "INVALID_VALUE", "is no whole number"),
                Arguments.of("batch", "\"5\"", "INVALID_VALUE", "is no whole number"),
                Arguments.of("share", "1.0001", "INVALID_VALUE", "is not within 0 and 1"),
                Arguments.of("share", "[0.5]", "INVALID_VALUE", "is no value of a flag"),
                Arguments.of("nothing_like_it", "1", "UNKNOWN_FLAG", "'nothing_like_it' is an unknown flag"));
    }

    @ParameterizedTest(name = "{0} = {1}")
    @MethodSource("wrongValues")
    void an_unclear_value_is_refused_with_field_value_and_reason(String flag, String value, String kind, String why) {
        catalogue();

        plane.command("FLAG_SET", flag, "alice", "{\"value\":" + value + "}");

        assertThat(plane.flags()).isEmpty();
        var refused = plane.audit();
        assertThat(refused.reason()).isEqualTo(kind);
        assertThat(evidence(refused, "field")).isEqualTo("arguments.value");
        assertThat(evidence(refused, "value")).isEqualTo(value);
        assertThat(evidence(refused, "reason")).isEqualTo(why);
    }

    @ParameterizedTest
    @MethodSource("boundaries")
    void a_value_at_its_bound_is_taken(String flag, String value) {
        catalogue();

        plane.command("FLAG_SET", flag, "alice", "{\"value\":" + value + "}");

        assertThat(plane.flags()).containsExactly(flag + "=" + value);
    }

    static Stream<Arguments> boundaries() {
        return Stream.of(
                Arguments.of("batch", "1"),
                Arguments.of("batch", "100"),
                Arguments.of("share", "0"),
                Arguments.of("share", "0.999"),
                Arguments.of("share", "1"));
    }

    @Test
    void a_command_without_its_argument_is_refused() {
        catalogue();

        plane.command("FLAG_SET", "batch", "alice", "");
        plane.command("FLAG_SET", "batch", "alice", "{\"values\":{\"batch\":1}}");
        plane.command("FLAG_SET", "flags", "alice", "{\"values\":{}}");
        plane.command("FLAG_RESET", "flags", "alice", "");

        assertThat(plane.flags()).isEmpty();
        assertThat(plane.said())
                .containsExactly(
                        "FLAG_SET REFUSED INVALID_ARGUMENT",
                        "FLAG_SET REFUSED INVALID_ARGUMENT",
                        "FLAG_SET REFUSED INVALID_ARGUMENT",
                        "FLAG_RESET REFUSED UNKNOWN_FLAG");
    }

    @Test
    void the_switch_leaves_stored_values_alone() {
        catalogue();
        plane.command("FLAG_SET", "batch", "alice", "{\"value\":50}");
        plane.flags();

        plane.escalate("global", "rbk-1");
        plane.command("FLAG_SET", "mode", "alice", "{\"value\":\"fast\"}");
        plane.pass(60_000);

        assertThat(plane.flags()).as("the overlay is the readers' business").containsExactly("mode=\"fast\"");
    }

    @Test
    void another_catalogue_keeps_what_is_still_valid_and_says_what_it_drops() {
        catalogue();
        plane.command(
                "FLAG_SET", "flags", "alice", "{\"values\":{\"batch\":50,\"mode\":\"fast\",\"new_pipeline\":true}}");
        plane.flags();
        plane.audits();

        plane.seed(
                "flags",
                "v2",
                "{\"flags\":{\"batch\":{\"kind\":\"integer\",\"min\":1,\"max\":60,\"safe_default\":5},"
                        + "\"mode\":{\"kind\":\"enum\",\"values\":[\"slow\",\"safe\"],\"safe_default\":\"slow\"},"
                        + "\"share\":{\"kind\":\"number\",\"min\":0,\"max\":1,\"safe_default\":0.5}}}");
        plane.tick();

        assertThat(plane.flags()).containsExactly("batch=50", "mode=\"slow\"", "share=0.5", "new_pipeline=-");
        assertThat(plane.audits())
                .extracting(a -> a.subject() + ' ' + a.decision() + ' ' + a.reason())
                .containsExactly(
                        "mode DROPPED NO_LONGER_VALID",
                        "new_pipeline DROPPED REMOVED",
                        "flags APPLIED CATALOGUE_CHANGED");
        plane.command("FLAG_RESET", "batch", "alice", "");
        assertThat(plane.flags()).containsExactly("batch=5");
        plane.command("FLAG_SET", "new_pipeline", "alice", "{\"value\":true}");
        assertThat(plane.audits().getLast().reason()).isEqualTo("UNKNOWN_FLAG");
    }

    @Test
    void a_value_that_was_set_before_own_state_began_is_taken_over_from_the_view() {
        plane.foreign(
                Topics.FLAGS,
                "batch",
                "{\"name\":\"batch\",\"value\":77,\"default\":10,\"kind\":\"integer\",\"actor\":\"alice\",\"reason\":\"r\"}");

        plane.tick();

        assertThat(plane.flags()).contains("batch=77").doesNotContain("batch=10");
        assertThat(plane.said()).contains("FLAG_CATALOGUE ADOPTED FOUND_IN_VIEW");
    }
}
