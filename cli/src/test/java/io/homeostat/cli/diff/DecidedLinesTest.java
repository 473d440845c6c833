package io.homeostat.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.cli.CommandLines;
import io.homeostat.simulation.line.MalformedInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DecidedLinesTest {

    private static final String HEAD =
            "{\"recording\":{\"format\":1,\"what\":\"decisions\",\"to\":\"2026-11-25T09:00:00.000Z\"}}\n";
    private static final String CHECK = line(
            "rollbacks",
            "web",
            "CHECK",
            "chk-1",
            "{\"decision\":\"ROLLBACK\"," + "\"reason\":\"ERROR_RATE_PERSISTS\"}");

    @TempDir
    private Path directory;

    @Test
    void a_decision_is_what_its_headers_and_its_value_say() throws Exception {
        var lines = read(CHECK);

        assertThat(lines.cut()).isNull();
        assertThat(lines.decided())
                .containsExactly(new Decided(
                        "rollbacks",
                        "web",
                        "CHECK ROLLBACK",
                        "ERROR_RATE_PERSISTS",
                        "chk-1",
                        Instant.parse("2026-11-25T08:00:00.500Z")));
    }

    @Test
    void a_tombstone_has_only_headers() throws Exception {
        assertThat(read(line("holds", "all", "REMOVED", "hlx-1", "null")).decided())
                .singleElement()
                .satisfies(decided -> assertThat(decided.words()).isEqualTo("REMOVED"));
    }

    @Test
    void a_status_that_is_the_decision_is_said_once() throws Exception {
        var line = line("restarts", "w", "SCHEDULED", "rsr-1", "{\"decision\":\"SCHEDULED\",\"reason\":\"ZOMBIE\"}");

        assertThat(read(line).decided().getFirst().words()).isEqualTo("SCHEDULED (ZOMBIE)");
    }

    @Test
    void the_head_of_a_recording_says_where_it_ends_and_other_topics_are_passed_over() throws Exception {
        var lines = read(HEAD + "\n" + line("heartbeats", "w", "x", "y", "{}") + CHECK);

        assertThat(lines.cut()).isEqualTo(Instant.parse("2026-11-25T09:00:00Z"));
        assertThat(lines.decided()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "[]",
                "{\"topic\":\"rollbacks\",\"key\":\"web\",\"value\":{}}",
                "{\"recording\":{\"to\":\"soon\"}}"
            })
    void what_is_no_line_is_named_by_its_number(String line) {
        assertThatThrownBy(() -> read(CHECK + line))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("line 2");
    }

    @Test
    void the_command_ends_with_0_3_or_2() throws IOException {
        var real = file("real", HEAD + CHECK);

        assertThat(CommandLines.run("diff", real, file("same", CHECK)))
                .isEqualTo("0: 1 decisions are the same,"
                        + " ids included; the times of 0 differ by up to 0 ms\n0 at the end of the recording are not judged: one"
                        + " run was cut before it could decide them\nequal\n");
        assertThat(CommandLines.run("diff", real, file("other", CHECK.replace("PERSISTS", "RAISED"))))
                .startsWith("3: rollbacks web: decided otherwise: really CHECK ROLLBACK (ERROR_RATE_PERSISTS)");
        assertThat(CommandLines.run("diff", real, file("broken", "{")))
                .startsWith("2: ")
                .contains("is no JSON");
        assertThat(CommandLines.run("diff", real, directory.resolve("absent").toString()))
                .startsWith("1: ")
                .contains("is no file that can be read");
        assertThat(CommandLines.run("diff", "--topics", "heartbeat", real, real))
                .startsWith("2: ");
        assertThat(CommandLines.run("diff", "--topics", "restarts", real, file("none", "")))
                .startsWith("0: 0 decisions");
    }

    private DecidedLines read(String text) throws IOException, MalformedInput {
        return DecidedLines.read(Path.of(file("lines", text)), Set.of("rollbacks", "holds", "restarts"));
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(directory.resolve(name), text).toString();
    }

    private static String line(String topic, String key, String type, String id, String value) {
        return "{\"time\":\"2026-11-25T08:00:01.000Z\",\"topic\":\"" + topic + "\",\"key\":\"" + key + "\",\"value\":"
                + value + ",\"headers\":{\"ce_id\":\"" + id + "\",\"ce_type\":\"io.homeostat." + topic + '.' + type
                + "\",\"ce_time\":\"2026-11-25T08:00:00.500Z\"}}\n";
    }
}
