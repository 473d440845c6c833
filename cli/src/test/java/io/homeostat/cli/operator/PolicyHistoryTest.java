package io.homeostat.cli.operator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.view.Records;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyHistoryTest {

    private static final PolicyHistory.Version ONE = version("1", "{'tick_ms':100}");
    private static final PolicyHistory.Version TWO = version("2", "{'tick_ms':200}");
    private static final PolicyHistory.Version TWO_AGAIN = version("3", "{'tick_ms':200}");

    @Test
    void keys() {
        assertThat(PolicyKey.of("plane-policy")).isEqualTo(new PolicyKey("plane-policy", null));
        assertThat(PolicyKey.of("heartbeat-policy/type:gpu/a"))
                .isEqualTo(new PolicyKey("heartbeat-policy", "type:gpu/a"))
                .hasToString("heartbeat-policy/type:gpu/a");
        assertThatThrownBy(() -> PolicyKey.of("plan-policy").known())
                .isInstanceOf(CommandFailure.class)
                .hasMessageStartingWith("'plan-policy' is no policy; there are [");
    }

    @Test
    void the_version_before_is_the_last_one_with_another_content() {
        assertThat(history(ONE, TWO).before()).isEqualTo(ONE);
        assertThat(history(ONE, TWO, TWO_AGAIN).before()).isEqualTo(ONE);
        assertThat(history(ONE, TWO, ONE).before()).isEqualTo(TWO);
        assertThat(history(TWO).before())
                .as("before the first one, the defaults held")
                .isEqualTo(PolicyHistory.Version.BUILT_IN);
        assertThat(history(ONE, PolicyHistory.Version.BUILT_IN).before())
                .as("after a removal")
                .isEqualTo(ONE);
    }

    @Test
    void without_anything_but_defaults_there_is_nothing_to_go_back_to() {
        assertThatThrownBy(() -> history().before()).isInstanceOf(CommandFailure.class);
    }

    @Test
    void a_version_is_found_by_its_name_and_the_defaults_by_theirs() {
        assertThat(history(ONE, TWO).version("1")).isEqualTo(ONE);
        assertThat(history(ONE).version("built-in").policy()).isEmpty();
        assertThat(history(ONE).version("built-in").requested())
                .as("the plane keeps this name for itself")
                .isNull();
        assertThatThrownBy(() -> history(ONE, TWO).version("9"))
                .hasMessage("no version '9' of plane-policy is kept; there are [1, 2] and built-in");
    }

    @Test
    void what_is_in_force_is_shown_with_who_and_why() {
        assertThat(history(ONE).description())
                .containsExactly(
                        "plane-policy: version 1",
                        "  actor: anna",
                        "  approver: ben",
                        "  reason: because",
                        "{",
                        "  \"tick_ms\" : 100",
                        "}");
        assertThat(history().description())
                .containsExactly("plane-policy: built-in defaults, no version was ever put in force");
        assertThat(history().content()).containsExactly("{ }");
    }

    private static PolicyHistory history(PolicyHistory.Version... versions) {
        return new PolicyHistory(PolicyKey.of("plane-policy"), List.of(versions));
    }

    private static PolicyHistory.Version version(String name, String policy) {
        var json = "{'name':'plane-policy','version':'" + name + "','actor':'anna','approver':'ben','reason':'because',"
                + "'policy':" + policy + "}";
        return new PolicyHistory.Version(
                Records.record("policies", 0, "plane-policy", 0, json).value());
    }
}
