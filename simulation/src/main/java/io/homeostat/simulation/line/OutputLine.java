package io.homeostat.simulation.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.simulation.engine.LoggedRecord;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Instant;
import java.util.Base64;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * A record as a line: {@code {"time","topic","key","value","headers"}}. What is a line of the output can be one of an input.
 * A record of a real log also says where it stood: {@code "partition"}, {@code "offset"}, {@code "seed"}, {@code "hopMs"}.
 */
public final class OutputLine {

    private static final JsonFactory JSON = new JsonFactory();

    private OutputLine() {}

    /** The line's bytes, its end included. */
    public static byte[] bytes(LoggedRecord record) {
        return bytes(new InputLine(
                record.timestampMs(), record.topic(), null, record.key(), record.value(), record.headers()));
    }

    /** The bytes of a line of an input, its end included: read again, it is the same. */
    public static byte[] bytes(InputLine line) {
        return object(json -> {
            beginning(json, line.timeMs(), line.topic());
            place(json, line);
            key(json, line.key());
            value(json, line.value());
            json.writeObjectFieldStart("headers");
            for (var header : line.headers()) {
                header(json, header);
            }
            json.writeEndObject();
        });
    }

    /** The bytes of a line that tells a hop, its end included: read again, it is the same. */
    public static byte[] bytes(HopLine line) {
        return object(json -> {
            beginning(json, line.timeMs(), line.topic());
            json.writeStringField("id", line.id());
            json.writeNumberField("hopMs", line.hopMs());
        });
    }

    /** Writes fields. */
    @FunctionalInterface
    private interface Fields {
        void write(JsonGenerator json) throws IOException;
    }

    private static byte[] object(Fields fields) {
        var out = new ByteArrayOutputStream(1024);
        try (var json = JSON.createGenerator(out)) {
            json.writeStartObject();
            fields.write(json);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        out.write('\n');
        return out.toByteArray();
    }

    private static void beginning(JsonGenerator json, long timeMs, TopicSpec topic) throws IOException {
        json.writeStringField("time", Json.instant(Instant.ofEpochMilli(timeMs)));
        json.writeStringField("topic", topic.name());
    }

    private static void place(JsonGenerator json, InputLine line) throws IOException {
        if (line.seed()) {
            json.writeBooleanField("seed", true);
        }
        if (line.partition() != null) {
            json.writeNumberField("partition", line.partition());
        }
        if (line.offset() != null) {
            json.writeNumberField("offset", line.offset());
        }
        if (line.hopMs() > 0) {
            json.writeNumberField("hopMs", line.hopMs());
        }
    }

    private static void key(JsonGenerator json, byte @Nullable [] key) throws IOException {
        var text = key == null ? null : text(key);
        if (key == null || text != null) {
            json.writeStringField("key", text);
        } else {
            json.writeStringField("keyBase64", Base64.getEncoder().encodeToString(key));
        }
    }

    private static void value(JsonGenerator json, byte @Nullable [] value) throws IOException {
        if (value == null) {
            json.writeNullField("value");
            return;
        }
        var text = text(value);
        if (text == null) {
            json.writeStringField("valueBase64", Base64.getEncoder().encodeToString(value));
        } else if (isJson(value)) {
            json.writeFieldName("value");
            json.writeRawValue(text.replace('\n', ' ').replace('\r', ' ')); // within JSON they are only spaces
        } else {
            json.writeStringField("value", text);
        }
    }

    /** True for an object or a list; everything else is a text, and is read back as one. */
    private static boolean isJson(byte[] value) {
        try (var parser = JSON.createParser(value)) {
            var first = parser.nextToken();
            if (first != JsonToken.START_OBJECT && first != JsonToken.START_ARRAY) {
                return false;
            }
            parser.skipChildren();
            return parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    private static void header(JsonGenerator json, Header header) throws IOException {
        var text = header.value() == null ? null : text(header.value());
        if (text != null && text.chars().noneMatch(Character::isISOControl)) {
            json.writeStringField(header.key(), text);
        } else {
            json.writeObjectFieldStart(header.key());
            json.writeStringField(
                    "base64",
                    Base64.getEncoder().encodeToString(header.value() == null ? new byte[0] : header.value()));
            json.writeEndObject();
        }
    }

    private static @Nullable String text(byte[] bytes) {
        try {
            return UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
