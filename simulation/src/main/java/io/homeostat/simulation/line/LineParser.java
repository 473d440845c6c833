package io.homeostat.simulation.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Reads one line. A value that is an object or a list goes on byte by byte as it stands, so that the plane judges exactly
 * what was written; a text is the bytes of the text, not of its JSON.
 */
final class LineParser {

    private static final JsonFactory JSON = new JsonFactory();
    private static final Map<String, TopicSpec> TOPICS = topics();

    private final byte[] line;
    private final String place;
    private @Nullable Long timeMs;
    private @Nullable TopicSpec topic;
    private @Nullable Integer partition;
    private @Nullable Long offset;
    private boolean seed;
    private @Nullable String id;
    private @Nullable Long hopMs;
    private byte @Nullable [] key;
    private byte @Nullable [] value;
    private boolean valueGiven;
    private final RecordHeaders headers = new RecordHeaders();

    private LineParser(byte[] line, String place) {
        this.line = line;
        this.place = place;
    }

    /**
     * The line: a record, or the hop of one.
     *
     * @param place named where the line is broken
     */
    static Line parse(byte[] line, String place) throws MalformedInput {
        return new LineParser(line, place).parse();
    }

    private static Map<String, TopicSpec> topics() {
        var all = new HashMap<String, TopicSpec>();
        Topics.all().forEach(topic -> all.put(topic.name(), topic));
        return all;
    }

    private Line parse() throws MalformedInput {
        try (var parser = JSON.createParser(line)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw malformed("is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var field = parser.currentName();
                parser.nextToken();
                read(field, parser);
            }
            if (parser.nextToken() != null) {
                throw malformed("is more than one JSON object");
            }
        } catch (JsonProcessingException e) {
            throw malformed("is no JSON: " + firstLine(e.getOriginalMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException("reading from memory", e);
        }
        return complete();
    }

    private Line complete() throws MalformedInput {
        if (timeMs == null) {
            throw malformed("has no time");
        }
        if (topic == null) {
            throw malformed("has no topic");
        }
        if (partition != null && (partition < 0 || partition >= topic.partitions())) {
            throw malformed("partition " + partition + " is none of the " + topic.partitions() + " of " + topic.name());
        }
        if (offset != null && offset < 0) {
            throw malformed("offset " + offset + " lies before the first one");
        }
        long hop = hopMs == null ? 0 : hopMs;
        if (hop < 0) {
            throw malformed("hopMs " + hop + " runs back in time");
        }
        if (id == null) {
            if (seed && hop > 0) {
                throw malformed("is a seed, which stands in front of all events, and has a hop");
            }
            return new InputLine(timeMs, seed, topic, partition, offset, key, value, headers, hop);
        }
        if (valueGiven || seed || hopMs == null) {
            throw malformed("has an id: so it tells a hop, which has hopMs, and is neither a seed nor has it a value");
        }
        return new HopLine(timeMs, topic, id, hop);
    }

    private void read(String field, JsonParser parser) throws IOException, MalformedInput {
        switch (field) {
            case "time" -> timeMs = time(text(field, parser));
            case "topic" -> topic = topic(text(field, parser));
            case "key" ->
                key = parser.currentToken() == JsonToken.VALUE_NULL
                        ? null
                        : text(field, parser).getBytes(UTF_8);
            case "partition" -> {
                var number = whole(field, Integer.MAX_VALUE, parser);
                partition = number == null ? null : number.intValue();
            }
            case "offset" -> offset = whole(field, Long.MAX_VALUE - 1, parser);
            case "id" -> id = text(field, parser);
            case "hopMs" -> hopMs = whole(field, HopLine.HOP_MS_MAX, parser);
            case "seed" -> seed = parser.currentToken() == JsonToken.VALUE_TRUE;
            case "value" -> give(bytes(parser));
            case "valueBase64" -> give(base64(field, text(field, parser)));
            case "keyBase64" -> key = base64(field, text(field, parser));
            case "headers" -> headers(parser);
            default -> parser.skipChildren();
        }
    }

    private void give(byte @Nullable [] bytes) throws MalformedInput {
        if (valueGiven) {
            throw malformed("has two values");
        }
        valueGiven = true;
        value = bytes;
    }

    private byte @Nullable [] bytes(JsonParser parser) throws IOException {
        return switch (parser.currentToken()) {
            case VALUE_NULL -> null;
            case START_OBJECT, START_ARRAY -> {
                int from = (int) parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                yield Arrays.copyOfRange(
                        line, from, (int) parser.currentLocation().getByteOffset());
            }
            default -> parser.getText().getBytes(UTF_8);
        };
    }

    private byte[] base64(String field, String text) throws MalformedInput {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException e) {
            throw malformed(field + " is no Base64: " + e.getMessage());
        }
    }

    private void headers(JsonParser parser) throws IOException, MalformedInput {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        if (parser.currentToken() != JsonToken.START_OBJECT) {
            throw malformed("headers is no object");
        }
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var name = parser.currentName();
            if (parser.nextToken() == JsonToken.START_OBJECT) {
                headers.add(name, encoded(name, parser));
            } else {
                headers.add(name, text("header " + name, parser).getBytes(UTF_8));
            }
        }
    }

    /** A header that is no text: {@code {"base64":"…"}}. */
    private byte[] encoded(String name, JsonParser parser) throws IOException, MalformedInput {
        byte[] bytes = {};
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            parser.nextToken();
            bytes = base64("header " + name, text("header " + name, parser));
        }
        return bytes;
    }

    private long time(String text) throws MalformedInput {
        try {
            long ms = InputTime.parse(text);
            if (ms < 0) {
                throw malformed("time " + text + " lies before 1970");
            }
            return ms;
        } catch (DateTimeException | ArithmeticException e) {
            throw malformed("time '" + text + "' is no ISO-8601 instant");
        }
    }

    private TopicSpec topic(String name) throws MalformedInput {
        var found = TOPICS.get(name);
        if (found == null) {
            throw malformed("topic '" + name + "' is unknown");
        }
        return found;
    }

    private String text(String field, JsonParser parser) throws IOException, MalformedInput {
        if (parser.currentToken() != JsonToken.VALUE_STRING) {
            throw malformed(field + " is no text");
        }
        return parser.getText();
    }

    private @Nullable Long whole(String field, long max, JsonParser parser) throws IOException, MalformedInput {
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            return null;
        }
        if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
            throw malformed(field + " is no whole number");
        }
        try {
            long number = parser.getLongValue();
            if (number <= max) {
                return number;
            }
            throw malformed(field + " is no whole number up to " + max);
        } catch (JsonProcessingException e) {
            throw malformed(field + " is no whole number");
        }
    }

    private MalformedInput malformed(String reason) {
        return new MalformedInput(place, reason);
    }

    private static String firstLine(String text) {
        int end = text.indexOf('\n');
        return end < 0 ? text : text.substring(0, end);
    }
}
