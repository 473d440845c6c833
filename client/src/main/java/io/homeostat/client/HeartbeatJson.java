package io.homeostat.client;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import org.jspecify.annotations.Nullable;

/** The wire form of a heartbeat: one JSON object in UTF-8, fields in the contract's order, unknown ones left out. */
final class HeartbeatJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    private static final DateTimeFormatter MILLISECONDS =
            new DateTimeFormatterBuilder().appendInstant(3).toFormatter();

    private final WorkerIdentity identity;
    private final String intervalSeconds;

    HeartbeatJson(WorkerIdentity identity, Duration interval) {
        this.identity = identity;
        this.intervalSeconds =
                BigDecimal.valueOf(interval.toMillis(), 3).stripTrailingZeros().toPlainString();
    }

    byte[] bytes(Beat beat) {
        var bytes = new ByteArrayOutputStream(512);
        try (var json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            writeIdentity(json);
            json.writeNumberField("sequence", beat.sequence());
            json.writeStringField("status", beat.status().name());
            json.writeStringField("time", MILLISECONDS.format(beat.time()));
            json.writeFieldName("intervalSeconds");
            json.writeNumber(intervalSeconds);
            writeCondition(json, beat.condition());
            writeOperations(json, beat.operations());
            writeResources(json, beat.resources());
            writeTokens(json, beat.condition().tokens());
            writeKnown(json, "killSwitchOffset", beat.killSwitchOffset());
            json.writeEndObject();
        } catch (IOException impossible) {
            throw new UncheckedIOException("memory cannot fail", impossible);
        }
        return bytes.toByteArray();
    }

    private void writeIdentity(JsonGenerator json) throws IOException {
        json.writeStringField("workerId", identity.workerId());
        writeText(json, "workerType", identity.workerType());
        writeText(json, "service", identity.service());
        writeText(json, "version", identity.version());
        writeText(json, "environment", identity.environment());
        json.writeStringField("incarnation", identity.incarnation());
    }

    private static void writeCondition(JsonGenerator json, Beat.Condition condition) throws IOException {
        writeKnown(json, "healthScore", condition.healthScore());
        writeKnown(json, "progress", condition.progress());
        writeText(json, "taskId", condition.taskId());
    }

    private static void writeOperations(JsonGenerator json, Beat.Operations operations) throws IOException {
        json.writeObjectFieldStart("operations");
        json.writeNumberField("succeeded", operations.succeeded());
        json.writeNumberField("failed", operations.failed());
        json.writeEndObject();
    }

    private static void writeResources(JsonGenerator json, Beat.Resources resources) throws IOException {
        if (resources.equals(Beat.Resources.NOT_SAMPLED)) {
            return;
        }
        json.writeObjectFieldStart("resources");
        writeKnown(json, "cpuPercent", resources.cpuPercent());
        writeKnown(json, "memoryMb", resources.memoryMb());
        writeKnown(json, "openFiles", resources.openFiles());
        json.writeEndObject();
    }

    private static void writeTokens(JsonGenerator json, Beat.@Nullable Tokens tokens) throws IOException {
        if (tokens == null) {
            return;
        }
        json.writeObjectFieldStart("tokens");
        json.writeNumberField("allocated", tokens.allocated());
        json.writeNumberField("used", tokens.used());
        json.writeEndObject();
    }

    private static void writeKnown(JsonGenerator json, String field, long value) throws IOException {
        if (value != Beat.UNKNOWN) {
            json.writeNumberField(field, value);
        }
    }

    private static void writeText(JsonGenerator json, String field, @Nullable String value) throws IOException {
        if (value != null) {
            json.writeStringField(field, wellFormed(value));
        }
    }

    /** Half of a surrogate pair has no UTF-8 form: one in a task id must not silence the worker. */
    private static String wellFormed(String text) {
        if (text.chars().noneMatch(unit -> Character.isSurrogate((char) unit))) {
            return text;
        }
        var whole = new StringBuilder(text.length());
        text.codePoints()
                .map(codePoint -> Character.getType(codePoint) == Character.SURROGATE ? 0xFFFD : codePoint)
                .forEach(whole::appendCodePoint);
        return whole.toString();
    }
}
