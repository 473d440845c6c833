package io.homeostat.common.streams;

import io.homeostat.common.contract.Origin;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Headers of a misplaced record on its way to the right task: where it really stands in the log. */
final class Routing {

    private static final String TOPIC = "homeostat-origin-topic";
    private static final String PARTITION = "homeostat-origin-partition";
    private static final String OFFSET = "homeostat-origin-offset";
    private static final String TIME = "homeostat-origin-time";

    private Routing() {}

    static Headers headers(Origin origin) {
        var headers = new RecordHeaders();
        headers.add(TOPIC, origin.topic().getBytes(StandardCharsets.UTF_8));
        headers.add(PARTITION, number(origin.partition()));
        headers.add(OFFSET, number(origin.offset()));
        headers.add(TIME, number(origin.time().toEpochMilli()));
        return headers;
    }

    /** The origin in the headers, or null where they have none. */
    static @Nullable Origin origin(Headers headers) {
        var topic = headers.lastHeader(TOPIC);
        if (topic == null) {
            return null;
        }
        return new Origin(
                new String(topic.value(), StandardCharsets.UTF_8),
                (int) number(headers, PARTITION),
                number(headers, OFFSET),
                Instant.ofEpochMilli(number(headers, TIME)));
    }

    private static byte[] number(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }

    private static long number(Headers headers, String name) {
        return ByteBuffer.wrap(headers.lastHeader(name).value()).getLong();
    }
}
