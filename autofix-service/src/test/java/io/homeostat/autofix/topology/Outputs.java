package io.homeostat.autofix.topology;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Fix;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.RestartRequest;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** What the admission stage wrote since the last look. */
abstract class Outputs implements AutoCloseable {

    protected final TopologyTestDriver driver;

    Outputs(TopologyTestDriver driver) {
        this.driver = driver;
    }

    List<Fix> fixes() {
        return read(Topics.FIXES, Fix.class);
    }

    /** Status and reason of each step since the last look. */
    List<String> steps() {
        return fixes().stream().map(Outputs::step).toList();
    }

    static String step(Fix fix) {
        return fix.status() + " " + fix.reason();
    }

    List<FixCommand> commands() {
        return read(Topics.FIX_COMMANDS, FixCommand.class);
    }

    /** The only command since the last look. */
    FixCommand command() {
        var commands = commands();
        if (commands.size() != 1) {
            throw new AssertionError("expected one command, got " + commands);
        }
        return commands.getFirst();
    }

    /** Requests for restarts; each must pass the parser of restart-service. */
    List<RestartRequest> restartRequests() {
        return records(Topics.RESTART_REQUESTS).stream()
                .map(record -> valid(RestartRequest.parse(record.key(), record.value(), origin("restart-requests"))))
                .toList();
    }

    /** Kind and subject of each failure; it must pass the parser of everybody who reads {@code failures}. */
    List<String> failureKinds() {
        return records(Topics.FAILURES).stream()
                .map(record -> valid(Failure.parse(record.key(), record.value(), origin("failures"))))
                .map(failure -> failure.kind() + " " + failure.subject())
                .toList();
    }

    List<AuditRecord> audits() {
        return read(Topics.AUDIT, AuditRecord.class);
    }

    /** Answers to operators: decision and reason. */
    List<String> answers() {
        return audits().stream()
                .filter(audit -> audit.id().startsWith("ans-"))
                .map(audit -> audit.decision() + " " + audit.reason())
                .toList();
    }

    List<DeadLetter> deadLetters() {
        return read(Topics.DEAD_LETTERS, DeadLetter.class);
    }

    List<TestRecord<String, byte[]>> records(TopicSpec topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private <T> List<T> read(TopicSpec topic, Class<T> type) {
        return records(topic).stream()
                .map(record -> Json.readState(record.value(), type))
                .toList();
    }

    private static Origin origin(String topic) {
        return new Origin(topic, 0, 0, Bench.START);
    }

    private static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T>(var value) -> value;
            case Parsed.Rejected<T> rejected -> throw new AssertionError(rejected.message());
        };
    }

    @Override
    public void close() {
        driver.close();
    }
}
