package io.homeostat.restart.topology;

import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.FleetGroup;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Plane;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.streams.Pace;
import io.homeostat.common.streams.StreamsConfiguration;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.restart.domain.AdmissionInput;
import io.homeostat.restart.domain.Subject;
import io.homeostat.restart.domain.Will;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
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

/** The admission stage under a virtual clock: ticks every half second, records at the present moment. */
final class Bench extends Outputs {

    static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    private static final long TICK_MS = 500;

    private final long tickMs;
    private long nowMs = START.toEpochMilli();
    private final AtomicLong local;
    private int inputs;

    private Bench(TopologyTestDriver driver, long tickMs, AtomicLong local) {
        super(driver);
        this.tickMs = tickMs;
        this.local = local;
    }

    /** With a restart policy and room for what tests do, and the first tick read. */
    static Bench with(String restartPolicy) {
        return withPlane(restartPolicy, "{\"max_actions_per_minute\":1000,\"max_actions_per_hour\":10000}");
    }

    static Bench withPlane(String restartPolicy, String planePolicy) {
        return ticking(TICK_MS, restartPolicy, planePolicy);
    }

    static Bench ticking(long tickMs, String restartPolicy, String planePolicy) {
        var local = new AtomicLong(START.toEpochMilli());
        var topology = RestartTopology.addAdmission(empty(), TopicNames.PLAIN, new Unmetered(), local::get);
        var bench = new Bench(driver(topology), tickMs, local);
        bench.policy("plane-policy", "v1", planePolicy);
        bench.policy("worker-restart-policy", "v1", restartPolicy);
        bench.pipe(Topics.PLANE, Plane.KEY, Json.bytes(new Plane(1, "provisioned", START)));
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
            var settings = new StreamsSettings(
                    "nowhere:1",
                    "bench-" + UUID.randomUUID(),
                    TopicNames.PLAIN,
                    Files.createTempDirectory(base, "bench"),
                    null,
                    50,
                    1,
                    Map.of());
            return StreamsConfiguration.of(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    long nowMs() {
        return nowMs;
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    void policy(String name, String version, String json) {
        var document = "{\"name\":\"" + name + "\",\"version\":\"" + version
                + "\",\"actor\":\"test\",\"reason\":\"test\",\"policy\":" + json + "}";
        pipe(Topics.POLICIES, name, document.getBytes(StandardCharsets.UTF_8));
    }

    void component(String json, String key) {
        pipe(Topics.COMPONENTS, key, json.getBytes(StandardCharsets.UTF_8));
    }

    /** One tick at the present moment. */
    void tick() {
        pipe(Topics.RESTART_ADMISSION, Ticks.key(0), "{}".getBytes(StandardCharsets.UTF_8));
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

    /** Time passes without a tick: nobody could write, or less than a tick's distance. */
    void passUnticked(long ms) {
        local.addAndGet(Math.max(0, ms));
        nowMs += ms;
    }

    static Subject subject(String worker, @Nullable String task, @Nullable String incarnation, WorkerState state) {
        return new Subject(worker, "resizer", "images", "1.0", "production", task, incarnation, state);
    }

    /** A worker of which no status is known. */
    static Subject stranger(String worker) {
        return new Subject(worker, "resizer", "images", "1.0", "production", null, null, null);
    }

    String down(String worker, String incarnation, WorkerState state) {
        return down(subject(worker, null, incarnation, state), "inc-" + worker + "-" + incarnation, false);
    }

    String down(Subject subject, @Nullable String incident, boolean synthetic) {
        return tell(new AdmissionInput.Down(subject, cause(), incident, synthetic));
    }

    String up(String worker, String incarnation) {
        return tell(new AdmissionInput.Up(worker, incarnation, cause()));
    }

    String gone(String worker, @Nullable String incarnation, AdmissionInput.Departure departure) {
        return tell(new AdmissionInput.Gone(worker, incarnation, departure, cause()));
    }

    String fenced(String worker, @Nullable String present, String fenced) {
        var subject = subject(worker, null, present, WorkerState.ALIVE);
        return tell(new AdmissionInput.Fenced(subject, fenced, cause(), "inc-fenced", false));
    }

    String request(Subject subject, String requestId) {
        return request(subject, new AdmissionInput.Request(requestId, "alice", "because", null, false));
    }

    String request(Subject subject, AdmissionInput.Request request) {
        return tell(new AdmissionInput.Requested(subject, request, cause(), null));
    }

    String answer(RestartCommand command, CommandResult.Status status) {
        return answer(command, status, null);
    }

    String answer(RestartCommand command, CommandResult.Status status, @Nullable String incarnation) {
        return tell(new AdmissionInput.Answered(
                command.workerId(), command.commandId(), status, "agent-1", "said so", incarnation, cause()));
    }

    /** An operator's will about a scope, a type or a worker that is not known. */
    String will(OperatorCommand.Type type, String subject, Map<String, String> arguments) {
        return will(type, stranger(subject), "alice", arguments);
    }

    String will(OperatorCommand.Type type, String subject) {
        return will(type, subject, Map.of());
    }

    String will(OperatorCommand.Type type, Subject subject, String actor, Map<String, String> arguments) {
        var id = "op-" + (inputs + 1);
        will(new Will(id, type, subject.workerId(), actor, "because", arguments), subject);
        return id;
    }

    void will(Will will, Subject subject) {
        tell(new AdmissionInput.Willed(subject, will, cause(), null));
    }

    void blind(int partition, boolean blind) {
        var group = "partition:" + partition;
        var state = blind ? FleetGroup.State.BLIND : FleetGroup.State.NORMAL;
        var provenance = new Provenance(cause(), "tick", null, null, null, null, null, null, false);
        var record = new FleetGroup(group, null, null, state, now(), null, null, null, null, provenance);
        pipe(Topics.FLEET_GROUPS, group, Json.bytes(record));
    }

    private String tell(AdmissionInput input) {
        pipe(Topics.RESTART_ADMISSION, input.workerId(), Json.bytes(input));
        return input.causeId();
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
