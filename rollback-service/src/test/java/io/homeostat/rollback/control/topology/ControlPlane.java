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
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.rollback.signal.SwitchSignal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The switch and the policies under a virtual clock: what comes to them, and what they have said since the last look. */
final class ControlPlane implements AutoCloseable {

    static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    static final long TICK_MS = 5_000; // coarse, so that hours pass quickly

    /** Before a reset, by the built-in policy. */
    static final long QUIET_MS = 15 * 60_000;

    private final ControlApplications applications = new ControlApplications(START);
    private long nowMs = START.toEpochMilli();
    private int commands;

    ControlPlane() {
        seed("plane-policy", "v0", "{\"tick_ms\":" + TICK_MS + ",\"blind_after_ms\":20000}");
        tick();
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    /** One tick at the present moment. */
    void tick() {
        applications.toSwitch(Topics.CLOCK, record("0", "{}"));
        applications.pump();
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
        applications.toSwitch(Topics.OPERATOR_COMMANDS, record(key, value));
        applications.pump();
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
        applications.toSwitch(Topics.SWITCH_SIGNALS, record(scope, Json.text(signal)));
        applications.pump();
    }

    void request(String key, String json) {
        applications.toPolicies(Topics.POLICY_REQUESTS, record(key, json));
        applications.pump();
    }

    void request(String name, String actor, String policy) {
        request(
                name,
                "{\"name\":\"" + name + "\",\"actor\":\"" + actor + "\",\"reason\":\"because\",\"policy\":" + policy
                        + "}");
    }

    /** Somebody asks for a looser cap in a scope. */
    void loosen(String scope, String actor) {
        request(
                "worker-restart-policy/" + scope,
                "{\"name\":\"worker-restart-policy\",\"scope\":\"" + scope + "\",\"actor\":\"" + actor
                        + "\",\"reason\":\"r\",\"policy\":{\"max_retries\":9}}");
    }

    /** Somebody else than the service writes to {@code policies}. */
    void foreignPolicy(String key, @Nullable String value) {
        applications.toPolicies(Topics.POLICIES, record(key, value));
        applications.toSwitch(Topics.POLICIES, record(key, value));
        applications.pump();
    }

    /** Somebody else than the service writes to one of the switch's views. */
    void foreign(TopicSpec view, String key, String value) {
        applications.toSwitch(view, record(key, value));
        applications.pump();
    }

    void seed(String name, String version, String policy) {
        foreignPolicy(
                name,
                "{\"name\":\"" + name + "\",\"version\":\"" + version
                        + "\",\"actor\":\"provisioning\",\"reason\":\"seeded\",\"policy\":" + policy + "}");
    }

    List<KillSwitch> switches() {
        return applications.ofSwitch(Topics.KILL_SWITCH).stream()
                .map(r -> valid(KillSwitch.parse(r.key(), r.value())))
                .toList();
    }

    /** Records of flags since the last look, as {@code name=value}; a tombstone is {@code name=-}. */
    List<String> flags() {
        return applications.ofSwitch(Topics.FLAGS).stream()
                .map(r -> r.key() + "="
                        + (r.value() == null
                                ? "-"
                                : valid(FlagValue.parse(r.key(), r.value())).value()))
                .toList();
    }

    List<EffectivePolicy> policies() {
        return states(applications.policies(), EffectivePolicy.class);
    }

    List<AuditRecord> audits() {
        return states(applications.audits(), AuditRecord.class);
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
        return states(applications.deadLetters(), DeadLetter.class);
    }

    List<String> failures() {
        return applications.ofSwitch(Topics.FAILURES).stream()
                .map(r -> valid(Failure.parse(r.key(), r.value(), new Origin("failures", 0, 0, START))))
                .map(failure -> failure.kind() + " " + failure.subject())
                .toList();
    }

    /** Policies of which anything is kept, but for the one that is seeded at the start. */
    List<String> storedPolicyKeys() {
        var keys = new ArrayList<>(applications.books().keySet());
        keys.remove("plane-policy");
        return keys;
    }

    /** Bytes of the largest state of a policy. */
    int largestBook() {
        return applications.books().values().stream()
                .mapToInt(book -> book.length)
                .max()
                .orElse(0);
    }

    static Object evidence(AuditRecord audit, String name) {
        return Objects.requireNonNull(
                Objects.requireNonNull(audit.evidence(), "evidence").get(name), name);
    }

    /** At the present moment. */
    private TestRecord<String, byte[]> record(@Nullable String key, @Nullable String value) {
        return new TestRecord<>(key, value == null ? null : value.getBytes(StandardCharsets.UTF_8), now());
    }

    private static <T> List<T> states(List<TestRecord<String, byte[]>> records, Class<T> type) {
        return records.stream().map(r -> Json.readState(r.value(), type)).toList();
    }

    private static <T> T valid(Parsed<T> parsed) {
        return switch (parsed) {
            case Parsed.Valid<T>(var value) -> value;
            case Parsed.Rejected<T> rejected -> throw new AssertionError(rejected.message());
        };
    }

    @Override
    public void close() {
        applications.close();
    }
}
