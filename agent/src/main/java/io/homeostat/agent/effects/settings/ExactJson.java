package io.homeostat.agent.effects.settings;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;

/** JSON that others wrote, read and written again without a change of any number: {@code 0.50} stays {@code 0.50}. */
final class ExactJson {

    private static final int DEPTH_MAX = 64;
    private static final int PLAIN_SCALE_MAX = 64;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(
                    StreamReadConstraints.builder().maxNestingDepth(DEPTH_MAX).build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION) // with two of a name nobody knows which one counts
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    private static final ObjectMapper MAPPER = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
            .build();

    /** Numbers by their value, everything else as it stands. */
    private static final Comparator<JsonNode> BY_VALUE = (a, b) ->
            a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : (a.equals(b) ? 0 : 1);

    private ExactJson() {}

    /**
     * The object in a text.
     *
     * @throws IOException with one line that says why there is none; it quotes nothing of the text
     */
    static ObjectNode object(byte[] text) throws IOException {
        try {
            if (MAPPER.readTree(text) instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            var place =
                    e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr();
            throw new IOException("is not valid JSON" + place, e);
        }
        throw new IOException("is no JSON object");
    }

    static boolean same(JsonNode a, JsonNode b) {
        return a.equals(BY_VALUE, b);
    }

    static byte[] bytes(JsonNode node) {
        try {
            return MAPPER.writeValueAsBytes(node);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a JSON tree cannot be written", e);
        }
    }

    /** A value as {@link #text} writes it. */
    static JsonNode plain(JsonNode node) {
        return node.isBigDecimal()
                        && node.decimalValue().scale() < 0
                        && node.decimalValue().scale() >= -PLAIN_SCALE_MAX
                ? com.fasterxml.jackson.databind.node.BigIntegerNode.valueOf(
                        node.decimalValue().toBigIntegerExact())
                : node;
    }

    /** The text of a value; a whole number never as {@code 1E+3}, which not every reader takes for one. */
    static String text(JsonNode node) {
        return node.isBigDecimal() && Math.abs(node.decimalValue().scale()) <= PLAIN_SCALE_MAX
                ? node.decimalValue().toPlainString()
                : new String(bytes(node), java.nio.charset.StandardCharsets.UTF_8);
    }
}
