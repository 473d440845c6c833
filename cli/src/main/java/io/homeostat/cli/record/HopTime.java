package io.homeostat.cli.record;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.streams.CloudEvents;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.simulation.line.HopLine;
import java.time.DateTimeException;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/** How long a service took from what caused a record to the record. Pure. */
final class HopTime {

    private HopTime() {}

    /**
     * The hop of a record in milliseconds.
     *
     * @param timestampMs of the record: in a topic with append times that tells when it was written, elsewhere its header does
     * @return null: the record does not tell, or nothing that can be a hop
     */
    static @Nullable Long of(TopicSpec topic, long timestampMs, Headers headers) {
        var cause = instant(headers, "ce_time");
        var written =
                topic.appendTime() ? Instant.ofEpochMilli(timestampMs) : instant(headers, CloudEvents.RECORDED_TIME);
        if (cause == null || written == null) {
            return null;
        }
        long hopMs = written.toEpochMilli() - cause.toEpochMilli();
        return hopMs < 0 || hopMs > HopLine.HOP_MS_MAX ? null : hopMs;
    }

    /** A header of anybody's making: what is no instant tells nothing. */
    private static @Nullable Instant instant(Headers headers, String name) {
        var header = headers.lastHeader(name);
        if (header == null || header.value() == null) {
            return null;
        }
        try {
            return Instant.parse(new String(header.value(), UTF_8));
        } catch (DateTimeException e) {
            return null;
        }
    }
}
