package io.homeostat.simulation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.topics.TopicSpec;
import io.homeostat.simulation.engine.Delays;
import io.homeostat.simulation.line.HopLine;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * How long the services of a real plane took to write what is now decided again. A record of another id, as other policies
 * bring it, has no hop; one that is decided earlier or later than it really was takes as long as the real one took.
 */
final class Hops implements Delays {

    private record Of(String topic, String id) {}

    /** In the order of their lines. */
    private final Map<Of, HopLine> known = new LinkedHashMap<>();

    void add(HopLine line) {
        var of = new Of(line.topic().name(), line.id());
        known.remove(of);
        known.put(of, line);
    }

    /** Nothing will be decided again any more that stands before this time. */
    void forgetBefore(long ms) {
        var oldest = known.values().iterator();
        while (oldest.hasNext() && oldest.next().timeMs() < ms) {
            oldest.remove();
        }
    }

    @Override
    public long appendMs(TopicSpec topic, Headers headers) {
        if (known.isEmpty()) {
            return 0;
        }
        var id = text(headers, "ce_id");
        var hop = id == null ? null : known.get(new Of(topic.name(), id));
        var cause = hop == null ? null : text(headers, "ce_time");
        return hop == null || cause == null ? 0 : Instant.parse(cause).toEpochMilli() + hop.hopMs();
    }

    private static @Nullable String text(Headers headers, String name) {
        var header = headers.lastHeader(name);
        return header == null ? null : new String(header.value(), UTF_8);
    }
}
