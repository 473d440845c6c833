package io.homeostat.heartbeat.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.streams.StreamsConfiguration;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The real topology in a test driver, under a clock that the test moves: append times and ticks follow it. */
final class Plane implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-22T05:44:00.000Z");
    static final Duration TICK = Duration.ofMillis(500);

    final Blindness blindness = new Blindness();
    final Figures figures = new Figures();
    final AtomicLong monotonicMs = new AtomicLong();
    private final TopologyTestDriver driver;
    private Instant now = START;

    Plane(Path stateDirectory) {
        var properties = StreamsConfiguration.of(new StreamsSettings(
                "unused:1", HeartbeatTopology.SERVICE, TopicNames.PLAIN, stateDirectory, null, 50, 1, Map.of()));
        var topology = new Topology(new TopologyConfig(new StreamsConfig(properties)));
        var parts = HeartbeatTopology.Parts.of(blindness, figures, monotonicMs::get);
        driver = new TopologyTestDriver(HeartbeatTopology.define(topology, TopicNames.PLAIN, parts), properties, START);
    }

    Instant now() {
        return now;
    }

    /** Lets time pass with ticks at their distance, the last one at the end of it. */
    Plane ticksFor(Duration duration) {
        var end = now.plus(duration);
        while (now.plus(TICK).compareTo(end) <= 0) {
            now = now.plus(TICK);
            tick();
        }
        if (now.isBefore(end)) {
            now = end;
            tick();
        }
        return this;
    }

    Plane ticksForSeconds(long seconds) {
        return ticksFor(Duration.ofSeconds(seconds));
    }

    /** Lets ticks come until something holds, at most for {@code max}. */
    void ticksUntil(BooleanSupplier condition, Duration max) {
        var end = now.plus(max);
        while (!condition.getAsBoolean() && now.isBefore(end)) {
            ticksFor(TICK);
        }
    }

    /** Time passes, and nobody writes a tick. */
    Plane withoutTicks(Duration duration) {
        now = now.plus(duration);
        return this;
    }

    Plane tick() {
        return send(Topics.HEARTBEATS, "~0", "{}");
    }

    Plane beat(String workerId) {
        return beat(workerId, "");
    }

    /** A beat with more fields: {@code "'sequence':1,'progress':5"}; apostrophes become quotes. */
    Plane beat(String workerId, String fields) {
        return send(
                Topics.HEARTBEATS,
                workerId,
                "{'workerId':'" + workerId + "'" + (fields.isEmpty() ? "" : ",") + fields + "}");
    }

    Plane crash(String workerId, String fields) {
        return send(
                Topics.FAILURES,
                workerId,
                "{'workerId':'" + workerId + "','kind':'CRASH'" + (fields.isEmpty() ? "" : ",") + fields + "}");
    }

    Plane command(String workerId, String commandId, String action, @Nullable String expectedIncarnation) {
        var expected = expectedIncarnation == null ? "" : "'expectedIncarnation':'" + expectedIncarnation + "',";
        return send(
                Topics.RESTART_COMMANDS,
                workerId,
                "{'commandId':'" + commandId + "','action':'" + action + "','restartId':'r','workerId':'" + workerId
                        + "','workerType':'default'," + expected + "'generation':1,'planeGeneration':1,"
                        + "'executor':'process','parameters':{},'id':'" + commandId + "','causeId':'c','validUntil':'"
                        + Json.instant(now.plusSeconds(300)) + "'}");
    }

    Plane result(String workerId, String commandId, String status) {
        return send(
                Topics.RESTART_RESULTS,
                workerId,
                "{'commandId':'" + commandId + "','status':'" + status + "','agent':'a-1'}");
    }

    Plane policy(String key, String json) {
        var scope = key.contains("/") ? "'scope':'" + key.substring(key.indexOf('/') + 1) + "'," : "";
        var name = key.contains("/") ? key.substring(0, key.indexOf('/')) : key;
        return send(
                Topics.POLICIES,
                key,
                "{'name':'" + name + "'," + scope + "'version':'v2','actor':'test','reason':'test','policy':" + json
                        + "}");
    }

    Plane send(TopicSpec topic, @Nullable String key, @Nullable String json) {
        return sendBytes(
                topic,
                key == null ? null : key.getBytes(UTF_8),
                json == null ? null : json.replace('\'', '"').getBytes(UTF_8),
                new RecordHeaders());
    }

    Plane sendBytes(TopicSpec topic, byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
        driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, headers, now));
        return this;
    }

    /** The task looks at its local clock, which moved on by {@code duration}. */
    Plane localClock(Duration duration) {
        monotonicMs.addAndGet(duration.toMillis());
        driver.advanceWallClockTime(Duration.ofMillis(500));
        return this;
    }

    List<TestRecord<String, byte[]>> read(TopicSpec topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    List<WorkerStatus> statuses() {
        return values(Topics.WORKER_STATUS, WorkerStatus.class);
    }

    List<Failure> failures() {
        return values(Topics.FAILURES, Failure.class);
    }

    List<FleetGroup> groups() {
        return values(Topics.FLEET_GROUPS, FleetGroup.class);
    }

    List<AuditRecord> audit() {
        return values(Topics.AUDIT, AuditRecord.class);
    }

    List<DeadLetter> deadLetters() {
        return values(Topics.DEAD_LETTERS, DeadLetter.class);
    }

    <T> List<T> values(TopicSpec topic, Class<T> type) {
        return read(topic).stream()
                .filter(record -> record.value() != null)
                .map(record -> Json.readState(record.value(), type))
                .toList();
    }

    /** Raw value in a store, for what no topic shows. */
    byte @Nullable [] stored(String store, String key) {
        return driver.<String, byte[]>getKeyValueStore(store).get(key);
    }

    /** Entries in a store. */
    long size(String store) {
        try (var all = driver.<Object, byte[]>getKeyValueStore(store).all()) {
            long count = 0;
            while (all.hasNext()) {
                all.next();
                count++;
            }
            return count;
        }
    }

    @Override
    public void close() {
        driver.close();
    }
}
