package io.homeostat.simulation.line;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.homeostat.common.topics.Topics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What lines of a recording have more than others. */
class RecordedLinesTest {

    @ParameterizedTest(name = "seed {0}, {1} ms on its way")
    @CsvSource({"true, 0", "false, 0", "false, 83"})
    void a_record_of_a_real_log_is_the_same_after_it_was_written_and_read(boolean seed, long hopMs)
            throws MalformedInput {
        var headers = new RecordHeaders().add("a", "b".getBytes(UTF_8)).add("c", new byte[] {0, 1});
        byte[] key = {(byte) 0xff, 'k'};
        var line = new InputLine(
                1_764_000_000_123L, seed, Topics.FAILURES, 4, 99L, key, "{\"a\":1}".getBytes(UTF_8), headers, hopMs);

        var read = (InputLine) LineParser.parse(OutputLine.bytes(line), "line 1");

        assertThat(read.timeMs()).isEqualTo(1_764_000_000_123L);
        assertThat(read.seed()).isEqualTo(seed);
        assertThat(read.topic()).isEqualTo(Topics.FAILURES);
        assertThat(read.partition()).isEqualTo(4);
        assertThat(read.offset()).isEqualTo(99L);
        assertThat(read.key()).isEqualTo(key);
        assertThat(read.value()).isEqualTo("{\"a\":1}".getBytes(UTF_8));
        assertThat(read.headers()).isEqualTo(headers);
        assertThat(read.hopMs()).isEqualTo(hopMs);
    }

    @Test
    void an_offset_that_is_none_is_named() {
        for (var offset : List.of("-1", "1.5", "\"1\"", "9223372036854775808")) {
            var line = ("{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"heartbeats\",\"offset\":" + offset + '}')
                    .getBytes(UTF_8);
            assertThatThrownBy(() -> LineParser.parse(line, "line 1"))
                    .as(offset)
                    .isInstanceOf(MalformedInput.class)
                    .hasMessageContaining("offset");
        }
    }

    @Test
    void a_hop_is_the_same_after_it_was_written_and_read() throws MalformedInput {
        var hop = new HopLine(1_764_000_000_123L, Topics.RESTARTS, "rst-1", 83);

        assertThat(LineParser.parse(OutputLine.bytes(hop), "line 1")).isEqualTo(hop);
    }

    @Test
    void a_hop_that_is_none_is_named() {
        var rows = Map.of(
                "\"hopMs\":-1", "hopMs -1 runs back",
                "\"hopMs\":15001", "hopMs is no whole number up to 15000",
                "\"hopMs\":1.5", "hopMs is no whole number",
                "\"hopMs\":null", "has an id: so it tells a hop",
                "\"hopMs\":1,\"value\":{}", "has an id: so it tells a hop",
                "\"hopMs\":1,\"seed\":true", "has an id: so it tells a hop");
        rows.forEach((fields, reason) -> assertThatThrownBy(() -> LineParser.parse(
                        ("{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"restarts\",\"id\":\"rst-1\"," + fields + '}')
                                .getBytes(UTF_8),
                        "line 7"))
                .as(fields)
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("line 7: ")
                .hasMessageContaining(reason));
        assertThatThrownBy(() -> LineParser.parse(
                        "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"plane\",\"hopMs\":15001}".getBytes(UTF_8),
                        "line 7"))
                .hasMessageContaining("hopMs is no whole number up to 15000");
    }

    @Test
    void a_seed_is_never_on_its_way() {
        var line = "{\"time\":\"2026-11-25T08:00:00Z\",\"topic\":\"plane\",\"seed\":true,\"hopMs\":1}";
        assertThatThrownBy(() -> LineParser.parse(line.getBytes(UTF_8), "line 7"))
                .isInstanceOf(MalformedInput.class)
                .hasMessageContaining("line 7: is a seed");
    }
}
