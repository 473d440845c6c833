package io.homeostat.simulation;

import io.homeostat.common.topics.TopicSpec;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * A record of the outside world.
 *
 * @param timeMs when it is appended, in milliseconds since 1970
 * @param partition null: where the key belongs by murmur2, 0 without a key
 * @param key null: none
 * @param value any bytes: the plane judges them
 */
public record InputLine(
        long timeMs,
        TopicSpec topic,
        @Nullable Integer partition,
        byte @Nullable [] key,
        byte @Nullable [] value,
        Headers headers) {

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
