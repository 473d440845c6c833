package io.homeostat.benchmarks;

import io.homeostat.cli.TopicReader;
import io.homeostat.cli.dev.DevPlane;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/**
 * From a CRASH on {@code failures} to the first committed START (mechanics 18: no backoff, no settle wait), through
 * heartbeat-service and both stages of restart-service; beside it, in the same run on the same broker, one bare hop of
 * Kafka Streams with the same settings, and no hop at all. Times are from before the send to after the read, so they are
 * upper bounds.
 */
public final class CrashToStart {

    private static final int COUNT = 500;
    private static final int WARM_UP = 100;
    private static final long PACE_MS = 40;
    private static final long COMMIT_INTERVAL_MS = 50;

    private CrashToStart() {}

    /** Run from the repository's root: {@code java -jar benchmarks/target/benchmarks.jar}. */
    public static void main(String... arguments) throws Exception {
        System.setProperty("logback.configurationFile", "homeostat-cli-logback.xml");
        var data = Files.createTempDirectory("homeostat-benchmark-");
        try (var plane =
                DevPlane.start(data, 0, Optional.of(Path.of("benchmarks", "policies")), Optional.empty(), true)) {
            var trips = new RoundTrips(plane.access(), COUNT, WARM_UP, PACE_MS);
            System.out.println(
                    trips.measure("no hop: produce and read", "promotions", "promotions", "raw-", "{}", _ -> true)
                            .row());
            try (var hop = bareHop(plane, data)) {
                hop.start();
                while (hop.state() != KafkaStreams.State.RUNNING) {
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                System.out.println(trips.measure(
                                "one bare hop, exactly once", "health-checks", "rollbacks", "hop-", "{}", _ -> true)
                        .row());
            }
            System.out.println(trips.measure(
                            "CRASH to first START, three hops",
                            "failures",
                            "restart-commands",
                            "bench-",
                            "{\"workerId\":\"KEY\",\"kind\":\"CRASH\"}",
                            record -> TopicReader.text(record.value()).contains("\"action\":\"START\""))
                    .row());
        }
        System.exit(0);
    }

    private static StreamsRunner bareHop(DevPlane plane, Path data) {
        var settings = new StreamsSettings(
                plane.bootstrapServers(),
                "bare-hop",
                TopicNames.PLAIN,
                data.resolve("bare-hop"),
                null,
                COMMIT_INTERVAL_MS,
                1,
                Map.of());
        var stage = new Stage("bare-hop", "hop", TopicNames.PLAIN);
        return new StreamsRunner(settings, List.of(Topics.HEALTH_CHECKS, Topics.ROLLBACKS), topology -> {
            topology.addProcessor("pass", Pass::new, stage.source(topology, Topics.HEALTH_CHECKS));
            stage.sink(topology, Topics.ROLLBACKS, "pass");
            return topology;
        });
    }

    private static final class Pass extends ContextualProcessor<byte[], byte[], String, byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            context().forward(record.withKey(TopicReader.text(record.key())));
        }
    }
}
