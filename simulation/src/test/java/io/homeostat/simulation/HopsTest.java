package io.homeostat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import io.homeostat.simulation.line.Input;
import io.homeostat.simulation.line.MalformedInput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.internals.BuiltInPartitioner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A recording tells how long services took; a simulation of it lets them take as long. */
class HopsTest {

    private static final String HEAD = "{\"recording\":{\"format\":1}}";
    private static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    /** Silent from the start on, a worker is a ZOMBIE after 300 s and the double check. */
    private static final Instant ZOMBIE = START.plusSeconds(302);

    @TempDir
    private Path directory;

    @Test
    void a_record_stands_in_the_log_when_it_really_did() throws IOException, MalformedInput {
        var hopless = run(beat(START, "w-1"), beat(START.plusSeconds(310), "w-2"));
        assertThat(appended(hopless, Topics.FAILURES.name())).containsExactly(ZOMBIE);

        var late = ZOMBIE.plusMillis(15_000); // its line stands behind the line at which it is decided
        var hopped = run(
                beat(START, "w-1"),
                beat(ZOMBIE.plusMillis(14_999), "w-2"),
                hop(late, Topics.FAILURES.name(), id(hopless, Topics.FAILURES.name()), 15_000),
                beat(ZOMBIE.plusMillis(16_000), "w-2"));
        assertThat(appended(hopped, Topics.FAILURES.name())).containsExactly(late);
        assertThat(hopped.stream()
                        .filter(record -> record.writer() == Writer.INPUT
                                || record.topic().equals(Topics.FAILURES))
                        .map(record -> record.topic().name()))
                .containsExactly("heartbeats", "heartbeats", "failures", "heartbeats");
        assertThat(id(hopped, Topics.FAILURES.name())).isEqualTo(id(hopless, Topics.FAILURES.name()));
    }

    @Test
    void what_is_still_on_its_way_behind_the_last_line_arrives() throws IOException, MalformedInput {
        var hopless = run(beat(START, "w-1"), beat(ZOMBIE, "w-2"));
        var hopped = run(
                beat(START, "w-1"),
                beat(ZOMBIE, "w-2"),
                hop(ZOMBIE.plusMillis(700), Topics.FAILURES.name(), id(hopless, Topics.FAILURES.name()), 700));

        assertThat(appended(hopped, Topics.FAILURES.name())).containsExactly(ZOMBIE.plusMillis(700));
    }

    @Test
    void the_hop_counts_from_the_cause_though_that_comes_at_another_time() throws IOException, MalformedInput {
        var hopless = run(beat(START, "w-1"), beat(START.plusSeconds(310), "w-2"));
        var really = ZOMBIE.minusSeconds(8);
        var hopped = run(
                beat(START, "w-1"),
                hop(really.plusMillis(700), Topics.FAILURES.name(), id(hopless, Topics.FAILURES.name()), 700),
                beat(START.plusSeconds(310), "w-2"));

        assertThat(appended(hopped, Topics.FAILURES.name())).containsExactly(ZOMBIE.plusMillis(700));
    }

    @Test
    void a_record_of_another_id_has_no_hop() throws IOException, MalformedInput {
        var hopped = run(
                beat(START, "w-1"),
                hop(ZOMBIE, Topics.FAILURES.name(), "flr-another", 700),
                beat(START.plusSeconds(310), "w-2"));

        assertThat(appended(hopped, Topics.FAILURES.name())).containsExactly(ZOMBIE);
    }

    /** Both workers stand in one partition of {@code worker-status}. */
    @Test
    void records_of_one_partition_never_overtake_each_other() throws IOException, MalformedInput {
        var other = neighbour();
        var lines = List.of(beat(START, "w-1"), beat(START.plusMillis(100), other), beat(START.plusSeconds(5), "w-1"));
        var hopless = run(lines.toArray(String[]::new));
        assertThat(keys(hopless, Topics.WORKER_STATUS.name())).containsExactly("w-1", other);

        var hopped = new ArrayList<>(lines);
        hopped.add(1, hop(START, Topics.WORKER_STATUS.name(), id(hopless, Topics.WORKER_STATUS.name()), 700));
        assertThat(keys(run(hopped.toArray(String[]::new)), Topics.WORKER_STATUS.name()))
                .containsExactly("w-1", other);
    }

    @Test
    void an_input_with_a_hop_is_appended_later_with_its_own_time() throws IOException, MalformedInput {
        var plain = "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"holds\",\"key\":\"all\",\"value\":{}}";
        var seen = run(plain.replace("}}", "},\"hopMs\":700}"), beat(START.plusMillis(600), "w-1"));

        assertThat(seen.stream()
                        .filter(record -> record.writer() == Writer.INPUT)
                        .map(record -> record.topic().name() + ' ' + Instant.ofEpochMilli(record.timestampMs())))
                .containsExactly("heartbeats " + START.plusMillis(600), "holds " + START);
    }

    /** A worker of the partition of w-1. */
    private static String neighbour() {
        return IntStream.iterate(2, number -> number + 1)
                .mapToObj(number -> "w-" + number)
                .filter(worker -> partition(worker) == partition("w-1"))
                .findFirst()
                .orElseThrow();
    }

    private static int partition(String key) {
        return BuiltInPartitioner.partitionForKey(key.getBytes(UTF_8), TopicSpec.PARTITIONS);
    }

    private List<LoggedRecord> run(String... lines) throws IOException, MalformedInput {
        var file = Files.createTempFile(directory, "lines", ".jsonl");
        Files.writeString(file, HEAD + '\n' + String.join("\n", lines));
        var seen = new ArrayList<LoggedRecord>();
        SimulationRun.of(new Input(Map.of("", file)), null, List.of(), null, seen::add);
        return seen;
    }

    private static String beat(Instant at, String worker) {
        return "{\"time\":\"" + at + "\",\"topic\":\"heartbeats\",\"key\":\"" + worker + "\",\"value\":{\"workerId\":\""
                + worker + "\",\"incarnation\":\"a\"}}";
    }

    private static String hop(Instant at, String topic, String id, long hopMs) {
        return "{\"time\":\"" + at + "\",\"topic\":\"" + topic + "\",\"id\":\"" + id + "\",\"hopMs\":" + hopMs + '}';
    }

    private static List<LoggedRecord> of(List<LoggedRecord> seen, String topic) {
        return seen.stream()
                .filter(record -> record.topic().name().equals(topic) && record.writer() == Writer.SERVICE)
                .toList();
    }

    private static List<Instant> appended(List<LoggedRecord> seen, String topic) {
        return of(seen, topic).stream()
                .map(record -> Instant.ofEpochMilli(record.timestampMs()))
                .toList();
    }

    private static List<String> keys(List<LoggedRecord> seen, String topic) {
        return of(seen, topic).stream()
                .map(record -> record.key() == null ? "" : new String(record.key(), UTF_8))
                .toList();
    }

    private static String id(List<LoggedRecord> seen, String topic) {
        return header(of(seen, topic).getFirst(), "ce_id");
    }

    private static String header(LoggedRecord record, String name) {
        return new String(record.headers().lastHeader(name).value(), UTF_8);
    }
}
