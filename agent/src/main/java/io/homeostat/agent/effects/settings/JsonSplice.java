package io.homeostat.agent.effects.settings;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Replaces values in the text of a JSON object; every other byte stays: order, spaces, the way numbers are written. */
final class JsonSplice {

    private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

    /** Where a value stands. */
    private record Span(int from, int to) {}

    private JsonSplice() {}

    /**
     * The text with these values.
     *
     * @param values by the names of members that the object has
     * @throws IOException if it is no such object, or not in UTF-8
     */
    static byte[] replace(byte[] text, Map<String, JsonNode> values) throws IOException {
        int start = Arrays.equals(text, 0, Math.min(3, text.length), BYTE_ORDER_MARK, 0, 3) ? 3 : 0;
        var body = Arrays.copyOfRange(text, start, text.length);
        var spans = spans(body, values);
        var out = new ByteArrayOutputStream(text.length + 64);
        out.write(text, 0, start);
        int from = 0;
        for (var span : spans.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(java.util.Comparator.comparingInt(Span::from)))
                .toList()) {
            out.write(body, from, span.getValue().from() - from);
            var value = values.get(span.getKey());
            out.writeBytes(
                    ExactJson.text(java.util.Objects.requireNonNull(value)).getBytes(UTF_8));
            from = span.getValue().to();
        }
        out.write(body, from, body.length - from);
        var result = out.toByteArray();
        check(body, Arrays.copyOfRange(result, start, result.length), values);
        return result;
    }

    private static Map<String, Span> spans(byte[] body, Map<String, JsonNode> values) throws IOException {
        var spans = new HashMap<String, Span>();
        try (var parser = ExactJson.FACTORY.createParser(body)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new IOException("is no JSON object");
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var name = parser.currentName();
                parser.nextToken();
                long from = parser.currentTokenLocation().getByteOffset();
                parser.skipChildren();
                parser.finishToken();
                long to = parser.currentLocation().getByteOffset();
                if (values.containsKey(name)) {
                    if (from < 0 || to <= from) {
                        throw new IOException("is not in UTF-8");
                    }
                    spans.put(name, new Span((int) from, (int) to));
                }
            }
        }
        if (spans.size() < values.size()) {
            throw new IOException("lacks one of the settings " + values.keySet());
        }
        return spans;
    }

    /** What goes to disk is read once more before: it must be the same object with the new values, and nothing else. */
    private static void check(byte[] before, byte[] after, Map<String, JsonNode> values) throws IOException {
        var expected = ExactJson.object(before);
        values.forEach(expected::set);
        if (!ExactJson.same(expected, ExactJson.object(after))) {
            throw new IOException("cannot be changed in place");
        }
    }
}
