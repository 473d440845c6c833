package io.homeostat.pattern.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.common.streams.GlobalTable;
import io.homeostat.common.streams.StreamsConfiguration;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** One stage under a virtual clock: ticks every half second, records at the present moment. */
final class Bench implements AutoCloseable {

    /** Adds a stage. */
    @FunctionalInterface
    interface StageOf {
        Topology addTo(Topology topology, TopicNames names, GlobalTable policies);
    }

    static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    static final long TICK_MS = 500;
    private static final byte[] TICK = "{}".getBytes(StandardCharsets.UTF_8);

    private final TopologyTestDriver driver;
    private final StageOf stage;
    private final TopicSpec clock;
    private long nowMs = START.toEpochMilli();
    private long stepMs = TICK_MS;

    private Bench(TopologyTestDriver driver, StageOf stage, TopicSpec clock) {
        this.driver = driver;
        this.stage = stage;
        this.clock = clock;
    }

    static Bench subjects() {
        return of(PatternTopology::addSubjects, Topics.CLOCK);
    }

    static Bench rates() {
        return of(PatternTopology::addRates, Topics.PATTERN_SAMPLES);
    }

    static Bench patterns() {
        return of(PatternTopology::addPatterns, Topics.PATTERN_OCCURRENCES);
    }

    static Bench incidents() {
        return of(PatternTopology::addIncidents, Topics.INCIDENT_SIGNALS);
    }

    private static Bench of(StageOf stage, TopicSpec clock) {
        var bench = new Bench(driver(stage), stage, clock);
        bench.tick();
        return bench;
    }

    private static TopologyTestDriver driver(StageOf stage) {
        var topology = empty();
        var policies = PatternTopology.addPolicies(topology, TopicNames.PLAIN);
        return new TopologyTestDriver(stage.addTo(topology, TopicNames.PLAIN, policies), properties(), START);
    }

    /** The stage elsewhere, with what its stores hold, but for the clock, which begins anew; policies are built in. */
    Bench moved() {
        var next = new Bench(driver(stage), stage, clock);
        for (var name : driver.getAllStateStores().keySet()) {
            KeyValueStore<Object, Object> from = driver.getKeyValueStore(name);
            KeyValueStore<Object, Object> to = next.driver.getKeyValueStore(name);
            if (from != null && !name.equals(Topics.POLICIES.name())) {
                try (var all = from.all()) {
                    all.forEachRemaining(entry -> to.put(entry.key, entry.value));
                }
            }
        }
        next.nowMs = nowMs;
        next.stepMs = stepMs;
        close();
        return next;
    }

    static Topology empty() {
        return new Topology(new TopologyConfig(new StreamsConfig(properties())));
    }

    private static Properties properties() {
        try {
            var base = Files.createDirectories(Path.of("target", "streams"));
            return StreamsConfiguration.of(new StreamsSettings(
                    "nowhere:1",
                    "bench-" + UUID.randomUUID(),
                    TopicNames.PLAIN,
                    Files.createTempDirectory(base, "bench"),
                    null,
                    50,
                    1,
                    Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    /** Effective from the next tick on, which this is. */
    void policy(String name, String json) {
        var document = "{\"name\":\"" + name
                + "\",\"version\":\"v1\",\"actor\":\"test\",\"reason\":\"test\",\"policy\":" + json + "}";
        pipe(Topics.POLICIES, name, document.getBytes(StandardCharsets.UTF_8));
        tick();
    }

    void patternPolicy(String json) {
        policy("failure-pattern-detection-policy", json);
    }

    /** One tick at the present moment. */
    void tick() {
        pipe(clock, clock.equals(Topics.CLOCK) ? "0" : Ticks.key(0), TICK);
    }

    /** Time passes, with its ticks; the last one is at the new present. */
    void pass(Duration time) {
        long end = nowMs + time.toMillis();
        while (nowMs + stepMs < end) {
            nowMs += stepMs;
            tick();
        }
        nowMs = end;
        tick();
    }

    /** From now on ticks come at the greatest distance with which observed time still runs on at its pace. */
    Bench coarsely() {
        policy("plane-policy", "{\"tick_ms\":5000,\"blind_after_ms\":60000}");
        stepMs = 10_000;
        return this;
    }

    /** Time passes without a tick. */
    void passUnticked(Duration time) {
        nowMs += time.toMillis();
    }

    void pipe(TopicSpec topic, @Nullable String key, byte @Nullable [] value) {
        pipe(topic, key, value, now());
    }

    void pipe(TopicSpec topic, @Nullable String key, byte @Nullable [] value, Instant at) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, at));
    }

    void pipe(TopicSpec topic, @Nullable String key, String value) {
        pipe(topic, key, value.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    /** A key as its bytes. */
    void pipeRaw(TopicSpec topic, byte[] key, byte[] value) {
        driver.createInputTopic(topic.name(), new ByteArraySerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, now()));
    }

    <T> List<T> read(TopicSpec topic, Class<T> type) {
        return records(topic).stream()
                .filter(record -> !TickPlacement.isTick(record.key()))
                .map(record -> Json.readState(record.value(), type))
                .toList();
    }

    /** How many values a windowed store holds. */
    int kept(String store) {
        var kept = new ArrayList<Object>();
        try (var all = driver.getWindowStore(store).all()) {
            all.forEachRemaining(kept::add);
        }
        return kept.size();
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
