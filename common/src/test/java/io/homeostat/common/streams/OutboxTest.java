package io.homeostat.common.streams;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.audit.AuditChain;
import io.homeostat.common.audit.AuditWriter;
import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.record.internal.AbstractRecords;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

    private static final Instant TIME = Instant.parse("2026-11-25T08:00:00Z");
    private static final int LIMIT = Oversized.RECORD_BYTES_MAX;

    /** What a processor does with a record. */
    private interface Deed {
        void with(Outbox outbox, KeyValueStore<String, byte[]> store);
    }

    @TempDir
    Path state;

    private @Nullable TopologyTestDriver driver;

    @AfterEach
    void close() {
        if (driver != null) {
            driver.close();
        }
    }

    private void does(boolean connected, Deed deed) {
        var stage = new Stage("test-service", "workers", TopicNames.PLAIN);
        var topology = Driven.topology(state);
        var source = stage.source(topology, Topics.FAILURES);
        topology.addProcessor("act", () -> new Actor(stage, deed), source);
        topology.addProcessor("other", () -> new Actor(stage, (_, _) -> {}), source);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore("task"), Serdes.String(), Serdes.ByteArray()),
                "act",
                "other");
        stage.sink(topology, Topics.DEAD_LETTERS, connected ? "act" : "other");
        for (var topic : List.of(Topics.RESTARTS, Topics.RESTART_REROUTED, Topics.AUDIT)) {
            stage.sink(topology, topic, "act");
        }
        driver = Driven.driver(topology, state);
        driver.createInputTopic(Topics.FAILURES.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(bytes("w-1"), bytes("{}"), TIME));
    }

    @Test
    void a_record_at_the_limit_is_written_and_one_byte_more_is_a_dead_letter_that_names_it() {
        does(true, (outbox, _) -> {
            outbox.forward(Topics.RESTART_REROUTED, new Record<>("k", new byte[LIMIT - 1], 0));
            outbox.forward(Topics.RESTART_REROUTED, new Record<>("l", new byte[LIMIT], 0));
            outbox.forward(Topics.RESTART_REROUTED, new Record<>("m", bytes("after"), 0));
        });

        assertThat(written(Topics.RESTART_REROUTED))
                .extracting(r -> new String(Objects.requireNonNull(r.key()), StandardCharsets.UTF_8))
                .containsExactly("k", "m");
        var letter = letter();
        assertThat(letter.error())
                .startsWith("OVERSIZED_OUTPUT: a record of " + (LIMIT + 1)
                        + " bytes for topic 'restart-rerouted', key 'l'");
        assertThat(letter.topic()).isEqualTo("failures");
        assertThat(letter.offset()).isZero();
        assertThat(letter.valueBytes()).isEqualTo(LIMIT);
    }

    @Test
    void the_producer_takes_what_the_outbox_takes() {
        int bytes = AbstractRecords.estimateSizeInBytesUpperBound(
                (byte) 2,
                org.apache.kafka.common.compress.Compression.NONE.type(),
                bytes("k"),
                new byte[LIMIT - 1],
                new org.apache.kafka.common.header.Header[0]);
        assertThat(bytes).isLessThan(TopicSpec.MESSAGE_BYTES_MAX);
    }

    @Test
    void keys_and_headers_count_too() {
        does(true, (outbox, _) -> {
            outbox.forward(Topics.RESTART_REROUTED, new Record<>("x".repeat(LIMIT), bytes("{}"), 0));
            var headers = new org.apache.kafka.common.header.internals.RecordHeaders();
            headers.add("h", new byte[LIMIT - 13]);
            outbox.forward(Topics.RESTART_REROUTED, new Record<>("k", new byte[0], 0, headers));
            headers.add("h", new byte[1]);
            outbox.forward(Topics.RESTART_REROUTED, new Record<>("k", new byte[0], 0, headers));
        });

        assertThat(written(Topics.RESTART_REROUTED)).hasSize(1);
        assertThat(letters())
                .hasSize(2)
                .allSatisfy(letter -> assertThat(Json.bytes(letter).length).isLessThan(64 * 1024));
    }

    @Test
    void what_explains_a_decision_gives_way_before_the_decision_does() {
        var value = Map.of(
                "decision", "COMMANDED", "evidence", Map.of("all", "e".repeat(LIMIT)), "message", "m".repeat(5_000));
        does(true, (outbox, _) -> outbox.send(Topics.RESTARTS, "w-1", value, provenance(), "COMMANDED", TIME));

        var record = Json.readState(
                Objects.requireNonNull(written(Topics.RESTARTS).getFirst().value()), JsonNode.class);
        assertThat(record.path("decision").textValue()).isEqualTo("COMMANDED");
        assertThat(record.path("evidence").path("cutBytes").intValue()).isGreaterThan(LIMIT);
        assertThat(record.path("evidence").path("sha256").textValue()).hasSize(64);
        assertThat(record.path("message").textValue()).hasSize(1_025);
        assertThat(letters()).isEmpty();
    }

    @Test
    void a_node_without_a_way_to_dead_letters_leaves_it_to_the_last_net() {
        does(false, (outbox, _) -> outbox.forward(Topics.RESTART_REROUTED, new Record<>("k", new byte[LIMIT], 0)));

        assertThat(letter().error()).contains("OVERSIZED_OUTPUT").contains("restart-rerouted");
        assertThat(written(Topics.RESTART_REROUTED)).isEmpty();
    }

    @Test
    void an_audit_record_of_any_evidence_fits_and_its_chain_holds() {
        var evidence = new LinkedHashMap<String, Object>();
        for (int i = 0; i < 500; i++) {
            evidence.put("entry-" + i, "\u0001".repeat(4_000));
        }
        var of = new Provenance("id", "c".repeat(100_000), null, "REFUSED", null, evidence, null, null, false);
        does(true, (outbox, store) -> {
            var audit = new AuditWriter(outbox, store, "test");
            audit.answer("s".repeat(400_000), "a".repeat(400_000), "b", "ACTION", "r".repeat(400_000), "c-1", of, TIME);
            audit.answer("s", "a", null, "ACTION", "WHY", "c-2", provenance(), TIME);
        });

        var records = written(Topics.AUDIT).stream()
                .map(r -> Json.readState(Objects.requireNonNull(r.value()), AuditRecord.class))
                .toList();
        assertThat(records).hasSize(2);
        assertThat(AuditChain.firstBroken(records)).isNull();
        assertThat(records.getFirst().evidence()).containsKeys("entry-0", "cutBytes", "sha256");
        assertThat(records.getFirst().subject()).hasSize(1_025);
        assertThat(letters()).isEmpty();
    }

    @Test
    void evidence_up_to_its_bound_is_kept_whole() {
        int text = 256 * 1024 - "{\"e\":\"\"}".length();
        does(true, (outbox, store) -> {
            var audit = new AuditWriter(outbox, store, "test");
            audit.answer("s", "a", null, "ACTION", "WHY", "c-1", evidence("x".repeat(text)), TIME);
            audit.answer("s", "a", null, "ACTION", "WHY", "c-2", evidence("x".repeat(text + 1)), TIME);
        });

        assertThat(written(Topics.AUDIT))
                .extracting(r -> Json.readState(Objects.requireNonNull(r.value()), AuditRecord.class)
                        .evidence())
                .satisfiesExactly(
                        whole -> assertThat(whole).containsOnlyKeys("e"),
                        cut -> assertThat(cut).containsOnlyKeys("e", "cutBytes", "sha256"));
    }

    private static Provenance evidence(String text) {
        return new Provenance("id", "c", null, "REFUSED", null, Map.of("e", text), null, null, false);
    }

    private static Provenance provenance() {
        return new Provenance("id", "cause", null, "COMMANDED", null, null, null, null, false);
    }

    private DeadLetter letter() {
        var letters = letters();
        assertThat(letters).hasSize(1);
        return letters.getFirst();
    }

    private List<DeadLetter> letters() {
        return written(Topics.DEAD_LETTERS).stream()
                .map(r -> Json.readState(Objects.requireNonNull(r.value()), DeadLetter.class))
                .toList();
    }

    private List<TestRecord<byte[], byte[]>> written(TopicSpec topic) {
        return Objects.requireNonNull(driver)
                .createOutputTopic(topic.name(), new ByteArrayDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static final class Actor extends ContextualProcessor<byte[], byte[], String, Object> {
        private final Stage stage;
        private final Deed deed;

        Actor(Stage stage, Deed deed) {
            this.stage = stage;
            this.deed = deed;
        }

        @Override
        public void process(Record<byte[], byte[]> record) {
            deed.with(new Outbox(context(), stage), context().getStateStore("task"));
        }
    }
}
