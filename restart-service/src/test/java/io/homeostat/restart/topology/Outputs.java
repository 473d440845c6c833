package io.homeostat.restart.topology;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.CircuitBreaker;
import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Quarantine;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
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

    List<Restart> restarts() {
        return read(Topics.RESTARTS, Restart.class);
    }

    List<RestartCommand> commands() {
        return read(Topics.RESTART_COMMANDS, RestartCommand.class);
    }

    /** The only command since the last look. */
    RestartCommand command() {
        var commands = commands();
        if (commands.size() != 1) {
            throw new AssertionError("expected one command, got " + commands);
        }
        return commands.getFirst();
    }

    List<CircuitBreaker> breakers() {
        return read(Topics.CIRCUIT_BREAKERS, CircuitBreaker.class);
    }

    List<Quarantine> quarantines() {
        return read(Topics.QUARANTINE, Quarantine.class);
    }

    List<AuditRecord> audits() {
        return read(Topics.AUDIT, AuditRecord.class);
    }

    /** The answers to operators since the last look. */
    List<AuditRecord> answers() {
        return audits().stream()
                .filter(record -> record.id().startsWith("ans-") || record.id().startsWith("rel-"))
                .toList();
    }

    /** The only answer since the last look. */
    AuditRecord answer() {
        var answers = answers();
        if (answers.size() != 1) {
            throw new AssertionError("expected one answer, got " + answers);
        }
        return answers.getFirst();
    }

    static String said(AuditRecord answer) {
        return answer.decision() + " " + answer.reason();
    }

    /** What the view of holds shows since the last look, as its readers parse it: scope, kind or none, end. */
    List<String> holds() {
        var all = new ArrayList<String>();
        for (var record : records(Topics.HOLDS)) {
            if (record.value() == null) {
                all.add(record.key() + " none");
            } else if (Hold.parse(record.key(), record.value()) instanceof Parsed.Valid<Hold>(var hold)) {
                all.add(hold.scope() + " " + hold.kind() + " " + hold.expiresAt());
            } else {
                throw new AssertionError(new String(record.value(), StandardCharsets.UTF_8));
            }
        }
        return all;
    }

    List<DeadLetter> deadLetters() {
        return read(Topics.DEAD_LETTERS, DeadLetter.class);
    }

    /** Status and reason of each step since the last look. */
    List<String> steps() {
        return restarts().stream().map(Outputs::step).toList();
    }

    static String step(Restart restart) {
        return restart.status() + " " + restart.reason();
    }

    /** Kind and subject of each failure; it must pass the parser of everybody who reads {@code failures}. */
    List<String> failureKinds() {
        var all = new ArrayList<String>();
        for (var record : records(Topics.FAILURES)) {
            var origin = new Origin("failures", 0, 0, Bench.START);
            switch (Failure.parse(record.key(), record.value(), origin)) {
                case Parsed.Valid<Failure>(var failure) -> all.add(failure.kind() + " " + failure.subject());
                case Parsed.Rejected<Failure> rejected -> throw new AssertionError(rejected.message());
            }
        }
        return all;
    }

    private <T> List<T> read(TopicSpec topic, Class<T> type) {
        return records(topic).stream()
                .map(record -> Json.readState(record.value(), type))
                .toList();
    }

    List<TestRecord<String, byte[]>> records(TopicSpec topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
