package io.homeostat.autofix.topology;

import io.homeostat.autofix.domain.AdmissionInput;
import io.homeostat.autofix.domain.Pattern;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Plane;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Restart;
import io.homeostat.common.contract.RestartRequest;
import io.homeostat.common.streams.Pace;
import io.homeostat.common.streams.StreamsConfiguration;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The admission stage under a virtual clock: ticks every half second or less often, records at the present moment. */
final class Bench extends Outputs {

    static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    static final String OOM = "resource:out_of_memory";
    static final long MINUTE_MS = 60_000;
    private static final byte[] TICK = "{}".getBytes(StandardCharsets.UTF_8);

    private final long tickMs;
    private final AtomicLong local;
    private long nowMs = START.toEpochMilli();
    private int inputs;
    private int unheard = -1;

    private Bench(TopologyTestDriver driver, long tickMs, AtomicLong local) {
        super(driver);
        this.tickMs = tickMs;
        this.local = local;
    }

    /** With an auto-fix policy and ticks every five seconds, as effects take minutes. */
    static Bench with(String fixPolicy) {
        return with(fixPolicy, "{}", "{\"tick_ms\":5000,\"blind_after_ms\":20000}");
    }

    static Bench with(String fixPolicy, String registry, String planePolicy) {
        var local = new AtomicLong(START.toEpochMilli());
        var topology = AutofixTopology.addAdmission(empty(), TopicNames.PLAIN, new Unmetered(), local::get);
        var bench = new Bench(driver(topology), 5_000, local);
        bench.policy("plane-policy", planePolicy);
        bench.policy("auto-fix-policy", fixPolicy);
        bench.policy("auto-fix-registry", registry);
        bench.pipe(Topics.PLANE, Plane.KEY, Json.bytes(new Plane(3, "provisioned", START)));
        bench.tick();
        bench.local.addAndGet(Pace.LOOK_MS); // the log is read as it is written: not a backlog
        bench.tick();
        return bench;
    }

    static Topology empty() {
        return new Topology(new TopologyConfig(new StreamsConfig(properties())));
    }

    static TopologyTestDriver driver(Topology topology) {
        return new TopologyTestDriver(topology, properties(), START);
    }

