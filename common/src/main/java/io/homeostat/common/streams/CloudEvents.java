package io.homeostat.common.streams;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.topics.TopicSpec;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** Headers of every record that a service writes: CloudEvents 1.0 Kafka binary binding and W3C trace context. */
public final class CloudEvents {

    /**
     * The CloudEvents extension {@code recordedtime}: when a record was written, by its writer's clock. Nothing is decided by
     * it. Views and logs bear the time of their cause as their timestamp, so how long a decision took is told nowhere else.
     */
    public static final String RECORDED_TIME = "ce_recordedtime";

    private CloudEvents() {}

    /**
     * The headers of one record.
     *
     * @param type status or type within the topic
     * @param time timestamp of the record or tick that caused this one
     * @param recorded by the clock of who writes it
     */
    public static Headers of(
            String service,
            TopicSpec topic,
            String key,
            Provenance provenance,
            String type,
            Instant time,
            Instant recorded) {
        var headers = of(service, topic, key, provenance, type, time);
        add(headers, RECORDED_TIME, Json.instant(recorded));
        return headers;
    }

    /** The headers of a record that stands in a topic with append times: when it was written can be seen there. */
    public static Headers of(
            String service, TopicSpec topic, String key, Provenance provenance, String type, Instant time) {
        var headers = new RecordHeaders();
        add(headers, "ce_specversion", "1.0");
        add(headers, "ce_id", provenance.id());
        add(headers, "ce_type", "io.homeostat." + topic.name() + "." + type);
        add(headers, "ce_source", "/services/" + service);
        add(headers, "ce_time", Json.instant(time));
        add(headers, "ce_subject", key);
        add(headers, "content-type", "application/json");
        var incident = provenance.incidentId();
        add(
                headers,
                "traceparent",
                Ids.traceparent(incident == null ? provenance.causeId() : incident, provenance.id()));
        return headers;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
