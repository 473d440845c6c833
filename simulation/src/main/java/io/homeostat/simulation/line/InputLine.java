package io.homeostat.simulation.line;

import io.homeostat.common.topics.TopicSpec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record of the outside world.
 *
 * @param timeMs its time, at which it is appended if it has no hop, in milliseconds since 1970
 * @param seed true: it stood in a view before the services began
 * @param partition null: where the key belongs by murmur2, 0 without a key
 * @param offset by which readers know it; null: the next one of its partition
 * @param key null: none
 * @param value any bytes: the plane judges them
 * @param hopMs how much later than its time it is appended, in milliseconds: recorded writers do not append at once
 */
public record InputLine(
        long timeMs,
        boolean seed,
        TopicSpec topic,
        @Nullable Integer partition,
        @Nullable Long offset,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers,
        long hopMs)
        implements Line {

    /** A line with the next offset of its partition. */
    public InputLine(
            long timeMs,
            TopicSpec topic,
            @Nullable Integer partition,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers) {
        this(timeMs, false, topic, partition, null, key, value, headers, 0);
    }

    /** The same record, appended so much later than its time. */
    public InputLine after(long hopMs) {
        return new InputLine(timeMs, seed, topic, partition, offset, key, value, headers, hopMs);
    }

    /** A line where its key belongs. */
    public static InputLine of(long timeMs, TopicSpec topic, String key, String value) {
        return new InputLine(
                timeMs,
                topic,
                null,
                key.getBytes(StandardCharsets.UTF_8),
                value.getBytes(StandardCharsets.UTF_8),
                new RecordHeaders());
    }
}
