package io.homeostat.rollback.control.topology;

import io.homeostat.common.streams.StreamsConfiguration;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** Both applications, with what flows between them, as records. */
final class ControlApplications implements AutoCloseable {

    private final TopologyTestDriver killSwitch;
    private final TopologyTestDriver policies;
    private final List<TestRecord<String, byte[]>> audits = new ArrayList<>();
    private final List<TestRecord<String, byte[]>> policyRecords = new ArrayList<>();
    private final List<TestRecord<String, byte[]>> letters = new ArrayList<>();

    ControlApplications(Instant start) {
        killSwitch = new TopologyTestDriver(SwitchTopology.addTo(empty(), TopicNames.PLAIN), properties(), start);
        policies = new TopologyTestDriver(PoliciesTopology.addTo(empty(), TopicNames.PLAIN), properties(), start);
    }

    private static Topology empty() {
        return new Topology(new TopologyConfig(new StreamsConfig(properties())));
    }

    private static Properties properties() {
        try {
            var base = Files.createDirectories(Path.of("target", "streams"));
            return StreamsConfiguration.of(new StreamsSettings(
                    "nowhere:1",
                    "control-" + UUID.randomUUID(),
                    TopicNames.PLAIN,
                    Files.createTempDirectory(base, "control"),
                    null,
                    20,
                    1,
                    Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What follows from the record flows on with {@link #pump}. */
    void toSwitch(TopicSpec topic, TestRecord<String, byte[]> record) {
        input(killSwitch, topic).pipeInput(record);
    }

    /** What follows from the record flows on with {@link #pump}. */
    void toPolicies(TopicSpec topic, TestRecord<String, byte[]> record) {
        input(policies, topic).pipeInput(record);
    }

    void pump() {
        for (var record : records(killSwitch, Topics.POLICY_APPROVALS)) {
            toPolicies(Topics.POLICY_APPROVALS, record);
        }
        for (var record : records(policies, Topics.POLICIES)) {
            policyRecords.add(record);
            toSwitch(Topics.POLICIES, record);
        }
        for (var driver : List.of(killSwitch, policies)) {
            audits.addAll(records(driver, Topics.AUDIT));
            letters.addAll(records(driver, Topics.DEAD_LETTERS));
        }
    }

    /** What the switch wrote to a topic since the last look. */
    List<TestRecord<String, byte[]>> ofSwitch(TopicSpec topic) {
        return records(killSwitch, topic);
    }

    /** Policies since the last look. */
    List<TestRecord<String, byte[]>> policies() {
        return drained(policyRecords);
    }

    /** Audit records of both since the last look. */
    List<TestRecord<String, byte[]>> audits() {
        pump();
        return drained(audits);
    }

    /** Dead letters of both since the last look. */
    List<TestRecord<String, byte[]>> deadLetters() {
        return drained(letters);
    }

    /** What is kept of each policy. */
    Map<String, byte[]> books() {
        var books = new LinkedHashMap<String, byte[]>();
        try (var all = policies.<String, byte[]>getKeyValueStore(PoliciesTopology.BOOKS)
                .all()) {
            all.forEachRemaining(entry -> books.put(entry.key, entry.value));
        }
        return books;
    }

    private static List<TestRecord<String, byte[]>> drained(List<TestRecord<String, byte[]>> records) {
        var all = List.copyOf(records);
        records.clear();
        return all;
    }

    private static TestInputTopic<String, byte[]> input(TopologyTestDriver driver, TopicSpec topic) {
        return driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer());
    }

    private static List<TestRecord<String, byte[]>> records(TopologyTestDriver driver, TopicSpec topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    @Override
    public void close() {
        killSwitch.close();
        policies.close();
    }
}
