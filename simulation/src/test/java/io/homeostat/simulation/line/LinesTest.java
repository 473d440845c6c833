package io.homeostat.simulation.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LinesTest {

    private static final String HEAD =
            "{\"time\":\"2026-11-25T08:00:00.000Z\",\"topic\":\"heartbeats\",\"key\":\"w-1\",";

    @TempDir
    private Path directory;

    @Test
    void a_value_goes_on_byte_by_byte_as_it_stands() throws MalformedInput {
        assertThat(value("\"value\":{ \"a\" : 1.10, \"a\":2 , \"ü\":\"\\u00fc\"}}"))
                .isEqualTo("{ \"a\" : 1.10, \"a\":2 , \"ü\":\"\\u00fc\"}");
        assertThat(value("\"value\":[1, {\"x\":[]}],\"later\":true}")).isEqualTo("[1, {\"x\":[]}]");
    }

    @Test
    void a_text_is_its_bytes_and_a_number_is_its_digits() throws MalformedInput {
        assertThat(value("\"value\":\"no {json\"}")).isEqualTo("no {json");
        assertThat(value("\"value\":1.500}")).isEqualTo("1.500");
        assertThat(value("\"value\":true}")).isEqualTo("true");
    }

    @Test
    void null_and_an_absent_value_are_no_value() throws MalformedInput {
        assertThat(value("\"value\":null}")).isNull();
        assertThat(value("\"partition\":3}")).isNull();
    }

    @Test
    void any_bytes_can_be_given_as_base64() throws MalformedInput {
        assertThat(event((HEAD + "\"valueBase64\":\"/wA=\"}").getBytes(UTF_8)).value())
                .containsExactly(0xff, 0);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "not json | is no JSON",
                "[] | is no JSON object",
                "{} {} | is more than one JSON object",
                "{\"topic\":\"heartbeats\"} | has no time",
                "{\"time\":\"2026-11-25T08:00:00.000Z\"} | has no topic",
                "{\"time\":\"yesterday\",\"topic\":\"heartbeats\"} | time 'yesterday' is no ISO-8601 instant",
                "{\"time\":\"2026-02-30T08:00:00.000Z\",\"topic\":\"heartbeats\"} | is no ISO-8601 instant",
                "{\"time\":\"2026-11-25T08:00:0x.000Z\",\"topic\":\"heartbeats\"} | is no ISO-8601 instant",
                "{\"time\":\"1969-12-31T23:59:59.999Z\",\"topic\":\"heartbeats\"} | lies before 1970",
                "{\"time\":7,\"topic\":\"heartbeats\"} | time is no text",
                "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"heartbeat\"} | topic 'heartbeat' is unknown",
                "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"heartbeats\",\"partition\":6} | partition 6 is none of the 6",
                "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"heartbeats\",\"partition\":-1} | partition -1",
                "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"heartbeats\",\"partition\":99999999999} | no whole number",
                "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"policies\",\"partition\":1} | none of the 1 of policies",
                "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"heartbeats\",\"key\":1} | key is no text",
                "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"heartbeats\",\"value\":1,\"valueBase64\":\"\"} | has two values",
                "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"heartbeats\",\"valueBase64\":\"*\"} | is no Base64",
                "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"heartbeats\",\"headers\":[]} | headers is no object",
            })
    void a_broken_line_is_named(String line, String reason) {
        assertThatThrownBy(() -> LineParser.parse(line.getBytes(UTF_8), "line 7"))
                .isInstanceOf(MalformedInput.class)
                .hasMessageStartingWith("line 7: ")
                .hasMessageContaining(reason)
                .extracting(Throwable::getMessage)
                .asString()
                .hasLineCount(1);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-25T08:00:00.000Z",
        "2026-11-25T08:00:00Z",
        "1970-01-01T00:00:00.000Z",
        "2024-02-29T23:59:59.999Z",
        "2026-11-25T24:00:00.000Z",
        "2026-11-25T08:00:00.123456Z"
    })
    void times_are_read_as_java_reads_them(String text) {
        long expected;
        try {
            expected = Instant.parse(text).toEpochMilli();
        } catch (java.time.format.DateTimeParseException e) {
            assertThatThrownBy(() -> InputTime.parse(text)).isInstanceOf(java.time.DateTimeException.class);
            return;
        }
        assertThat(InputTime.parse(text)).isEqualTo(expected);
    }

    @Test
    void a_line_older_than_the_one_before_it_is_named_by_its_number() throws IOException {
        var file = file("x", line(2, "w-1"), "", line(1, "w-1"));

        assertThatThrownBy(() -> new Input(Map.of("", file)).look())
                .hasMessage("line 3: is older than the line before it");
        assertThatThrownBy(() -> new Input(Map.of("x.jsonl", file)).look())
                .hasMessage("x.jsonl line 3: is older than the line before it");
    }

    /** Longer than what is read at once, and ending where that ends, or a byte before or behind it. */
    @ParameterizedTest(name = "lines of {0} bytes")
    @ValueSource(ints = {65_534, 65_535, 65_536, 65_537, 200_000})
    void lines_of_every_length_are_read_whole(int bytes) throws IOException, MalformedInput {
        var beginning = "{\"time\":\"2026-11-25T08:00:01.000Z\",\"topic\":\"heartbeats\",\"key\":\"w\",\"value\":\"";
        var text = "x".repeat(bytes - beginning.length() - 2);
        var file = Files.writeString(
                directory.resolve("long"), (beginning + text + "\"}\n").repeat(2) + beginning + text + "\"}");
        var read = new ArrayList<String>();

        new Input(Map.of("", file)).forEach(line -> read.add(new String(((InputLine) line).value(), UTF_8)));

        assertThat(read).hasSize(3).containsOnly(text);
    }

    @Test
    void a_file_that_holds_nothing_has_no_line() throws IOException, MalformedInput {
        assertThat(new Input(Map.of("", Files.writeString(directory.resolve("empty"), "")))
                        .look()
                        .lines())
                .isZero();
        assertThat(new Input(Map.of("", Files.writeString(directory.resolve("ends"), "\n \n\n")))
                        .look()
                        .lines())
                .isZero();
    }

    @Test
    void files_are_merged_by_time_and_at_one_instant_in_their_order() throws IOException, MalformedInput {
        var files = new LinkedHashMap<String, Path>();
        files.put("a", file("a", line(1, "a1"), line(3, "a3")));
        files.put("b", file("b", line(1, "b1"), line(2, "b2"), line(3, "b3")));
        var keys = new ArrayList<String>();

        new Input(files).forEach(line -> keys.add(new String(((InputLine) line).key(), UTF_8)));

        assertThat(keys).containsExactly("a1", "b1", "b2", "a3", "b3");
    }

    @Test
    void ticks_are_seen_before_anything_is_simulated() throws IOException, MalformedInput {
        assertThat(new Input(Map.of("", file("x", line(1, "w-1")))).look()).isEqualTo(new Input.Look(1, false, false));
        assertThat(new Input(Map.of("", file("y", line(1, "w-1"), line(2, "~3")))).look())
                .isEqualTo(new Input.Look(2, true, false));
        var clock = "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"clock\",\"key\":\"0\",\"value\":{}}";
        assertThat(new Input(Map.of("", file("z", clock))).look()).isEqualTo(new Input.Look(1, true, false));
    }

    @Test
    void what_is_written_can_be_read_again() throws MalformedInput {
        for (var value : List.of("{\"a\":\n 1}", "[1]", "\"quoted\"", "12", "plain \"text\"\n", "")) {
            assertThat(roundTrip(value.getBytes(UTF_8))).asString(UTF_8).isEqualTo(value.replace("\":\n", "\": "));
        }
        assertThat(roundTrip(new byte[] {(byte) 0xff, 0})).containsExactly(0xff, 0);
        assertThat(roundTrip(null)).isNull();
    }

    @Test
    void headers_that_are_no_text_are_kept_too() throws MalformedInput {
        var headers = new RecordHeaders();
        headers.add("ce_id", "x-1".getBytes(UTF_8));
        headers.add("offset", new byte[] {0, 0, 0, 7});
        var record = new LoggedRecord(Topics.HEARTBEATS_ROUTED, 0, 0, 0, Writer.SERVICE, null, null, headers);

        var read = event(OutputLine.bytes(record));

        assertThat(read.headers()).isEqualTo(headers);
    }

    private static InputLine event(byte[] line) throws MalformedInput {
        return (InputLine) LineParser.parse(line, "line 1");
    }

    private static byte @Nullable [] roundTrip(byte @Nullable [] value) throws MalformedInput {
        var record = new LoggedRecord(
                Topics.FAILURES, 0, 0, 1, Writer.SERVICE, "k".getBytes(UTF_8), value, new RecordHeaders());
        var line = OutputLine.bytes(record);
        assertThat(new String(line, UTF_8)).endsWith("\n").hasLineCount(1);
        return event(line).value();
    }

    private static @Nullable String value(String tail) throws MalformedInput {
        var value = event((HEAD + tail).getBytes(UTF_8)).value();
        return value == null ? null : new String(value, UTF_8);
    }

    private static String line(int second, String key) {
        return "{\"time\":\"2026-11-25T08:00:0" + second + ".000Z\",\"topic\":\"heartbeats\",\"key\":\"" + key
                + "\",\"value\":{}}";
    }

    private Path file(String name, String... lines) throws IOException {
        return Files.write(directory.resolve(name), List.of(lines));
    }
}
