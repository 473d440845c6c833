package io.homeostat.cli.view;

import io.homeostat.common.topics.TopicNames;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;

/** Records as a consumer would hand them out. */
public final class Records {

    private Records() {}

    /** A described record; single quotes stand for double ones. */
    public static Described record(String topic, long offset, String key, long time, String json) {
        return Described.of(
                new ConsumerRecord<>(
                        topic,
                        0,
                        offset,
                        time,
                        TimestampType.CREATE_TIME,
                        0,
                        0,
                        bytes(key),
                        bytes(json.replace('\'', '"')),
                        new RecordHeaders(),
                        Optional.empty()),
                TopicNames.PLAIN);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
