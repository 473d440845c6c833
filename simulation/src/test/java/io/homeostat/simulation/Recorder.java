package io.homeostat.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import io.homeostat.simulation.line.OutputLine;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Keeps what the services wrote. */
public final class Recorder implements Consumer<LoggedRecord> {

    /** A record as a test reads it. */
    public record Seen(LoggedRecord record, String key, JsonNode value) {

        /** A field's text; empty where there is none. */
        public String text(String field) {
            return value.path(field).asText("");
        }

        /** When it was written, in milliseconds since 1970. */
        public long timeMs() {
            return record.timestampMs();
        }

        @Override
        public String toString() {
            return Json.instant(Instant.ofEpochMilli(timeMs()))
                    + ' '
                    + record.topic().name()
                    + ' '
                    + key
                    + ' '
                    + value;
        }
    }

    private final List<LoggedRecord> records = new ArrayList<>();

    @Override
    public void accept(LoggedRecord record) {
        if (record.writer() == Writer.SERVICE) {
            records.add(record);
        }
    }

    /** Every record, in the order of writing. */
    public List<LoggedRecord> records() {
        return records;
    }

    /** The records of a topic. */
    public List<Seen> of(TopicSpec topic) {
        return records.stream()
                .filter(record -> record.topic().equals(topic))
                .map(Recorder::seen)
                .toList();
    }

    /** Every record as a test reads it. */
    public List<Seen> seen() {
        return records.stream().map(Recorder::seen).toList();
    }

    /** The output as the command line prints it. */
    public byte[] bytes() {
        var out = new ByteArrayOutputStream();
        records.forEach(record -> out.writeBytes(OutputLine.bytes(record)));
        return out.toByteArray();
    }

    static Seen seen(LoggedRecord record) {
        var key = record.key();
        var bytes = record.value();
        return new Seen(
                record,
                key == null ? "" : new String(key, StandardCharsets.UTF_8),
                bytes != null && Json.read(bytes, JsonNode.class) instanceof Parsed.Valid<JsonNode>(var tree)
                        ? tree
                        : MissingNode.getInstance());
    }
}
