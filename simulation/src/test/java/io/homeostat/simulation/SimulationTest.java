package io.homeostat.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import io.homeostat.simulation.line.InputLine;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;

class SimulationTest {

    private static final long START = Instant.parse("2026-11-25T08:00:00Z").toEpochMilli();

    private final List<LoggedRecord> all = new ArrayList<>();

    @Test
    void ticks_stand_at_whole_half_seconds_from_the_first_line_on() {
        run(Setup.PLAIN, START + 1_700, beat(START + 200));

        assertThat(times(Topics.HEARTBEATS.name(), 3)).containsExactly(START + 500, START + 1_000, START + 1_500);
        assertThat(times(Topics.CLOCK.name(), 0)).containsExactly(START + 1_000, START + 1_500);
    }

    @Test
    void a_first_line_at_a_half_second_has_the_first_tick_behind_it() {
        run(Setup.PLAIN, START, beat(START));

        var heartbeats = all.stream()
                .filter(record -> record.topic().equals(Topics.HEARTBEATS))
                .toList();
        assertThat(heartbeats).hasSize(7);
        assertThat(heartbeats.getFirst().writer()).isEqualTo(Writer.INPUT);
        assertThat(heartbeats.stream().skip(1)).allMatch(record -> record.writer() == Writer.TICKER);
    }

    @Test
    void the_clock_is_not_ticked_before_every_partition_was_heard() {
        run(Setup.PLAIN, START + 500, beat(START));

        assertThat(times(Topics.CLOCK.name(), 5)).containsExactly(START + 500);
    }

    @Test
    void an_input_with_ticks_gets_none() {
        run(new Setup(AgentMode.SUCCEED, false, List.of()), START + 600_000, beat(START));

        assertThat(all).noneMatch(record -> record.writer() == Writer.TICKER);
        assertThat(all).noneMatch(record -> record.topic().equals(Topics.FAILURES));
    }

    @Test
    void missing_ticks_are_noticed_in_virtual_time() {
        var tick = new InputLine(
                START,
                Topics.HEARTBEATS,
                2,
                "~2".getBytes(StandardCharsets.UTF_8),
                new byte[] {'{', '}'},
                new RecordHeaders());

        run(new Setup(AgentMode.SUCCEED, false, List.of()), START + 3_000, tick);

        var blind = seen().stream()
                .filter(seen -> seen.record().topic().equals(Topics.FLEET_GROUPS)
                        && seen.text("state").equals("BLIND"))
                .toList();
        assertThat(blind).extracting(Recorder.Seen::key).contains("partition:2");
    }

    @Test
    void every_hop_of_one_cause_happens_in_its_instant() {
        run(Setup.PLAIN, START + 2_000, beat(START), crash(START + 1_700));

        assertThat(seen())
                .filteredOn(seen -> seen.record().topic().equals(Topics.RESTARTS))
                .singleElement()
                .satisfies(seen -> {
                    assertThat(seen.timeMs()).isEqualTo(START + 1_700);
                    assertThat(seen.text("status")).isEqualTo("SCHEDULED");
                });
    }

    @Test
    void a_record_is_read_in_the_partition_that_its_line_names() {
        run(
                Setup.PLAIN,
                START + 500,
                new InputLine(
                        START,
                        Topics.HEARTBEATS,
                        4,
                        "w-1".getBytes(StandardCharsets.UTF_8),
                        bytes("{\"workerId\":\"w-1\"}"),
                        new RecordHeaders()));

        assertThat(all)
                .filteredOn(record -> record.writer() == Writer.INPUT)
                .singleElement()
                .satisfies(record -> assertThat(record.partition()).isEqualTo(4));
        assertThat(seen().stream().filter(seen -> seen.record().topic().equals(Topics.WORKER_STATUS)))
                .singleElement()
                .satisfies(seen -> assertThat(seen.text("causeId")).isEqualTo("heartbeats/4/0"));
    }

    @Test
    void agents_answer_as_they_are_told() {
        assertThat(resultsOf(AgentMode.SUCCEED)).contains("SUCCEEDED").doesNotContain("FAILED");
        assertThat(resultsOf(AgentMode.FAIL)).contains("FAILED").doesNotContain("SUCCEEDED");
        assertThat(resultsOf(AgentMode.NONE)).isEmpty();
        assertThat(resultsOf(AgentMode.RECORDED)).isEmpty();
    }

    @Test
    void time_never_runs_back() {
        try (var simulation = new Simulation(Setup.PLAIN, all::add)) {
            simulation.accept(beat(START));

            assertThatThrownBy(() -> simulation.accept(beat(START - 1))).hasMessage("time never runs back");
        }
    }

    @Test
    void without_a_line_there_is_no_time() {
        run(Setup.PLAIN, START);

        assertThat(all).isEmpty();
    }

    private List<String> resultsOf(AgentMode mode) {
        all.clear();
        run(new Setup(mode, true, List.of()), START + 70_000, beat(START), crash(START + 1_700));
        return all.stream()
                .filter(record -> record.writer() == Writer.AGENT)
                .map(record -> Recorder.seen(record).text("status"))
                .toList();
    }

    private void run(Setup setup, long endMs, InputLine... lines) {
        try (var simulation = new Simulation(setup, all::add)) {
            for (var line : lines) {
                simulation.accept(line);
            }
            simulation.passTo(endMs);
        }
    }

    private List<Recorder.Seen> seen() {
        return all.stream()
                .filter(record -> record.writer() == Writer.SERVICE)
                .map(Recorder::seen)
                .toList();
    }

    private List<Long> times(String topic, int partition) {
        return all.stream()
                .filter(record -> record.topic().name().equals(topic)
                        && record.partition() == partition
                        && record.writer() == Writer.TICKER)
                .map(LoggedRecord::timestampMs)
                .toList();
    }

    private static InputLine beat(long ms) {
        return InputLine.of(ms, Topics.HEARTBEATS, "w-1", "{\"workerId\":\"w-1\",\"incarnation\":\"a\"}");
    }

    private static InputLine crash(long ms) {
        return InputLine.of(
                ms, Topics.FAILURES, "w-1", "{\"workerId\":\"w-1\",\"kind\":\"CRASH\",\"incarnation\":\"a\"}");
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
