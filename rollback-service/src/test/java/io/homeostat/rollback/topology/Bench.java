package io.homeostat.rollback.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Plane;
import io.homeostat.common.contract.RollbackCommand;
import io.homeostat.common.streams.Pace;
import io.homeostat.common.streams.Placement;
import io.homeostat.common.streams.StreamsConfiguration;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
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
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The stage of promotions under a virtual clock: ticks every half second, records at the present moment. */
final class Bench extends Outputs {

    static final Instant START = Instant.parse("2026-11-25T08:00:00Z");
    private static final long TICK_MS = 500;

    /** A service whose place is the only partition that a driver has. */
    static final String SERVICE = placedAt(0, "images");

    /** A service of another task. */
    static final String ELSEWHERE = placedAt(3, "mail");

    private final AtomicLong local;
    private long nowMs = START.toEpochMilli();

    private Bench(TopologyTestDriver driver, AtomicLong local) {
        super(driver);
        this.local = local;
    }

    /** With a policy in force, and the log read as it is written. */
    static Bench with(String rollbackPolicy) {
        var local = new AtomicLong(START.toEpochMilli());
        var topology = VerdictTopology.addPromotions(empty(), TopicNames.PLAIN, new Unmetered(), local::get);
        var bench = new Bench(new TopologyTestDriver(topology, properties(), START), local);
        bench.policy("rollback-policy", "v1", rollbackPolicy);
        bench.pipe(Topics.PLANE, Plane.KEY, Json.bytes(new Plane(3, "provisioned", START)));
        bench.tick();
        bench.local.addAndGet(Pace.LOOK_MS);
        bench.tick();
        return bench;
    }

    static Topology empty() {
        return new Topology(new TopologyConfig(new StreamsConfig(properties())));
    }

    private static String placedAt(int partition, String name) {
        return IntStream.range(0, 1_000)
                .mapToObj(n -> name + "-" + n)
                .filter(service -> Placement.of(service, TopicSpec.PARTITIONS) == partition)
                .findFirst()
                .orElseThrow();
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
                    20,
                    1,
                    Map.of());
            return StreamsConfiguration.of(settings);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Instant now() {
        return Instant.ofEpochMilli(nowMs);
    }

    void policy(String name, String version, String json) {
        json(
                Topics.POLICIES,
                name,
                "{'name':'" + name + "','version':'" + version + "','actor':'t','reason':'t','policy':" + json + "}");
    }

    void tick() {
        pipe(Topics.CLOCK, "~0", "{}".getBytes(StandardCharsets.UTF_8));
    }

    /** Time passes, with its ticks; the last one is at the new present. */
    void pass(long ms) {
        long end = nowMs + ms;
        while (nowMs + TICK_MS < end) {
            step(TICK_MS, TICK_MS);
        }
        step(end - nowMs, end - nowMs);
    }

    /** The log of a time in which this stage did not run is read, a hundred times faster than it was written. */
    void replay(long ms) {
        for (long end = nowMs + ms; nowMs < end; ) {
            step(TICK_MS, TICK_MS / 100);
        }
    }

    private void step(long ms, long localMs) {
        nowMs += ms;
        local.addAndGet(localMs);
        tick();
    }

    void promote(String promotionId, String more) {
        json(
                Topics.PROMOTIONS,
                SERVICE,
                "{'promotionId':'" + promotionId + "','version':'2.0','previousVersion':'1.0'" + more + "}");
    }

    void check(String json) {
        json(Topics.HEALTH_CHECKS, SERVICE, json);
    }

    void bad(int times) {
        for (int n = 0; n < times; n++) {
            pass(1_000);
            check("{'ok':false,'errorRate':0.5}");
        }
    }

    void rate(String version, long seconds, long succeeded, long failed) {
        lateRate(0, version, seconds, succeeded, failed);
    }

    /** A rate whose cause was appended {@code lateMs} ago. */
    void lateRate(long lateMs, String version, long seconds, long succeeded, long failed) {
        var json = "{'service':'" + SERVICE + "','version':'" + version + "','windowSeconds':" + seconds
                + ",'windowStart':'" + now().minusSeconds(50) + "','succeeded':" + succeeded + ",'failed':"
                + failed + ",'verdict':'OK','id':'ert-" + nowMs + "'}";
        pipe(
                Topics.ERROR_RATES,
                SERVICE + "|" + version,
                json.replace('\'', '"').getBytes(StandardCharsets.UTF_8),
                now().minusMillis(lateMs));
    }

    void answer(RollbackCommand command, String status) {
        json(
                Topics.ROLLBACK_RESULTS,
                command.service(),
                "{'commandId':'" + command.commandId() + "','status':'" + status + "','agent':'a-1'}");
    }

    void command(String commandId, String type, String subject) {
        json(
                Topics.OPERATOR_COMMANDS,
                subject,
                "{'commandId':'" + commandId + "','type':'" + type + "','actor':'alice','reason':'because'}");
    }

    void json(TopicSpec topic, @Nullable String key, String json) {
        pipe(topic, key, json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    void pipe(TopicSpec topic, @Nullable String key, byte @Nullable [] value) {
        pipe(topic, key, value, now());
    }

    private void pipe(TopicSpec topic, @Nullable String key, byte @Nullable [] value, Instant at) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(key, value, at));
    }
}
