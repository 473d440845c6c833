package io.homeostat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import io.homeostat.simulation.line.Input;
import io.homeostat.simulation.line.MalformedInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecordingTest {

    private static final String HEAD = "{\"recording\":{\"format\":1}}";
    private static final String POLICY = "{\"time\":\"2026-11-25T07:00:00Z\",\"seed\":true,\"topic\":\"policies\","
            + "\"partition\":0,\"offset\":7,\"key\":\"heartbeat-policy\",\"value\":{\"name\":\"heartbeat-policy\","
            + "\"version\":\"v\",\"policy\":{\"heartbeat_warning_seconds\":45}}}";
    private static final String TICK = "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"heartbeats\",\"partition\":0,"
            + "\"offset\":40,\"key\":\"~0\",\"value\":{}}";
    private static final String FAILURE = "{\"time\":\"2026-11-25T08:00:01Z\",\"topic\":\"failures\",\"partition\":3,"
            + "\"offset\":12,\"key\":\"w-1\",\"value\":{\"workerId\":\"w-1\",\"kind\":\"TIMEOUT\"}}";

    @TempDir
    private Path directory;

    @Test
    void a_head_is_no_event_and_makes_the_file_a_recording() throws IOException, MalformedInput {
        assertThat(input(HEAD, TICK).look()).isEqualTo(new Input.Look(1, true, true));
        assertThat(input(TICK).look()).isEqualTo(new Input.Look(1, true, false));
    }

    @Test
    void seeds_are_as_old_as_they_are_but_stand_before_the_first_event() throws IOException, MalformedInput {
        assertThat(input(POLICY.replace("07:00", "09:00"), POLICY, TICK).look().lines())
                .isEqualTo(3);
        var behind = input(TICK, POLICY);
        assertThatThrownBy(behind::look).isInstanceOf(MalformedInput.class).hasMessageContaining("line 2: is a seed");
    }

    @Test
    void records_keep_their_places_and_seeds_are_known_from_the_first_tick_on() throws IOException, MalformedInput {
        var seen = run(HEAD, POLICY, TICK, FAILURE);

        assertThat(at(seen, Topics.POLICIES.name(), Writer.SEED)).containsExactly("0/7");
        assertThat(at(seen, Topics.FAILURES.name(), Writer.INPUT)).containsExactly("3/12");
        assertThat(seen)
                .as("a failure without an id is known by where it really stood")
                .anyMatch(record -> text(record.value()).contains("\"failures/3/12\""));
    }

    /** A plane's first beat may be older than a policy that was there before its first tick. */
    @Test
    void a_seed_that_is_younger_than_the_first_event_is_known_at_that_event_too() throws IOException, MalformedInput {
        var seen = run(HEAD, POLICY.replace("07:00", "09:00"), TICK, FAILURE);

        assertThat(seen.stream().map(LoggedRecord::writer).takeWhile(writer -> writer == Writer.SEED))
                .as("the generation and the policy, before anything else")
                .hasSize(2);
        assertThat(at(seen, Topics.POLICIES.name(), Writer.SEED)).containsExactly("0/7");
    }

    @Test
    void the_offsets_between_recorded_ones_belong_to_the_services() throws IOException, MalformedInput {
        var second = FAILURE.replace("\"offset\":12", "\"offset\":3").replace("08:00:01", "08:00:02");
        var third = FAILURE.replace("\"offset\":12,", "").replace("08:00:01", "08:00:03");

        assertThat(at(run(TICK, FAILURE, second, third), Topics.FAILURES.name(), Writer.INPUT))
                .containsExactly("3/12", "3/3", "3/13");
    }

    @Test
    void the_answers_of_a_recording_are_its_own() throws IOException, MalformedInput {
        var crash = "{\"time\":\"2026-11-25T08:00:02Z\",\"topic\":\"failures\",\"key\":\"w-1\",\"value\":"
                + "{\"workerId\":\"w-1\",\"kind\":\"CRASH\",\"incarnation\":\"a\"}}";
        var beat = "{\"time\":\"2026-11-25T08:00:01Z\",\"topic\":\"heartbeats\",\"key\":\"w-1\",\"value\":"
                + "{\"workerId\":\"w-1\",\"incarnation\":\"a\"}}";
        var lines = new ArrayList<>(List.of(HEAD, beat, crash));
        for (int half = 0; half < 200; half++) {
            var time = java.time.Instant.parse("2026-11-25T08:00:02Z").plusMillis(500L * half);
            for (int partition = 0; partition < 6; partition++) {
                lines.add("{\"time\":\"" + time + "\",\"topic\":\"heartbeats\",\"partition\":" + partition
                        + ",\"key\":\"~" + partition + "\",\"value\":{}}");
                lines.add("{\"time\":\"" + time + "\",\"topic\":\"clock\",\"partition\":" + partition + ",\"key\":\""
                        + partition + "\",\"value\":{}}");
            }
        }
        var recorded = run(lines.toArray(String[]::new));
        assertThat(at(recorded, Topics.RESTART_COMMANDS.name(), Writer.SERVICE)).isNotEmpty();
        assertThat(at(recorded, Topics.RESTART_RESULTS.name(), Writer.AGENT)).isEmpty();

        lines.removeFirst();
        assertThat(at(run(lines.toArray(String[]::new)), Topics.RESTART_RESULTS.name(), Writer.AGENT))
                .isNotEmpty();
    }

    private List<LoggedRecord> run(String... lines) throws IOException, MalformedInput {
        var seen = new ArrayList<LoggedRecord>();
        SimulationRun.of(input(lines), null, List.of(), null, seen::add);
        return seen;
    }

    private static List<String> at(List<LoggedRecord> seen, String topic, Writer writer) {
        return seen.stream()
                .filter(record -> record.topic().name().equals(topic) && record.writer() == writer)
                .map(record -> record.partition() + "/" + record.offset())
                .toList();
    }

    private static String text(byte @Nullable [] bytes) {
        return bytes == null ? "" : new String(bytes, UTF_8);
    }

    private Input input(String... lines) throws IOException {
        var file = Files.createTempFile(directory, "lines", ".jsonl");
        return new Input(Map.of("", Files.writeString(file, String.join("\n", lines))));
    }
}
