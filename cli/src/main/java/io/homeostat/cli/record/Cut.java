package io.homeostat.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import io.homeostat.common.contract.Json;
import io.homeostat.simulation.line.RecordingHead;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.List;

/**
 * The head of a recording: what it is, and what is not in it.
 *
 * @param from no event is older
 * @param to no event is younger
 * @param missing what the plane knew and the recording does not, in sentences; empty: it is whole, from an empty plane on
 */
record Cut(Instant from, Instant to, List<String> missing) {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int FORMAT = 1;

    /** The line, its end included. */
    byte[] line(String what) {
        var out = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            json.writeObjectFieldStart(RecordingHead.FIELD);
            json.writeNumberField("format", FORMAT);
            json.writeStringField("what", what);
            json.writeStringField("from", Json.instant(from));
            json.writeStringField("to", Json.instant(to));
            json.writeBooleanField("whole", missing.isEmpty());
            json.writeArrayFieldStart("missing");
            for (var sentence : missing) {
                json.writeString(sentence);
            }
            json.writeEndArray();
            json.writeEndObject();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        out.writeBytes("\n".getBytes(UTF_8));
        return out.toByteArray();
    }
}
