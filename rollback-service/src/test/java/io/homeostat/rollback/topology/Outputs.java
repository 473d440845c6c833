package io.homeostat.rollback.topology;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.RollbackCommand;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.signal.SwitchSignal;
import java.util.List;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** What the stage of promotions wrote since the last look. */
abstract class Outputs implements AutoCloseable {

    protected final TopologyTestDriver driver;

    Outputs(TopologyTestDriver driver) {
        this.driver = driver;
    }

    List<Rollback> rollbacks() {
        return read(Topics.ROLLBACKS, Rollback.class);
    }

    /** Type, decision or status, and reason of each record since the last look. */
    List<String> steps() {
        return rollbacks().stream()
                .map(r -> r.type() + " " + r.provenance().decision() + " " + r.reason())
                .toList();
    }

    List<RollbackCommand> commands() {
        return read(Topics.ROLLBACK_COMMANDS, RollbackCommand.class);
    }

    RollbackCommand command() {
        var commands = commands();
        if (commands.size() != 1) {
            throw new AssertionError("expected one command, got " + commands);
        }
        return commands.getFirst();
    }

    /** Each must pass the parser of the stage that throws the switch. */
    List<SwitchSignal> signals() {
        return records(Topics.SWITCH_SIGNALS).stream()
                .map(record -> valid(SwitchSignal.parse(record.key(), record.value())))
                .toList();
    }

    /** Each must pass the parser of everybody who reads failures. */
    List<String> failures() {
        return records(Topics.FAILURES).stream()
                .map(record ->
                        valid(Failure.parse(record.key(), record.value(), new Origin("failures", 0, 0, Bench.START))))
                .map(failure -> failure.kind() + " " + failure.subject())
                .toList();
    }

    List<AuditRecord> audits() {
        return read(Topics.AUDIT, AuditRecord.class);
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
