package io.homeostat.rollback.control.topology;

import io.homeostat.common.contract.AuditRecord;
import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.EffectivePolicy;
import io.homeostat.common.contract.Failure;
import io.homeostat.common.contract.FlagValue;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.KillSwitch;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.streams.StreamsConfiguration;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.signal.SwitchSignal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

/** Both applications under a virtual clock, with what flows between them. */
final class ControlPlane implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    static final long TICK_MS = 5_000; // coarse, so that hours pass quickly

    private final TopologyTestDriver killSwitch;
    private final TopologyTestDriver policies;
    private final List<TestRecord<String, byte[]>> audits = new ArrayList<>();
    private final List<TestRecord<String, byte[]>> policyRecords = new ArrayList<>();
    private final List<TestRecord<String, byte[]>> letters = new ArrayList<>();
    private long nowMs = START.toEpochMilli();
    private int commands;

    ControlPlane() {
        killSwitch = new TopologyTestDriver(SwitchTopology.addTo(empty(), TopicNames.PLAIN), properties(), START);
        policies = new TopologyTestDriver(PoliciesTopology.addTo(empty(), TopicNames.PLAIN), properties(), START);
        seed("plane-policy", "v0", "{\"tick_ms\":" + TICK_MS + ",\"blind_after_ms\":20000}");
        tick();
    }

    static Topology empty() {
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

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    /** One tick at the present moment. */
    void tick() {
        pipe(killSwitch, Topics.CLOCK, "0", bytes("{}"));
        pump();
    }

    /** Time passes with its ticks; the last one is at the new present. */
    void pass(long ms) {
        for (long end = nowMs + ms; nowMs < end; ) {
            nowMs = Math.min(end, nowMs + TICK_MS);
            tick();
        }
    }

    /** Time passes without a tick, for less than a tick's distance. */
    void passUnticked(long ms) {
        nowMs += ms;
    }

    /** A command; its id is {@code c-<n>}. */
    String command(String type, String subject, String actor, String arguments) {
        commands++;
        var id = "c-" + commands;
        command(id, type, subject, actor, arguments);
        return id;
    }

    void command(String id, String type, String subject, String actor, String arguments) {
        commandBytes(
                subject,
                "{\"commandId\":\"" + id + "\",\"type\":\"" + type + "\",\"subject\":\"" + subject + "\",\"actor\":\""
                        + actor + "\",\"reason\":\"because\""
                        + (arguments.isEmpty() ? "" : ",\"arguments\":" + arguments)
                        + "}");
    }

    void commandBytes(@Nullable String key, @Nullable String value) {
        pipe(killSwitch, Topics.OPERATOR_COMMANDS, key, value == null ? null : bytes(value));
        pump();
    }

    void escalate(String scope, String causeId) {
        signal(SwitchSignal.Kind.ESCALATION, scope, causeId);
    }

    /** What the switch was asked for goes on. */
    void persist(String scope, String causeId) {
        signal(SwitchSignal.Kind.PERSISTENCE, scope, causeId);
    }

    private void signal(SwitchSignal.Kind kind, String scope, String causeId) {
        var signal = new SwitchSignal(
                kind,
                scope,
                scope.equals("global") ? null : scope,
                "p-1",
                "CONSECUTIVE_FAILURES",
                "rollback-service",
                causeId,
                "inc-1",
                Map.of("failures", 2));
        pipe(killSwitch, Topics.SWITCH_SIGNALS, scope, Json.bytes(signal));
        pump();
    }

    void request(String key, String json) {
        pipe(policies, Topics.POLICY_REQUESTS, key, bytes(json));
        pump();
    }

    void request(String name, String actor, String policy) {
        request(
                name,
                "{\"name\":\"" + name + "\",\"actor\":\"" + actor + "\",\"reason\":\"because\",\"policy\":" + policy
                        + "}");
    }

    /** Somebody else than the service writes to {@code policies}. */
    void foreignPolicy(String key, @Nullable String value) {
        var bytes = value == null ? null : bytes(value);
        pipe(policies, Topics.POLICIES, key, bytes);
        pipe(killSwitch, Topics.POLICIES, key, bytes);
        pump();
    }

    /** Somebody else than the service writes to one of the switch's views. */
    void foreign(TopicSpec view, String key, String value) {
        pipe(killSwitch, view, key, bytes(value));
        pump();
    }

    void seed(String name, String version, String policy) {
        foreignPolicy(
                name,
                "{\"name\":\"" + name + "\",\"version\":\"" + version
                        + "\",\"actor\":\"provisioning\",\"reason\":\"seeded\",\"policy\":" + policy + "}");
    }

    List<KillSwitch> switches() {
        return records(killSwitch, Topics.KILL_SWITCH).stream()
                .map(r -> valid(KillSwitch.parse(r.key(), r.value())))
                .toList();
    }

    /** Records of flags since the last look, as {@code name=value}; a tombstone is {@code name=-}. */
    List<String> flags() {
        return records(killSwitch, Topics.FLAGS).stream()
                .map(r -> r.key() + "="
                        + (r.value() == null
                                ? "-"
                                : valid(FlagValue.parse(r.key(), r.value())).value()))
                .toList();
    }

    List<EffectivePolicy> policies() {
        var all = policyRecords.stream()
                .map(r -> Json.readState(r.value(), EffectivePolicy.class))
                .toList();
        policyRecords.clear();
        return all;
    }

    List<AuditRecord> audits() {
        pump();
        var all = audits.stream()
                .map(r -> Json.readState(r.value(), AuditRecord.class))
                .toList();
        audits.clear();
        return all;
    }

    /** Answers since the last look, as {@code action decision reason}. */
    List<String> said() {
        return audits().stream()
                .map(a -> a.action() + ' ' + a.decision() + ' ' + a.reason())
                .toList();
    }

    /** The only audit record since the last look. */
    AuditRecord audit() {
        var all = audits();
        if (all.size() != 1) {
            throw new AssertionError("expected one, got " + all);
        }
        return all.getFirst();
    }

    List<DeadLetter> deadLetters() {
        var all = letters.stream()
                .map(r -> Json.readState(r.value(), DeadLetter.class))
                .toList();
        letters.clear();
        return all;
    }

    List<String> failures() {
        return records(killSwitch, Topics.FAILURES).stream()
                .map(r -> valid(Failure.parse(r.key(), r.value(), new Origin("failures", 0, 0, START))))
                .map(failure -> failure.kind() + " " + failure.subject())
                .toList();
    }

    /** Policies of which anything is kept. */
    List<String> storedPolicyKeys() {
        var keys = new ArrayList<String>();
        try (var all = books().all()) {
            all.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.remove("plane-policy"); // seeded
        return keys;
    }

    /** Bytes of the largest state of a policy. */
    int largestBook() {
        int largest = 0;
        try (var all = books().all()) {
            while (all.hasNext()) {
                largest = Math.max(largest, all.next().value.length);
            }
        }
        return largest;
    }

    private KeyValueStore<String, byte[]> books() {
        return policies.getKeyValueStore(PoliciesTopology.BOOKS);
    }

    static Object evidence(AuditRecord audit, String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(audit.evidence(), "evidence").get(name), name);
    }

    private void pump() {
        for (var record : records(killSwitch, Topics.POLICY_APPROVALS)) {
            input(policies, Topics.POLICY_APPROVALS).pipeInput(record);
        }
        for (var record : records(policies, Topics.POLICIES)) {
            policyRecords.add(record);
            input(killSwitch, Topics.POLICIES).pipeInput(record);
        }
        for (var driver : List.of(killSwitch, policies)) {
            audits.addAll(records(driver, Topics.AUDIT));
            letters.addAll(records(driver, Topics.DEAD_LETTERS));
        }
    }

    private void pipe(TopologyTestDriver driver, TopicSpec topic, @Nullable String key, byte @Nullable [] value) {
        input(driver, topic).pipeInput(new TestRecord<>(key, value, now()));
    }

    private static org.apache.kafka.streams.TestInputTopic<String, byte[]> input(
            TopologyTestDriver driver, TopicSpec topic) {
        return driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer());
    }

    private static List<TestRecord<String, byte[]>> records(TopologyTestDriver driver, TopicSpec topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), new ByteArrayDeserializer())
                .readRecordsToList();
    }

    private static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T>(var value) -> value;
            case Parsed.Rejected<T> rejected -> throw new AssertionError(rejected.message());
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        killSwitch.close();
        policies.close();
    }
}
