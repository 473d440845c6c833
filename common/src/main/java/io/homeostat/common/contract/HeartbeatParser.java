package io.homeostat.common.contract;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The total parse of heartbeats, streaming, as this is the hot path: no tree, one pass, unknown fields skipped.
 * An instance parses one record.
 */
public final class HeartbeatParser {

    private @Nullable String workerId;
    private @Nullable String workerType;
    private @Nullable String service;
    private @Nullable String version;
    private @Nullable String environment;
    private @Nullable String incarnation;
    private @Nullable Long sequence;
    private Heartbeat.@Nullable Status status;
    private @Nullable Instant time;
    private @Nullable Double intervalSeconds;
    private @Nullable Integer healthScore;
    private @Nullable Long progress;
    private @Nullable String taskId;
    private Heartbeat.@Nullable Operations operations;
    private Heartbeat.@Nullable Resources resources;
    private Heartbeat.@Nullable Tokens tokens;
    private @Nullable Long killSwitchOffset;
    private boolean synthetic;

    private final JsonParser parser;

    private HeartbeatParser(JsonParser parser) {
        this.parser = parser;
    }

    /**
     * Parses one heartbeat.
     *
     * @param key the record's key; null or empty counts as absent, then {@code workerId} must be there
     * @param value the record's value
     */
    public static Parsed<Heartbeat> parse(@Nullable String key, byte @Nullable [] value) {
        if (value == null) {
            return Parsed.rejected("value", "is null");
        }
        if (value.length > Heartbeat.BYTES_MAX) {
            return new Parsed.Rejected<>(
                    "value", value.length + " bytes", "are more than the limit of " + Heartbeat.BYTES_MAX);
        }
        try (var parser = Json.FACTORY.createParser(value)) {
            return new Parsed.Valid<>(new HeartbeatParser(parser).read(key));
        } catch (JsonProcessingException e) {
            return Parsed.rejected("value", Json.firstLine(e));
        } catch (IOException e) {
            return Parsed.rejected("value", String.valueOf(e.getMessage()));
        } catch (RejectedField e) {
            return e.rejected();
        }
    }

