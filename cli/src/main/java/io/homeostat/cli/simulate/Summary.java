package io.homeostat.cli.simulate;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.cli.TextTable;
import io.homeostat.cli.view.Described;
import io.homeostat.common.contract.Json;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec.Kind;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;

/** A table by subject, worker or service: what happened to it, and what was decided, refused and done, and when. */
final class Summary {

    private final OutputFilter filter;
    private final Map<String, List<String[]>> subjects = new LinkedHashMap<>();
    private long lines;
    private long decided;

    Summary(OutputFilter filter) {
        this.filter = filter;
    }

    void add(LoggedRecord record) {
        boolean happened = record.writer() == Writer.INPUT;
        lines += happened ? 1 : 0;
        if (happened ? isNews(record) : isShown(record)) {
            decided += happened ? 0 : 1;
            var described = describe(record);
            subjects.computeIfAbsent(described.key(), _ -> new java.util.ArrayList<>())
                    .add(new String[] {
                        described.key(),
                        Json.instant(described.time()),
                        (happened ? "> " : "") + described.topic(),
                        described.line()
                    });
        }
    }

    /** Of the input, what is no routine: neither a beat nor a check nor an answer. */
    private boolean isNews(LoggedRecord record) {
        return !record.topic().equals(Topics.HEARTBEATS)
                && !record.topic().equals(Topics.CLOCK)
                && !record.topic().equals(Topics.HEALTH_CHECKS)
                && (filter.topics().isEmpty() || filter.topics().contains(record.topic()));
    }

    /** Neither what stages tell each other, nor what is only the trace of a decision that is shown. */
    private boolean isShown(LoggedRecord record) {
        return filter.shows(record)
                && (filter.topics().contains(record.topic())
                        || (record.topic().kind() != Kind.INTERNAL
                                && !record.topic().equals(Topics.AUDIT)
                                && !record.topic().equals(Topics.HEARTBEATS_ROUTED)));
    }

    void print(OutputStream out, @Nullable Instant end) throws IOException {
        var table = new TextTable(List.of("subject", "time", "topic", "what"));
        subjects.values().forEach(rows -> rows.forEach(row -> table.add(List.of(row))));
        for (var line : table.lines()) {
            out.write((line + '\n').getBytes(UTF_8));
        }
        var foot = lines + " lines read, " + decided + " records written about " + subjects.size() + " subjects"
                + (end == null ? "" : ", up to " + Json.instant(end))
                + "; > is the input\n";
        out.write(foot.getBytes(UTF_8));
    }

    private static Described describe(LoggedRecord record) {
        return Described.of(
                new ConsumerRecord<>(
                        record.topic().name(),
                        record.partition(),
                        record.offset(),
                        record.timestampMs(),
                        TimestampType.CREATE_TIME,
                        ConsumerRecord.NULL_SIZE,
                        ConsumerRecord.NULL_SIZE,
                        record.key(),
                        record.value(),
                        new RecordHeaders(),
                        Optional.empty()),
                TopicNames.PLAIN);
    }
}
