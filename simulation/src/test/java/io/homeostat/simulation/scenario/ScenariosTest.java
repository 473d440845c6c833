package io.homeostat.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.homeostat.simulation.line.MalformedInput;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each file below {@code system-tests/scenarios} holds one guarantee, in a language that an operator reads. */
class ScenariosTest {

    private static final Path DIRECTORY = Path.of("..", "system-tests", "scenarios");

    /** Planes in virtual time do not know of each other, so they are played side by side. */
    @TestFactory
    Stream<DynamicTest> every_scenario_holds() throws IOException {
        try (var files = Files.walk(DIRECTORY)) {
            return files.filter(file -> file.toString().endsWith(".txt")).sorted().toList().parallelStream()
                    .map(ScenariosTest::played)
                    .toList()
                    .stream();
        }
    }

    private static DynamicTest played(Path file) {
        var name = DIRECTORY.relativize(file).toString();
        try {
            var wrong = wrong(name, Files.readAllLines(file));
            return dynamicTest(name, () -> assertThat(wrong).isEmpty());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void the_document_names_every_scenario_and_its_guarantee() throws IOException {
        var document = Files.readString(Path.of("..", "docs", "scenarios.md"));
        var rows = Pattern.compile("(?m)^\\| \\[[^]]+]\\(\\.\\./system-tests/scenarios/(\\S+)\\) \\| (.+) \\|$")
                .matcher(document)
                .results()
                .map(row -> row.group(1) + ": # " + row.group(2))
                .toList();

        try (var files = Files.walk(DIRECTORY)) {
            var guarantees = files.filter(file -> file.toString().endsWith(".txt"))
                    .map(file -> DIRECTORY.relativize(file) + ": " + firstLine(file))
                    .toList();
            assertThat(rows).containsExactlyInAnyOrderElementsOf(guarantees);
        }
    }

    @Test
    void a_wrong_claim_is_named_by_its_line() {
        var script = List.of("beats w-1 every 30s from 0s to 60s", "# nobody crashed", "at 31s expect restarts w-1");

        assertThat(wrong("x.txt", script))
                .singleElement()
                .asString()
                .startsWith("x.txt:3: at 31s expect restarts w-1: there is no record of it at all");
    }

    @Test
    void a_claim_that_forbids_what_happened_is_wrong() {
        var script = List.of("beats w-1 every 30s from 0s to 60s", "never worker-status w-1 ALIVE");

        assertThat(wrong("x.txt", script)).singleElement().asString().contains("x.txt:2:", "state=ALIVE");
    }

    @Test
    void a_number_of_records_is_exact() {
        var script = List.of("beats w-1 every 30s from 0s to 60s", "exactly 2 worker-status w-1 ALIVE");

        assertThat(wrong("x.txt", script)).singleElement().asString().contains("there are 1;");
    }

    @Test
    void a_rest_in_which_something_is_decided_is_none() {
        var script = List.of(
                "beats w-1 every 30s from 0s to 60s",
                "at 30m failures w-1 {\"workerId\":\"w-1\",\"kind\":\"CRASH\"}",
                "rest w-1 from 90s");

        assertThat(wrong("x.txt", script)).isNotEmpty().first().asString().startsWith("x.txt:3: rest w-1");
    }

    @Test
    void whoever_decides_something_in_the_hour_behind_its_end_is_not_at_rest() {
        var script = List.of(
                "beats w-1 every 30s from 0s to 60s",
                "at 1m operator-commands all {\"commandId\":\"c\",\"type\":\"PAUSE\",\"subject\":\"all\",\"actor\":\"a\","
                        + "\"reason\":\"r\",\"arguments\":{\"until\":\"2026-11-25T08:30:00Z\"}}");

        assertThat(wrong("x.txt", script))
                .isNotEmpty()
                .first()
                .asString()
                .contains("x.txt:2: an hour of rest: there is");
        assertThat(wrong("x.txt", add(script, "restless the pause ends"))).isEmpty();
    }

    @Test
    void a_claim_without_times_is_of_the_time_up_to_the_end() {
        var script =
                List.of("beats w-1 every 30s from 0s to 60s", "until 4m", "never worker-status w-1 NEW_INCARNATION");

        assertThat(wrong("x.txt", script)).isEmpty();
        assertThat(wrong("x.txt", add(script, "from 241s expect worker-status w-1 NEW_INCARNATION")))
                .isNotEmpty();
    }

    private static List<String> add(List<String> script, String line) {
        return Stream.concat(script.stream(), Stream.of(line)).toList();
    }

    @Test
    void nothing_happens_while_the_plane_is_blind() {
        var script = List.of(
                "beats w-1 every 30s from 0s to 0s",
                "blind from 30s to 90s",
                "by 90s never worker-status w-1 WARNING",
                "from 90s expect worker-status w-1 WARNING",
                "until 4m");

        assertThat(wrong("x.txt", script)).isEmpty();
    }

    @Test
    void an_approval_of_what_does_not_wait_is_wrong() {
        var script = List.of("beats w-1 every 30s from 0s to 60s", "at 31s approve images by bob");

        assertThat(wrong("x.txt", script))
                .containsExactly("x.txt:2: at 31s approve images by bob: nothing of images waits for approval");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            at noon restarts w-1 {}              | x:2: 'noon' is no time like 35s or 1m30s: at noon restarts w-1 {}
            at 35s nothing w-1 {}                | x:2: 'nothing' is no topic
            at 35s expect restarts               | x:2: a key is missing
            restless                             | x:2: why is missing
            soon expect restarts w-1             | x:2: 'soon' is no statement
            exactly some restarts w-1            | x:2: 'some' is no number
            by 35s perhaps restarts w-1          | x:2: 'perhaps' is no claim
            beats w-1 every 0s from 0s to 9s     | x:2: beats at no distance
            beats w-1 from 0s to 9s              | x:2: 'every' is missing before 'from'
            beats w-1 every 1s from 0s to 9s ok  | x:2: nothing is known of 'ok'
            policy plane-policy                  | x:2: no JSON object
            policy plane-policy {"mode":         | x:2: no JSON object
            at 3s approve images                 | x:2: 'by' is missing before 'the end'
            agent smith                          | x:2: 'smith' is none of succeed, fail, none, recorded
            rest w-1                             | x:2: 'from' is missing
            """)
    void a_line_that_says_nothing_known_is_broken(String line, String message) {
        assertThatThrownBy(() -> Scenario.parse("x", List.of("", line), List.of()))
                .isInstanceOf(MalformedInput.class)
                .hasMessageStartingWith(message);
    }

    @ParameterizedTest
    @CsvSource({"0s,0", "35s,35000", "1.5s,1500", "500ms,500", "1m30s,90000", "2h,7200000", "1d,86400000"})
    void times_are_read(String text, long ms) {
        assertThat(ScenarioTime.duration(text)).hasValue(ms);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s", "-1s", "1.5m", "1s1m", "1 s", "1.0001s"})
    void what_is_no_time_is_none(String text) {
        assertThat(ScenarioTime.duration(text)).isEmpty();
    }

    private static String firstLine(Path file) {
        try (var lines = Files.lines(file)) {
            return lines.findFirst().orElse("");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> wrong(String name, List<String> lines) {
        try {
            return Scenario.parse(name, lines, List.of()).wrong().stream()
                    .map(wrong -> name + ':' + wrong.line() + ": " + wrong.claim() + ": " + wrong.reason())
                    .toList();
        } catch (MalformedInput e) {
            throw new AssertionError(e.getMessage(), e);
        }
    }
}