    private Heartbeat read(@Nullable String key) throws IOException {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
            throw new RejectedField("value", "", "is no JSON object");
        }
        for (var name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
            field(name, parser.nextToken());
        }
        if (parser.nextToken() != null) {
            throw new RejectedField("value", "", "has something behind the JSON object");
        }
        var id = SubjectKey.of("workerId", workerId, key);
        var type = orElse(workerType, "default");
        return new Heartbeat(
                id,
                type,
                orElse(service, type),
                orElse(version, "unknown"),
                orElse(environment, "production"),
                incarnation,
                sequence,
                status == null ? Heartbeat.Status.RUNNING : status,
                time,
                intervalSeconds,
                healthScore,
                progress,
                taskId,
                operations,
                resources,
                tokens,
                killSwitchOffset,
                synthetic);
    }

    private void field(String name, JsonToken token) throws IOException {
        if (token == JsonToken.VALUE_NULL) {
            return;
        }
        switch (name) {
            case "workerId" -> workerId = text(name, WorkerId.LENGTH_MAX);
            case "workerType" -> workerType = text(name, Fields.NAME_CHARACTERS_MAX);
            case "service" -> service = text(name, Fields.NAME_CHARACTERS_MAX);
            case "version" -> version = text(name, Fields.NAME_CHARACTERS_MAX);
            case "environment" -> environment = text(name, Fields.NAME_CHARACTERS_MAX);
            case "incarnation" -> incarnation = incarnation(name);
            case "sequence" -> sequence = whole(name, Long.MAX_VALUE);
            case "status" -> status = status(name);
            case "time" -> time = instant(name);
            case "intervalSeconds" -> intervalSeconds = number(name);
            case "healthScore" -> healthScore = (int) whole(name, 100);
            case "progress" -> progress = signed(name);
            case "taskId" -> taskId = text(name, Fields.NAME_CHARACTERS_MAX);
            case "operations" -> operations = operations();
            case "resources" -> resources = resources();
            case "tokens" -> tokens = tokens();
            case "killSwitchOffset" -> killSwitchOffset = whole(name, Long.MAX_VALUE);
            case "synthetic" -> synthetic = flag(name);
            default -> parser.skipChildren();
        }
    }

    private Heartbeat.Operations operations() throws IOException {
        var counts = new long[2];
        nested("operations", (name, path) -> {
            switch (name) {
                case "succeeded" -> counts[0] = whole(path, Long.MAX_VALUE);
                case "failed" -> counts[1] = whole(path, Long.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        return new Heartbeat.Operations(counts[0], counts[1]);
    }

    private Heartbeat.Tokens tokens() throws IOException {
        var counts = new long[2];
        nested("tokens", (name, path) -> {
            switch (name) {
                case "allocated" -> counts[0] = whole(path, Long.MAX_VALUE);
                case "used" -> counts[1] = whole(path, Long.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        return new Heartbeat.Tokens(counts[0], counts[1]);
    }

    private Heartbeat.Resources resources() throws IOException {
        var numbers = new @Nullable Double[2];
        var openFiles = new @Nullable Long[1];
        nested("resources", (name, path) -> {
            switch (name) {
                case "cpuPercent" -> numbers[0] = number(path);
                case "memoryMb" -> numbers[1] = number(path);
                case "openFiles" -> openFiles[0] = whole(path, Long.MAX_VALUE);
                default -> parser.skipChildren();
            }
        });
        return new Heartbeat.Resources(numbers[0], numbers[1], openFiles[0]);
    }

    private interface NestedField {
        void read(String name, String path) throws IOException;
    }

    private void nested(String name, NestedField reader) throws IOException {
        if (!parser.isExpectedStartObjectToken()) {
            throw wrong(name, "is no object");
        }
        for (var inner = parser.nextFieldName(); inner != null; inner = parser.nextFieldName()) {
            if (parser.nextToken() != JsonToken.VALUE_NULL) {
                reader.read(inner, name + '.' + inner);
            }
        }
    }

    private String text(String name, int charactersMax) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_STRING)) {
            throw wrong(name, "is not a text");
        }
        var text = parser.getText();
        if (text.length() > charactersMax) {
            throw wrong(name, "has more than " + charactersMax + " characters");
        }
        return text;
    }

    private String incarnation(String name) throws IOException {
        var text = text(name, WorkerId.LENGTH_MAX);
        // "~n" is what heartbeat-service assigns to workers that send none (mechanics 14): nobody else may claim it.
        if (text.isEmpty() || text.startsWith("~")) {
            throw wrong(name, "is empty or begins with the reserved ~");
        }
        return text;
    }

    private long whole(String name, long max) throws IOException {
        long value = signed(name);
        if (value < 0 || value > max) {
            throw wrong(name, "is not within 0 and " + max);
        }
        return value;
    }

    private long signed(String name) throws IOException {
        if (!parser.hasToken(JsonToken.VALUE_NUMBER_INT)) {
            throw wrong(name, "is not a whole number");
        }
        if (parser.getNumberType() == JsonParser.NumberType.BIG_INTEGER) {
            throw wrong(name, "is out of range");
        }
        return parser.getLongValue();
    }

    private double number(String name) throws IOException {
        if (!parser.currentToken().isNumeric()) {
            throw wrong(name, "is not a number");
        }
        double value = parser.getDoubleValue();
        if (value < 0 || Double.isInfinite(value)) {
            throw wrong(name, "is negative or too large");
        }
        return value;
    }

    private boolean flag(String name) throws IOException {
        if (!parser.currentToken().isBoolean()) {
            throw wrong(name, "is not true or false");
        }
        return parser.getBooleanValue();
    }

    private Instant instant(String name) throws IOException {
        var instant = Instants.parse(text(name, 64));
        if (instant == null) {
            throw wrong(name, Instants.REASON);
        }
        return instant;
    }

    private Heartbeat.Status status(String name) throws IOException {
        var text = text(name, 32);
        for (var constant : Heartbeat.Status.values()) {
            if (constant.name().equals(text)) {
                return constant;
            }
        }
        throw wrong(name, "is none of " + Arrays.toString(Heartbeat.Status.values()));
    }

    private RejectedField wrong(String name, String reason) throws IOException {
        return new RejectedField(name, String.valueOf(parser.getText()), reason);
    }

    private static String orElse(@Nullable String text, String otherwise) {
        return text == null || text.isEmpty() ? otherwise : text;
    }
}
