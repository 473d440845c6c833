package io.homeostat.common.streams;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.streams.errors.StreamsException;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a processor writes to: records of the contract with their headers, forwarded to the stage's sinks. A record that no
 * topic takes never reaches the producer, whose transaction could not go on (docs/decisions/0023-nothing-grows-by-input.md).
 */
public final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /** How Kafka Streams says that a node has no such child. */
    private static final String NO_SUCH_SINK = "Unknown downstream node";

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
        var headers = headers(topic, key, provenance, type, time);
        var record = new Record<>(key, Json.bytes(value), time.toEpochMilli(), headers);
        boolean whole = Oversized.fits(record) || topic.equals(Topics.AUDIT); // the chain's hash covers every field
        forward(topic, whole ? record : record.withValue(Oversized.reduced(record.value())));
    }

    /** Removes a key from a view. */
    public void tombstone(TopicSpec topic, String key, Provenance provenance, Instant time) {
        var headers = headers(topic, key, provenance, "REMOVED", time);
        forward(topic, new Record<>(key, null, time.toEpochMilli(), headers));
    }

    private Headers headers(TopicSpec topic, String key, Provenance provenance, String type, Instant time) {
        return topic.appendTime()
                ? CloudEvents.of(stage.service(), topic, key, provenance, type, time)
                : CloudEvents.of(
                        stage.service(),
                        topic,
                        key,
                        provenance,
                        type,
                        time,
                        Instant.ofEpochMilli(context.currentSystemTimeMs()));
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
        if (Oversized.fits(record)) {
            context.forward(record.withValue((Object) record.value()), stage.sinkName(topic));
        } else {
            refuse(topic, record);
        }
    }

    /** In the transaction of the decision: the record's beginning, its size and its hash stand in the dead letter. */
    private void refuse(TopicSpec topic, Record<String, byte[]> record) {
        var key = record.key();
        var error = Oversized.error(topic, key, Oversized.size(record));
        LOG.error(error);
        var origin = cause(record.timestamp());
        var raw = key == null ? null : key.getBytes(StandardCharsets.UTF_8);
        var letter = DeadLetters.of(origin, raw, record.value(), error, stage.service());
        var id = Ids.of("dlt", stage.service(), origin.coordinates(), Oversized.CAUSE, topic.name(), key);
        var provenance = new Provenance(id, origin.coordinates(), null, null, null, null, null, null, false);
        try {
            send(Topics.DEAD_LETTERS, DeadLetters.key(origin, key), letter, provenance, "OVERSIZED", origin.time());
        } catch (StreamsException e) {
            if (!String.valueOf(e.getMessage()).startsWith(NO_SUCH_SINK)) {
                throw e;
            }
            throw new OversizedOutput(error); // this node writes no dead letters itself
        }
    }

    /** The record that is being processed. */
    private Origin cause(long timestamp) {
        var time = Instant.ofEpochMilli(Math.max(0, timestamp));
        return context.recordMetadata()
                .map(m -> new Origin(stage.names().plain(m.topic()), m.partition(), m.offset(), time))
                .orElseGet(() -> new Origin(stage.name(), -1, -1, time));
    }
}
