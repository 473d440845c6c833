package io.homeostat.cli.diff;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.cli.CommandLines;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code diff} says of differences: where the runs parted, on what grounds, and what only follows from that. */
class ExplanationTest {

    @TempDir
    private Path directory;

    @Test
    void the_decision_from_which_others_follow_comes_first_with_the_evidence_that_differs() throws Exception {
        var real = List.of(
                line("audit", "web", "aud-1", "02", "ROLLBACK", "chk-1", "Rolled back.", "{}"),
                line(
                        "rollbacks",
                        "web",
                        "chk-1",
                        "01",
                        "ROLLBACK",
                        "health-checks/2/7",
                        "Rolled back.",
                        rate("0.5", 49)));
        var simulated = List.of(
                line("rollbacks", "web", "chk-1", "01", "HEALTHY", "health-checks/2/7", "All well.", rate("0.1", 49)));

        assertThat(diff(real, simulated))
                .containsExactly(
                        "rollbacks web: decided otherwise: really CHECK ROLLBACK at 2026-11-25T08:00:01.000Z, in the"
                                + " simulation CHECK HEALTHY at 2026-11-25T08:00:01.000Z, chk-1",
                        "  really because of health-checks/2/7: Rolled back.",
                        "  simulated because of health-checks/2/7: All well.",
                        "  evidence: errorRate \"0.5\", simulated \"0.1\"",
                        "audit web: missing in the simulation: CHECK ROLLBACK of 2026-11-25T08:00:02.000Z, aud-1",
                        "  really because of chk-1, which differs too: Rolled back.");
    }

    @Test
    void what_one_run_alone_has_as_evidence_is_named() throws Exception {
        var real = List.of(line("rollbacks", "web", "chk-1", "01", "ROLLBACK", "c", "m", "{\"checks\":3}"));
        var simulated = List.of(line("rollbacks", "web", "chk-1", "01", "HEALTHY", "c", "m", "{\"gap\":[1,2]}"));

        assertThat(diff(real, simulated)).contains("  evidence: checks 3, simulated -; gap -, simulated [1,2]");
    }

    @Test
    void the_same_decision_at_another_time_is_explained_once_where_both_say_the_same() throws Exception {
        var real = List.of(line("rollbacks", "web", "chk-1", "01", "HEALTHY", "c", "All well.", "{}"));
        var simulated = List.of(line("rollbacks", "web", "chk-1", "09", "HEALTHY", "c", "All well.", "{}"));

        assertThat(diff(real, simulated)).hasSize(2).last().isEqualTo("  both because of c: All well.");
    }

    @Test
    void what_workers_say_does_not_steer_the_terminal() throws Exception {
        var real = List.of(
                line("dead-letters", "w\\u001b[2J", "dlt-1", "01", "REFUSED", "c\\u0007", "a\\u001b[31m", "{}"));

        assertThat(diff(real, List.of())).noneMatch(line -> line.chars().anyMatch(Character::isISOControl));
    }

    private List<String> diff(List<String> real, List<String> simulated) throws IOException {
        var said = CommandLines.run("diff", file("real", real), file("simulated", simulated));
        assertThat(said).startsWith("3: ").endsWith(" differences\n");
        var lines = said.substring(3).lines().toList();
        return lines.subList(0, lines.size() - 3); // behind them is the summary
    }

    private String file(String name, List<String> lines) throws IOException {
        return Files.write(directory.resolve(name), lines).toString();
    }

    private static String rate(String rate, int operations) {
        return "{\"errorRate\":\"" + rate + "\",\"operations\":" + operations + '}';
    }

    private static String line(
            String topic,
            String key,
            String id,
            String second,
            String decision,
            String causeId,
            String message,
            String evidence) {
        return "{\"time\":\"2026-11-25T08:00:00.000Z\",\"topic\":\"" + topic + "\",\"key\":\"" + key
                + "\",\"value\":{\"decision\":\"" + decision + "\",\"causeId\":\"" + causeId + "\",\"message\":\""
                + message
                + "\",\"evidence\":" + evidence + "},\"headers\":{\"ce_id\":\"" + id + "\",\"ce_type\":\"io.homeostat."
                + topic + ".CHECK\",\"ce_time\":\"2026-11-25T08:00:" + second + ".000Z\"}}";
    }
}
