package io.homeostat.benchmarks;

import io.homeostat.cli.TopicReader;
import io.homeostat.cli.dev.DevPlane;
import io.homeostat.common.streams.Stage;
import io.homeostat.common.streams.StreamsRunner;
import io.homeostat.common.streams.StreamsSettings;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** What one hop costs at least: a topology that passes records on, with the settings of a service. */
final class BareHop implements AutoCloseable {

    static final TopicSpec IN = topic("benchmark-in");
    static final TopicSpec OUT = topic("benchmark-out");

    private static final short ANY_REPLICAS = -1;

    private final StreamsRunner runner;

    /** Starts the hop and returns when it runs. */
    BareHop(DevPlane plane, Path data, long commitIntervalMs) throws InterruptedException {
        var id = "bare-hop-" + commitIntervalMs;
        var settings = new StreamsSettings(
                plane.bootstrapServers(), id, TopicNames.PLAIN, data.resolve(id), null, commitIntervalMs, 1, Map.of());
        var stage = new Stage(id, "hop", TopicNames.PLAIN);
        runner = new StreamsRunner(settings, List.of(IN, OUT), topology -> {
            topology.addProcessor("pass", Pass::new, stage.source(topology, IN));
            stage.sink(topology, OUT, "pass");
            return topology;
        });
        runner.start();
        while (runner.state() != KafkaStreams.State.RUNNING) {
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Creates the topics of all hops. */
    static void provision(DevPlane plane) {
        try (var admin = plane.access().admin()) {
            var _ = new TopicProvisioner(admin, TopicNames.PLAIN).createMissing(List.of(IN, OUT), ANY_REPLICAS);
        }
    }

    @Override
    public void close() {
        runner.close();
    }

    private static TopicSpec topic(String name) {
        return new TopicSpec(
                name,
                TopicSpec.Kind.LOG,
                TopicSpec.PARTITIONS,
                Duration.ofDays(1),
                false,
                "number",
                "benchmarks",
                "records on their way");
    }

    private static final class Pass extends ContextualProcessor<byte[], byte[], String, byte[]> {
        @Override
        public void process(Record<byte[], byte[]> record) {
            context().forward(record.withKey(TopicReader.text(record.key())));
        }
    }
}
