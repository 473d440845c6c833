package io.homeostat.common.contract;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object with types and bounds; the first wrong field ends the parse with a rejection
 * which names it. Unknown fields are not looked at.
 */
public final class Fields {

    /** Longest name of a type, service, version, environment, task, agent or actor. */
    public static final int NAME_CHARACTERS_MAX = 256;

    private final JsonNode object;
    private final String path;

    private Fields(JsonNode object, String path) {
        this.object = object;
        this.path = path;
    }

    /**
     * The total parse {@code bytes → Valid | Rejected}.
     *
     * @param bytes the record's value; null is refused (a tombstone is not an input)
     * @param bytesMax limit of the topic's records in bytes, ours and independent of the broker's batch limit
     * @param reader builds the value from the fields
     */
    public static <T> Parsed<T> parse(byte @Nullable [] bytes, int bytesMax, Function<Fields, T> reader) {
        if (bytes == null) {
            return Parsed.rejected("value", "is null");
        }
        if (bytes.length > bytesMax) {
            return new Parsed.Rejected<>("value", bytes.length + " bytes", "are more than the limit of " + bytesMax);
        }
        try {
            var tree = Json.MAPPER.readTree(bytes);
            if (!tree.isObject()) {
                return Parsed.rejected("value", "is no JSON object");
            }
            return new Parsed.Valid<>(reader.apply(new Fields(tree, "")));
        } catch (JsonProcessingException e) {
            return Parsed.rejected("value", Json.firstLine(e));
        } catch (IOException e) {
            return Parsed.rejected("value", String.valueOf(e.getMessage()));
        } catch (RejectedField e) {
            return e.rejected();
        }
    }

    /** The worker id in {@code name}. */
    public String workerId(String name) {
        var id = text(name, WorkerId.LENGTH_MAX);
        if (!WorkerId.isValid(id)) {
            throw rejected(name, id, "is no worker id: [A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");
        }
        return id;
    }

    /** A text that must be there and must not be empty. */
    public String text(String name, int charactersMax) {
        var text = optionalText(name, charactersMax);
        if (text == null) {
            throw rejected(name, "", "is missing");
        }
        if (text.isEmpty()) {
            throw rejected(name, "", "is empty");
        }
        return text;
    }

    /** A text or null where the field is absent or null. */
    public @Nullable String optionalText(String name, int charactersMax) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isTextual()) {
            throw rejected(name, node.toString(), "is not a text");
        }
        var text = node.textValue();
        if (text.length() > charactersMax) {
            throw rejected(name, text, "has more than " + charactersMax + " characters");
        }
        return text;
    }

    /** A text with a default. */
    public String textOr(String name, String otherwise) {
        var text = optionalText(name, NAME_CHARACTERS_MAX);
        return text == null || text.isEmpty() ? otherwise : text;
    }

    /** A whole number within inclusive bounds, or null where absent. */
    public @Nullable Long optionalWhole(String name, long min, long max) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isIntegralNumber() || !node.canConvertToLong()) {
            throw rejected(name, node.toString(), "is not a whole number");
        }
        long value = node.longValue();
        if (value < min || value > max) {
            throw rejected(name, node.toString(), "is not within " + min + " and " + max);
        }
        return value;
    }

    /** An exact decimal within inclusive bounds, or null where absent. */
    public @Nullable BigDecimal optionalDecimal(String name, BigDecimal min, BigDecimal max) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isNumber()) {
            throw rejected(name, node.toString(), "is not a number");
        }
        var value = node.decimalValue();
        if (!Decimals.isMeasurable(value)) {
            throw rejected(name, node.toString(), "is beyond what a measure can be");
        }
        if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
            throw rejected(name, node.toString(), "is not within " + min + " and " + max);
        }
        return value;
    }

    /** True or false, or null where absent. */
    public @Nullable Boolean optionalFlag(String name) {
        return present(name) == null ? null : Boolean.valueOf(flag(name));
    }

    /** True or false; absent means false. */
    public boolean flag(String name) {
        var node = present(name);
        if (node != null && !node.isBoolean()) {
            throw rejected(name, node.toString(), "is not true or false");
        }
        return node != null && node.booleanValue();
    }

    /** An ISO-8601 instant or null where absent. */
    public @Nullable Instant optionalInstant(String name) {
        var text = optionalText(name, 64);
        if (text == null) {
            return null;
        }
        var instant = Instants.parse(text);
        if (instant == null) {
            throw rejected(name, text, Instants.REASON);
        }
        return instant;
    }

    /** An enum constant by its exact name, or null where absent. */
    public <E extends Enum<E>> @Nullable E optionalEnum(String name, Class<E> type) {
        var text = optionalText(name, NAME_CHARACTERS_MAX);
        return text == null ? null : constant(name, text, type);
    }

    /** An enum constant that must be there. */
    public <E extends Enum<E>> E requiredEnum(String name, Class<E> type) {
        return constant(name, text(name, NAME_CHARACTERS_MAX), type);
    }

    /** A nested object, or null where absent. */
    public <T> @Nullable T optionalObject(String name, Function<Fields, T> reader) {
        var node = present(name);
        if (node == null) {
            return null;
        }
        if (!node.isObject()) {
            throw rejected(name, node.toString(), "is no object");
        }
        return reader.apply(new Fields(node, path + name + '.'));
    }

    /** Nested objects by key; empty where absent. */
    public <T> Map<String, T> objects(String name, Function<Fields, T> reader) {
        var all = new LinkedHashMap<String, T>();
        optionalObject(name, nested -> {
            nested.object.fieldNames().forEachRemaining(key -> {
                var value = nested.optionalObject(key, reader);
                if (value != null) {
                    all.put(key, value);
                }
            });
            return all;
        });
        return all;
    }

    /** Texts by key; empty where absent. */
    public Map<String, String> texts(String name, int charactersMax) {
        var all = new LinkedHashMap<String, String>();
        optionalObject(name, nested -> {
            nested.object.fieldNames().forEachRemaining(key -> all.put(key, nested.text(key, charactersMax)));
            return all;
        });
        return all;
    }

    /** A list of texts; empty where absent. */
    public java.util.List<String> textList(String name, int charactersMax) {
        var node = present(name);
        if (node == null) {
            return java.util.List.of();
        }
        if (!node.isArray()) {
            throw rejected(name, node.toString(), "is no list");
        }
        var all = new java.util.ArrayList<String>();
        for (var item : node) {
            if (!item.isTextual() || item.textValue().length() > charactersMax) {
                throw rejected(
                        name + '[' + all.size() + ']', item.toString(), "is no text of at most " + charactersMax);
            }
            all.add(item.textValue());
        }
        return java.util.List.copyOf(all);
    }

    /** The raw tree of a field, for parts that have a reader of their own. */
    public @Nullable JsonNode tree(String name) {
        return present(name);
    }

    /** Ends the parse: {@code name} holds {@code found}, which {@code reason}. */
    public RuntimeException rejected(String name, String found, String reason) {
        return new RejectedField(path + name, found, reason);
    }

    private <E extends Enum<E>> E constant(String name, String text, Class<E> type) {
        for (var constant : type.getEnumConstants()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw rejected(name, text, "is none of " + Arrays.toString(type.getEnumConstants()));
    }

    private @Nullable JsonNode present(String name) {
        var node = object.get(name);
        return node == null || node.isNull() ? null : node;
    }
}
