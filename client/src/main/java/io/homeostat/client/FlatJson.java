package io.homeostat.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The plain values of one JSON object by field, those of objects within it by {@code outer.inner}. Values are
 * {@link Boolean}, {@link String}, {@link Long} or {@link Double}; null, lists and what lies deeper are left out.
 *
 * <p>Bounded in bytes, depth, length of texts and numbers. A field that is there twice makes the whole record unclear:
 * readers that take the first and readers that take the last would disagree about it.
 */
final class FlatJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(16)
                    .maxStringLength(16 * 1024)
                    .maxNameLength(256)
                    .maxNumberLength(64)
                    .build())
            .build();

    private FlatJson() {}

    /**
     * Reads a record.
     *
     * @throws UnclearRecord if the bytes are no such object, or more than {@code bytesMax}
     */
    static Map<String, Object> read(byte[] bytes, int bytesMax) throws UnclearRecord {
        if (bytes.length > bytesMax) {
            throw new UnclearRecord("it has " + bytes.length + " bytes, more than " + bytesMax);
        }
        var fields = new LinkedHashMap<String, Object>();
        try (var json = JSON.createParser(bytes)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new UnclearRecord("it is no JSON object");
            }
            object(json, "", fields);
            if (json.nextToken() != null) {
                throw new UnclearRecord("something follows its JSON object");
            }
            return fields;
        } catch (JsonProcessingException malformed) {
            throw new UnclearRecord("it is no valid JSON: " + malformed.getOriginalMessage());
        } catch (IOException unreadable) {
            throw new UnclearRecord("it is no valid JSON: " + unreadable.getMessage());
        }
    }

    private static void object(JsonParser json, String prefix, Map<String, Object> fields) throws IOException {
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            var name = prefix + json.currentName();
            switch (json.nextToken()) {
                case VALUE_TRUE -> fields.put(name, true);
                case VALUE_FALSE -> fields.put(name, false);
                case VALUE_STRING -> fields.put(name, json.getText());
                case VALUE_NUMBER_INT -> whole(json, name, fields);
                case VALUE_NUMBER_FLOAT -> fields.put(name, json.getDoubleValue());
                case START_OBJECT -> nested(json, prefix, name, fields);
                case null, default -> json.skipChildren();
            }
        }
    }

    private static void nested(JsonParser json, String prefix, String name, Map<String, Object> fields)
            throws IOException {
        if (prefix.isEmpty()) {
            object(json, name + '.', fields);
        } else {
            json.skipChildren();
        }
    }

    // Beyond 64 bits it is no value of ours; as infinity it fits nowhere, and the rest of the record is still read.
    private static void whole(JsonParser json, String name, Map<String, Object> fields) throws IOException {
        if (json.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            fields.put(name, Double.POSITIVE_INFINITY);
        } else {
            fields.put(name, json.getLongValue());
        }
    }
}
