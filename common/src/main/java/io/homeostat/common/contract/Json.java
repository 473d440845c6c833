package io.homeostat.common.contract;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdSerializer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * JSON as the contract writes it: UTF-8, camelCase, absent instead of null, instants in UTC with exactly three digits.
 * Reading is bounded in depth, strings, numbers and tokens (docs/decisions/0004-bounded-parsing.md).
 */
public final class Json {

    private static final int DEPTH_MAX = 16;
    private static final int NAME_CHARACTERS_MAX = 128;
    private static final int NUMBER_CHARACTERS_MAX = 32;
    private static final int STRING_CHARACTERS_MAX = 64 * 1024;
    private static final int TOKENS_MAX = 20_000;

    private static final DateTimeFormatter INSTANT = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(DEPTH_MAX)
                    .maxNameLength(NAME_CHARACTERS_MAX)
                    .maxNumberLength(NUMBER_CHARACTERS_MAX)
                    .maxStringLength(STRING_CHARACTERS_MAX)
                    .maxTokenCount(TOKENS_MAX)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .disable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
            .build();

    static final ObjectMapper MAPPER = mapper(FACTORY);

    private static final ObjectMapper STATE = mapper(new JsonFactory());

    private Json() {}

    private static ObjectMapper mapper(JsonFactory factory) {
        return JsonMapper.builder(factory)
                .addModule(new SimpleModule()
                        .addSerializer(Instant.class, new InstantSerializer())
                        .addDeserializer(Instant.class, new InstantDeserializer()))
                .defaultPropertyInclusion(
                        JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.NON_NULL))
                .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
                .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .build();
    }

    /** UTF-8 bytes of {@code value}. @throws UncheckedIOException when a type of ours cannot be written: a bug. */
    public static byte[] bytes(Object value) {
        try {
            return MAPPER.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write " + value.getClass().getName(), e);
        }
    }

    /** {@code value} as one line of text. */
    public static String text(Object value) {
        return new String(bytes(value), StandardCharsets.UTF_8);
    }

    /** UTF-8 bytes of a tree with the keys of its objects in order, so that equal trees have equal bytes. */
    static byte[] sorted(JsonNode tree) {
        try {
            return MAPPER.writer().with(JsonNodeFeature.WRITE_PROPERTIES_SORTED).writeValueAsBytes(tree);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("cannot write a tree", e);
        }
    }

    /** {@code value} as a tree, for policies and evidence. */
    public static JsonNode tree(Object value) {
        return MAPPER.valueToTree(value);
    }

    /**
     * Reads a record that a service of ours wrote (views, stores, internal topics).
     *
     * @return the value, or the reason why the bytes are none
     */
    public static <T> Parsed<T> read(byte[] bytes, Class<T> type) {
        return read(MAPPER, bytes, type);
    }

    private static <T> Parsed<T> read(ObjectMapper mapper, byte[] bytes, Class<T> type) {
        try {
            T value = mapper.readValue(bytes, type);
            return value == null ? Parsed.rejected("value", "is null") : new Parsed.Valid<>(value);
        } catch (JsonProcessingException e) {
            return Parsed.rejected("value", firstLine(e));
        } catch (IOException e) {
            return Parsed.rejected("value", String.valueOf(e.getMessage()));
        }
    }

    /**
     * Like {@link #read} for state that only we write: the bounds for the outside world do not apply to it.
     *
     * @throws IllegalStateException when it cannot be read
     */
    public static <T> T readState(byte[] bytes, Class<T> type) {
        return switch (read(STATE, bytes, type)) {
            case Parsed.Valid<T>(var value) -> value;
            case Parsed.Rejected<T> rejected ->
                throw new IllegalStateException("corrupt " + type.getSimpleName() + ": " + rejected.message());
        };
    }

    /** The instant as the contract writes it, for example {@code 2026-11-22T05:44:00.000Z}. */
    public static String instant(Instant instant) {
        return INSTANT.format(instant);
    }

    static String firstLine(JsonProcessingException e) {
        var message = e.getOriginalMessage();
        int end = message.indexOf('\n');
        return "is no valid JSON for this topic: " + (end < 0 ? message : message.substring(0, end));
    }

    private static final class InstantSerializer extends StdSerializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantSerializer() {
            super(Instant.class);
        }

        @Override
        public void serialize(Instant value, JsonGenerator generator, SerializerProvider provider) throws IOException {
            generator.writeString(instant(value));
        }
    }

    private static final class InstantDeserializer extends StdDeserializer<Instant> {
        private static final long serialVersionUID = 1L;

        InstantDeserializer() {
            super(Instant.class);
        }

        @Override
        public Instant deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            try {
                return Instant.parse(parser.getText());
            } catch (java.time.format.DateTimeParseException e) {
                throw context.weirdStringException(parser.getText(), Instant.class, "is no ISO-8601 instant");
            }
        }
    }
}
