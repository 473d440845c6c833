package io.homeostat.benchmarks;

import io.homeostat.cli.TopicReader;
import io.homeostat.cli.dev.DevPlane;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * How fast the plane reacts: from a failed check to the kill switch (through both applications of rollback-service), and
 * from a CRASH to the first committed START (mechanics 18: no backoff, no settle wait; through heartbeat-service and both
 * stages of restart-service). Beside them, in the same run on the same broker, bare hops of Kafka Streams with the same
 * settings, and no hop at all. Times are from before the send to after the read, so they are upper bounds.
 */
public final class Reactions {

    private static final int COUNT = 500;
    private static final int WARM_UP = 100;
    private static final long PACE_MS = 40;
    private static final long COMMIT_INTERVAL_MS = 50;
    private static final long SWITCH_COMMIT_INTERVAL_MS = 20;

    private final DevPlane plane;
    private final Path data;
    private final RoundTrips trips;

    private Reactions(DevPlane plane, Path data) {
        this.plane = plane;
        this.data = data;
        this.trips = new RoundTrips(plane.access(), COUNT, WARM_UP, PACE_MS);
    }

    /** Run from the repository's root: {@code java -jar benchmarks/target/benchmarks.jar}. */
    public static void main(String... arguments) throws Exception {
        System.setProperty("logback.configurationFile", "homeostat-cli-logback.xml");
        var data = Files.createTempDirectory("homeostat-benchmark-");
        try (var plane =
                DevPlane.start(data, 0, Optional.of(Path.of("benchmarks", "policies")), Optional.empty(), true)) {
            BareHop.provision(plane);
            var reactions = new Reactions(plane, data);
            reactions.raw();
            reactions.bareHop(SWITCH_COMMIT_INTERVAL_MS);
            reactions.checkToKillSwitch();
            reactions.bareHop(COMMIT_INTERVAL_MS);
            reactions.crashToStart();
        }
        System.exit(0);
    }

    private void raw() throws InterruptedException {
        report("no hop: produce and read", BareHop.OUT.name(), BareHop.OUT.name(), "raw-", "{}", _ -> true);
    }

    private void bareHop(long commitIntervalMs) throws InterruptedException {
        try (var _ = new BareHop(plane, data, commitIntervalMs)) {
            report(
                    "one bare hop, commit interval " + commitIntervalMs + " ms",
                    BareHop.IN.name(),
                    BareHop.OUT.name(),
                    "hop-" + commitIntervalMs + "-",
                    "{}",
                    _ -> true);
        }
    }

    /** A service each, so that each check that counts is the second one and throws a switch of its own. */
    private void checkToKillSwitch() throws InterruptedException {
        report(
                "promotion to MONITORING_STARTED, one hop",
                "promotions",
                "rollbacks",
                "svc-",
                "{\"promotionId\":\"p-KEY\",\"service\":\"KEY\",\"version\":\"2\",\"previousVersion\":\"1\"}",
                says("\"status\":\"MONITORING_STARTED\""));
        report(
                "first failed check to its verdict, one hop",
                "health-checks",
                "rollbacks",
                "svc-",
                check("first"),
                says("\"type\":\"CHECK\""));
        report(
                "second failed check to kill switch, two hops",
                "health-checks",
                "kill-switch",
                "svc-",
                check("second"),
                says("\"disableNew\":true"));
    }

    private void crashToStart() throws InterruptedException {
        report(
                "CRASH to first START, three hops",
                "failures",
                "restart-commands",
                "bench-",
                "{\"workerId\":\"KEY\",\"kind\":\"CRASH\"}",
                says("\"action\":\"START\""));
    }

    private void report(
            String name,
            String from,
            String to,
            String prefix,
            String value,
            Predicate<ConsumerRecord<byte[], byte[]>> wanted)
            throws InterruptedException {
        System.out.println(trips.measure(name, from, to, prefix, value, wanted).row());
    }

    private static String check(String id) {
        return "{\"service\":\"KEY\",\"promotionId\":\"p-KEY\",\"checkId\":\"" + id + "\",\"ok\":false}";
    }

    private static Predicate<ConsumerRecord<byte[], byte[]>> says(String part) {
        return record ->
                record.value() != null && TopicReader.text(record.value()).contains(part);
    }
}
