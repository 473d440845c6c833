package io.homeostat.common.streams;

import static org.assertj.core.api.Assertions.assertThat;

import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IntakeTest {

    private record Input(String subject, Origin origin) implements Addressed {}

    private static final Instant TIME = Instant.parse("2026-11-22T05:44:00Z");
    private static final String HERE = worker(0);
    private static final String ELSEWHERE = worker(3);

    @TempDir
    Path state;

    private final List<Input> accepted = new ArrayList<>();
    private TopologyTestDriver driver;

    @BeforeEach
    void drive() {
        var stage = new Stage("test-service", "workers", TopicNames.PLAIN);
        var topology = Driven.topology(state);
        InputParser<Input> parser = (key, value, origin) ->
                Failure.parse(key, value, origin).map(failure -> new Input(failure.subject(), origin));
        var sources =
                new String[] {stage.source(topology, Topics.FAILURES), stage.source(topology, Topics.RESTART_REROUTED)};
        topology.addProcessor(
                "take-in",
                () -> new Intake<>(stage, Map.of(Topics.FAILURES, parser), Topics.RESTART_REROUTED, "judge"),
                sources);
        topology.addProcessor("judge", () -> new Judge(accepted), "take-in");
        stage.sink(topology, Topics.DEAD_LETTERS, "take-in");
        stage.sink(topology, Topics.RESTART_REROUTED, "take-in");
        driver = Driven.driver(topology, state);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void a_record_in_its_place_is_handed_on_with_its_coordinates() {
        send(HERE, crash(HERE));
        assertThat(accepted).containsExactly(new Input(HERE, new Origin("failures", 0, 0, TIME)));
        assertThat(read("dead-letters")).isEmpty();
    }

    @Test
    void a_null_or_empty_key_is_taken_from_the_id_field() {
        send(null, "{\"workerId\":\"" + HERE + "\",\"kind\":\"CRASH\"}");
        send("", "{\"workerId\":\"" + HERE + "\",\"kind\":\"CRASH\"}");
        assertThat(accepted).extracting(Input::subject).containsExactly(HERE, HERE);
    }

    @Test
    void a_misplaced_record_goes_to_the_routed_topic_and_comes_back_as_what_it_was() {
        send(ELSEWHERE, crash(ELSEWHERE));
        assertThat(accepted).isEmpty();
        var routed = read("restart-rerouted");
        assertThat(routed).hasSize(1);
        assertThat(routed.getFirst().key()).isEqualTo(ELSEWHERE.getBytes(StandardCharsets.UTF_8));
        assertThat(Routing.origin(routed.getFirst().headers())).isEqualTo(new Origin("failures", 0, 0, TIME));
    }

    @Test
    void a_record_that_was_routed_to_a_wrong_task_ends_as_a_dead_letter_and_never_in_a_loop() {
        var record = new TestRecord<>(
                ELSEWHERE.getBytes(StandardCharsets.UTF_8),
                crash(ELSEWHERE).getBytes(StandardCharsets.UTF_8),
                Routing.headers(new Origin("failures", 5, 9, TIME)),
                TIME);
        driver.createInputTopic("restart-rerouted", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(record);
        assertThat(read("restart-rerouted")).isEmpty();
        assertThat(letters()).singleElement().satisfies(letter -> {
            assertThat(letter.error()).contains("wrong task");
            assertThat(letter.offset()).isEqualTo(9);
        });
    }

    @Test
    void what_is_refused_is_a_bounded_dead_letter_with_its_cause_and_the_next_record_is_served() {
        send(HERE, "{nope");
        send(HERE, null);
        send("other", "{\"workerId\":\"" + HERE + "\",\"kind\":\"CRASH\"}");
        send(HERE, crash(HERE).replace("CRASH", "BOOM"));
        send(HERE, "x".repeat(Failure.BYTES_MAX + 1));
        send(HERE, crash(HERE));
        assertThat(letters())
                .extracting(DeadLetter::error)
                .satisfiesExactly(
                        error -> assertThat(error).startsWith("field 'value': is no valid JSON"),
                        error -> assertThat(error).isEqualTo("field 'value': is null"),
                        error -> assertThat(error).contains("field 'key': other differs from workerId"),
                        error -> assertThat(error).startsWith("field 'kind': BOOM is none of [CRASH, "),
                        error -> assertThat(error).contains("65537 bytes are more than the limit of 65536"));
        assertThat(accepted).hasSize(1);
    }

    @Test
    void a_dead_letter_keeps_32_kib_and_the_hash_of_the_whole() {
        send(HERE, "x".repeat(100_000));
        var letter = letters().getFirst();
        assertThat(Base64.getDecoder().decode(letter.valueBase64())).hasSize(DeadLetter.ORIGINAL_BYTES_MAX);
        assertThat(letter.valueBytes()).isEqualTo(100_000);
        assertThat(letter.valueSha256()).hasSize(64);
        assertThat(Json.bytes(letter).length).isLessThan(64 * 1024);
    }

    @Test
    void a_key_that_is_no_utf_8_is_refused() {
        driver.createInputTopic("failures", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new byte[] {(byte) 0xc3, 0x28}, "{}".getBytes(StandardCharsets.UTF_8), TIME);
        assertThat(letters()).extracting(DeadLetter::error).containsExactly("field 'key': is no UTF-8");
    }

    private void send(@Nullable String key, @Nullable String value) {
        driver.createInputTopic("failures", new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(
                        key == null ? null : key.getBytes(StandardCharsets.UTF_8),
                        value == null ? null : value.getBytes(StandardCharsets.UTF_8),
                        TIME);
    }

    private List<TestRecord<byte[], byte[]>> read(String topic) {
        return driver.createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private List<DeadLetter> letters() {
        return read("dead-letters").stream()
                .map(record -> Json.readState(record.value(), DeadLetter.class))
                .toList();
    }

    private static String crash(String worker) {
        return "{\"workerId\":\"" + worker + "\",\"kind\":\"CRASH\"}";
    }

    private static String worker(int partition) {
        return IntStream.iterate(0, i -> i + 1)
                .mapToObj(i -> "w-" + i)
                .filter(id -> Placement.of(id, 6) == partition)
                .findFirst()
                .orElseThrow();
    }

    private static final class Judge extends ContextualProcessor<String, Object, Void, Void> {
        private final List<Input> accepted;

        Judge(List<Input> accepted) {
            this.accepted = accepted;
        }

        @Override
        public void process(Record<String, Object> record) {
            accepted.add((Input) record.value());
        }
    }
}
