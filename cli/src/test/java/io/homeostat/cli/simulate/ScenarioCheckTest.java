package io.homeostat.cli.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.cli.CommandFailure;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.Setup.Seed;
import io.homeostat.simulation.line.MalformedInput;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioCheckTest {

    private static final String SILENT = "beats w-1 every 30s from 0s to 0s\n";

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void a_directory_of_scenarios_that_hold_is_told_by_name() throws IOException, MalformedInput {
        var file = write("a.txt", SILENT + "at 60s expect worker-status w-1 WARNING\n");
        write("readme.md", "no scenario");

        assertThat(check(List.of()).allHold(List.of(directory))).isTrue();
        assertThat(out.toString(UTF_8)).isEqualToNormalizingNewlines("ok     " + file + "\n1 scenarios, 0 wrong\n");
    }

    @Test
    void a_claim_that_does_not_hold_is_told_with_what_came_instead() throws IOException, MalformedInput {
        var file = write("a.txt", SILENT + "at 50s expect worker-status w-1 WARNING\nuntil 61s\n");

        assertThat(check(List.of()).allHold(List.of(file))).isFalse();
        assertThat(out.toString(UTF_8))
                .contains("WRONG  " + file)
                .contains(file + ":2: at 50s expect worker-status w-1 WARNING: there is only")
                .contains("60s worker-status w-1 state=WARNING")
                .contains("1 scenarios, 1 wrong");
    }

    @Test
    void the_teams_own_policies_are_in_force() throws IOException, MalformedInput {
        var policy = "{\"name\":\"heartbeat-policy\",\"version\":\"v1\",\"actor\":\"ann\",\"reason\":\"shorter\","
                + "\"policy\":{\"heartbeat_warning_seconds\":45}}";
        var file = write("a.txt", SILENT + "at 45s expect worker-status w-1 WARNING\n");

        assertThat(check(List.of(new Seed(Topics.POLICIES, "heartbeat-policy", policy.getBytes(UTF_8))))
                        .allHold(List.of(file)))
                .isTrue();
        assertThat(check(List.of()).allHold(List.of(file))).isFalse();
    }

    @Test
    void nothing_is_played_if_a_line_says_nothing_known() throws IOException {
        write("a.txt", SILENT);
        var file = write("b.txt", SILENT + "sometimes restarts\n");

        assertThatThrownBy(() -> check(List.of()).allHold(List.of(directory)))
                .isInstanceOf(MalformedInput.class)
                .hasMessage(file + ":2: 'sometimes' is no statement: sometimes restarts");
        assertThat(out.size()).isZero();
    }

    @Test
    void no_scenario_at_all_is_no_success() {
        assertThatThrownBy(() -> check(List.of()).allHold(List.of(directory)))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("there is no scenario");
        assertThatThrownBy(() -> check(List.of()).allHold(List.of(directory.resolve("none.txt"))))
                .isInstanceOf(CommandFailure.class)
                .hasMessageContaining("is no file that can be read");
    }

    private ScenarioCheck check(List<Seed> policies) {
        return new ScenarioCheck(policies, new PrintStream(out, true, UTF_8));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text);
    }
}