    private static Properties properties() {
        try {
            var base = Files.createDirectories(Path.of("target", "streams"));
            var directory = Files.createTempDirectory(base, "bench");
            return StreamsConfiguration.of(new StreamsSettings(
                    "nowhere:1", "bench-" + UUID.randomUUID(), TopicNames.PLAIN, directory, null, 50, 1, Map.of()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    void policy(String name, String json) {
        var document = "{\"name\":\"" + name
                + "\",\"version\":\"v1\",\"actor\":\"test\",\"reason\":\"test\",\"policy\":" + json + "}";
        pipe(Topics.POLICIES, name, document.getBytes(StandardCharsets.UTF_8));
    }

    /** A component of this subject, run by agent-1, with these settings. */
    void component(String subject, String settings) {
        var json = "{\"subject\":\"" + subject + "\",\"agent\":\"agent-1\",\"executor\":\"process\","
                + "\"workerType\":\"resizer\",\"service\":\"images\",\"parameters\":{\"settings\":" + settings
                + ",\"settingsFile\":\"conf/" + subject + ".json\"}}";
        pipe(Topics.COMPONENTS, subject, json.getBytes(StandardCharsets.UTF_8));
    }

    /** One tick of every partition at the present moment; that of partition 0, the clock, comes last. */
    void tick() {
        for (int partition = TopicSpec.PARTITIONS - 1; partition >= 0; partition--) {
            if (partition != unheard) {
                pipe(Topics.FIX_ADMISSION, Ticks.key(partition), TICK);
            }
        }
    }

    /** From now on nothing comes through this task of the stage before; -1: all go on. */
    void unheard(int partition) {
        unheard = partition;
    }

    /** Time passes, with its ticks; the last one is at the new present. */
    void pass(long ms) {
        long end = nowMs + ms;
        while (nowMs + tickMs < end) {
            nowMs += tickMs;
            local.addAndGet(tickMs);
            tick();
        }
        local.addAndGet(end - nowMs);
        nowMs = end;
        tick();
    }

    /** The log of a time in which this stage did not run is read, a hundred times faster than it was written. */
    void replay(long ms) {
        for (long end = nowMs + ms; nowMs < end; ) {
            nowMs += tickMs;
            local.addAndGet(tickMs / 100);
            tick();
        }
    }

    /** A pattern of out of memory, last seen now, with the confidence that so many occurrences give. */
    Pattern pattern(String id, int occurrences, String... subjects) {
        return pattern(id, OOM, occurrences, subjects);
    }

    Pattern pattern(String id, String classification, int occurrences, String... subjects) {
        return new Pattern(
                id,
                classification,
                "resizer",
                "images",
                occurrences,
                now(),
                new BigDecimal(occurrences < 6 ? "0.33" : occurrences < 9 ? "0.67" : "1.00"),
                List.of(subjects),
                true,
                cause(),
                "inc-" + id,
                false,
                null);
    }

    /** The pattern, made of failures of this kind. */
    Pattern made(Pattern of, @Nullable FailureKind kind) {
        var json = Json.text(of);
        var said = kind == null ? json : json.substring(0, json.length() - 1) + ",\"kind\":\"" + kind + "\"}";
        return Json.readState(said.getBytes(StandardCharsets.UTF_8), Pattern.class);
    }

    void tell(Pattern pattern) {
        tell(new AdmissionInput.Recurring(pattern));
    }

    /** Nine occurrences of out of memory at one worker. */
    void recurs(String id, String worker) {
        tell(pattern(id, 9, worker));
    }

    void answer(FixCommand command, CommandResult.Status status) {
        tell(new AdmissionInput.Answered(
                command.target(), command.commandId(), status, "agent-1", "said so", cause(), now()));
    }

    void fails(String worker, FailureKind kind) {
        tell(new AdmissionInput.Failed(worker, "resizer", kind, 1, now(), cause()));
    }

    void restarted(RestartRequest request, Restart.Status status, Restart.Reason reason) {
        restarted(request.workerId(), request.requestId(), status, reason, 1);
    }

    void restarted(
            String worker, @Nullable String requestId, Restart.Status status, Restart.Reason reason, int attempt) {
        tell(new AdmissionInput.Restarted(worker, requestId, status, reason, attempt, cause(), now()));
    }

    /** A restart that nobody of us asked for: its process is to be started from now on. */
    void begins(String worker, Instant at) {
        tell(new AdmissionInput.Restarted(
                worker, null, Restart.Status.COMMANDED, Restart.Reason.FAILED, 1, cause(), at));
    }

    /** Every restart that was asked for since the last look succeeds. */
    void restartsSucceed() {
        restartRequests().forEach(r -> restarted(r, Restart.Status.SUCCEEDED, Restart.Reason.REQUESTED));
    }

    void vote(boolean approves, String commandId, String subject, @Nullable String waitingId, String actor) {
        tell(new AdmissionInput.Voted(subject, commandId, approves, waitingId, actor, "because"));
    }

    void group(String group, FleetGroup.State state) {
        var provenance = new Provenance(cause(), "tick", null, null, null, null, null, null, false);
        var record = new FleetGroup(group, null, null, state, now(), null, null, null, null, provenance);
        pipe(Topics.FLEET_GROUPS, group, Json.bytes(record));
    }

    void hold(String scope, @Nullable Instant expiresAt) {
        pipe(Topics.HOLDS, scope, Json.bytes(new Hold(scope, Hold.Kind.PAUSE, "why", "alice", now(), expiresAt, null)));
    }

    void holdEnds(String scope) {
        pipe(Topics.HOLDS, scope, null);
    }

    void tell(AdmissionInput input) {
        pipe(Topics.FIX_ADMISSION, input.about(), Json.bytes(input));
    }

    private String cause() {
        inputs++;
        return "cause-" + inputs;
    }

    void pipe(TopicSpec topic, @Nullable String key, byte @Nullable [] value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, Instant.ofEpochMilli(nowMs)));
    }
}
