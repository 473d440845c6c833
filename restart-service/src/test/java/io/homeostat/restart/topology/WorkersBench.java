package io.homeostat.restart.topology;

import io.homeostat.common.contract.DeadLetter;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.WorkerState;
import io.homeostat.common.contract.WorkerStatus;
import io.homeostat.common.streams.Placement;
import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.restart.domain.AdmissionInput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The stage of the workers, of which the driver knows partition 0 only. */
final class WorkersBench implements AutoCloseable {

    private final TopologyTestDriver driver = Bench.driver(RestartTopology.addWorkers(Bench.empty(), TopicNames.PLAIN));
    private int statuses;

    /** A worker that belongs to partition 0. */
    static String placedWorker() {
        return worker(partition -> partition == 0);
    }

    /** A worker that belongs to another one. */
    static String misplacedWorker() {
        return worker(partition -> partition != 0);
    }

    private static String worker(IntPredicate partition) {
        return IntStream.range(0, 1_000)
                .mapToObj(n -> "w-" + n)
                .filter(id -> partition.test(Placement.of(id, TopicSpec.PARTITIONS)))
                .findFirst()
                .orElseThrow();
    }

    void status(String worker, WorkerState state, String incarnation, WorkerStatus.Reason reason) {
        pipe(Topics.WORKER_STATUS, worker, Json.text(statusOf(worker, state, incarnation, reason)));
    }

    private WorkerStatus statusOf(String worker, WorkerState state, String incarnation, WorkerStatus.Reason reason) {
        statuses++;
        return Statuses.of(worker, state, incarnation, reason, "wst-" + statuses, "inc-" + statuses);
    }

    void pipe(TopicSpec topic, @Nullable String key, @Nullable String value) {
        driver.createInputTopic(topic.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(new TestRecord<>(
                        key, value == null ? null : value.getBytes(StandardCharsets.UTF_8), Bench.START));
    }

    List<AdmissionInput> told() {
        return records(Topics.RESTART_ADMISSION).stream()
                .map(record -> Json.readState(record.value(), AdmissionInput.class))
                .toList();
    }

    List<DeadLetter> deadLetters() {
        return records(Topics.DEAD_LETTERS).stream()
                .map(record -> Json.readState(record.value(), DeadLetter.class))
                .toList();
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
