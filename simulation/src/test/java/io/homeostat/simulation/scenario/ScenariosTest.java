package io.homeostat.simulation.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.homeostat.simulation.Recorder;
import io.homeostat.simulation.Simulation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each file below {@code scenarios} holds one guarantee, in a language that an operator reads. */
class ScenariosTest {

    private static final Path DIRECTORY = Path.of("src", "test", "resources", "scenarios");

    @TestFactory
    Stream<DynamicTest> every_scenario_holds() throws IOException {
        try (var files = Files.list(DIRECTORY)) {
            return files.sorted().toList().stream()
                    .map(file -> dynamicTest(
                            file.getFileName().toString(),
                            () -> assertThat(wrong(file.getFileName().toString(), Files.readAllLines(file)))
                                    .isEmpty()));
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
    void a_line_that_says_nothing_known_is_broken() {
        assertThatThrownBy(() -> ScenarioParser.parse(List.of("", "at noon restart w-1")))
                .hasMessageContaining("line 2: 'noon' is no time like 35s");
    }

    private static List<String> wrong(String name, List<String> lines) {
        var scenario = ScenarioParser.parse(lines);
        var recorder = new Recorder();
        try (var simulation = new Simulation(scenario.setup(), recorder)) {
            scenario.inOrder().forEach(simulation::accept);
            simulation.passTo(scenario.endMs);
        }
        var output = Output.of(recorder);
        var wrong = new ArrayList<String>();
        for (var claim : scenario.claims) {
            var reason = claim.check().wrong(output);
            if (!reason.isEmpty()) {
                wrong.add(name + ':' + claim.line() + ": " + claim.text() + ": " + reason);
            }
        }
        return wrong;
    }
}
