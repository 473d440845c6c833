package io.homeostat.common.streams;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** What a processor writes to: records of the contract with their headers, forwarded to the stage's sinks. */
public final class Outbox {

    private final ProcessorContext<String, Object> context;
    private final Stage stage;

    /** @param context of the processor whose children the stage's sinks are */
    public Outbox(ProcessorContext<String, Object> context, Stage stage) {
        this.context = context;
        this.stage = stage;
    }

    /**
     * Writes a record.
     *
     * @param value becomes the JSON
     * @param provenance of the value, for the headers
     * @param type status or type within the topic
     * @param time timestamp of the record or tick that caused this one
     */
    public void send(TopicSpec topic, String key, Object value, Provenance provenance, String type, Instant time) {
        var headers = CloudEvents.of(stage.service(), topic, key, provenance, type, time);
        forward(topic, new Record<>(key, Json.bytes(value), time.toEpochMilli(), headers));
    }

    /** Removes a key from a view. */
    public void tombstone(TopicSpec topic, String key, Provenance provenance, Instant time) {
        var headers = CloudEvents.of(stage.service(), topic, key, provenance, "REMOVED", time);
        forward(topic, new Record<>(key, null, time.toEpochMilli(), headers));
    }

    /** Refuses an input record: its bytes go to {@code dead-letters} with the reason, nothing else happens. */
    public void deadLetter(
            Origin origin, byte @Nullable [] rawKey, @Nullable String key, byte @Nullable [] value, String error) {
        var letter = DeadLetters.of(origin, rawKey, value, error, stage.service());
        var provenance = new Provenance(
                Ids.of("dlt", stage.service(), origin.coordinates()),
                origin.coordinates(),
                null,
                null,
                null,
                null,
                null,
                null,
                false);
        send(Topics.DEAD_LETTERS, DeadLetters.key(origin, key), letter, provenance, "REJECTED", origin.time());
    }

    /** Forwards bytes as they are, for the stage's internal topics. */
    public void forward(TopicSpec topic, Record<String, byte[]> record) {
        context.forward(record.withValue((Object) record.value()), stage.sinkName(topic));
    }
}
