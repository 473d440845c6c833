package io.homeostat.common.streams;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicSpec;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The last net above the producer: a record that no topic takes would fail the transaction, and with it the task, again at
 * each attempt. First what explains a decision gives way, so that the decision itself is written; what is too large even
 * then is named by a dead letter (docs/decisions/0023-nothing-grows-by-input.md).
 */
final class Oversized {

    /** Bytes of key, value and headers that every topic of the plane takes; the rest is the frame of batch and record. */
    static final int RECORD_BYTES_MAX = TopicSpec.MESSAGE_BYTES_MAX - 4 * 1024;

    /** First word of the dead letter's error. */
    static final String CAUSE = "OVERSIZED_OUTPUT";

    private static final int HEADER_FRAME_BYTES = 10;
    private static final int TEXT_CHARACTERS_MAX = 1_024;
    private static final int KEY_CHARACTERS_MAX = 128;

    private Oversized() {}

    /** True if a topic takes the record. */
    static boolean fits(Record<String, byte[]> record) {
        return size(record) <= RECORD_BYTES_MAX;
    }

    /** Bytes of key, value and headers. */
    static long size(Record<String, byte[]> record) {
        long size = record.value() == null ? 0 : record.value().length;
        size += record.key() == null ? 0 : bytes(record.key());
        for (Header header : record.headers()) {
            size += HEADER_FRAME_BYTES + bytes(header.key()) + (header.value() == null ? 0 : header.value().length);
        }
        return size;
    }

    /**
     * The value without what only explains it: {@code evidence} is replaced by its size and hash, {@code message} and
     * {@code reason} are cut.
     */
    static byte[] reduced(byte[] value) {
        if (!(Json.readState(value, JsonNode.class) instanceof ObjectNode record)) {
            return value;
        }
        var evidence = record.get("evidence");
        if (evidence != null) {
            var bytes = Json.bytes(evidence);
            record.putObject("evidence").put("cutBytes", bytes.length).put("sha256", Ids.sha256Hex(bytes));
        }
        cut(record, "message");
        cut(record, "reason");
        return Json.bytes(record);
    }

    /** Why there is a dead letter instead of a record. */
    static String error(TopicSpec topic, @Nullable String key, long size) {
        var shown =
                key == null || key.length() <= KEY_CHARACTERS_MAX ? key : key.substring(0, KEY_CHARACTERS_MAX) + "…";
        return CAUSE + ": a record of " + size + " bytes for topic '" + topic.name() + "', key '" + shown
                + "', is more than the limit of " + RECORD_BYTES_MAX + " and was not written";
    }

    private static void cut(ObjectNode record, String field) {
        var text = record.path(field).textValue();
        if (text != null && text.length() > TEXT_CHARACTERS_MAX) {
            record.put(field, text.substring(0, TEXT_CHARACTERS_MAX) + "…");
        }
    }

    /** UTF-8 bytes at most; exact for ASCII, as our own keys are. */
    private static long bytes(String text) {
        return text.length() <= RECORD_BYTES_MAX
                ? text.getBytes(java.nio.charset.StandardCharsets.UTF_8).length
                : 3L * text.length();
    }
}
