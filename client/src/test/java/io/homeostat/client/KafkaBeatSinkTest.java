package io.homeostat.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The real sink in the real loop, on Kafka's own simulated producer. */
class KafkaBeatSinkTest {

    private static final Duration INTERVAL = Duration.ofSeconds(30);

    private final SteppedClock clock = new SteppedClock();
    private final OperationCounts counts = new OperationCounts();
    private final List<MockProducer<String, byte[]>> producers = new ArrayList<>();
    private @Nullable RuntimeException refusal;
    private int attempts;
    private final KafkaBeatSink sink = new KafkaBeatSink(
            new KafkaBeatSink.Target(
                    "blue.heartbeats",
                    "kafka:9092",
                    "w-17",
                    new HeartbeatJson(new WorkerIdentity("w-17", null, null, null, null, "i-1"), INTERVAL)),
            this::connect,
            clock);
    private final BeatLoop loop = new BeatLoop(
            new BeatLoop.Subject("w-17", INTERVAL, new WorkerReport(WorkerStatus.RUNNING), counts, () -> Beat.UNKNOWN),
            sink,
            clock,
            () -> {});

    @Test
    void a_beat_goes_to_the_topic_under_the_worker_id() {
        loop.step();

        assertThat(producer().history()).singleElement().satisfies(record -> {
            assertThat(record.topic()).isEqualTo("blue.heartbeats");
            assertThat(record.key()).isEqualTo("w-17");
            assertThat(record.partition()).as("left to the default partitioner").isNull();
            assertThat(record.timestamp()).as("left to Kafka").isNull();
            assertThat(new String(record.value(), StandardCharsets.UTF_8))
                    .startsWith("{\"workerId\":\"w-17\",\"incarnation\":\"i-1\",\"sequence\":1,");
        });
    }

    @Test
    void a_beat_that_kafka_gives_up_gives_its_counts_back() {
        counts.succeeded();
        counts.failed();
        loop.step();
        assertThat(producer().errorNext(new TimeoutException("120000 ms passed")))
                .isTrue();
        loop.step();
        counts.succeeded();

        passAndStep(Duration.ofSeconds(1));
        assertThat(producer().completeNext()).isTrue();
        passAndStep(INTERVAL);

        assertThat(operations())
                .containsExactly(
                        "{\"succeeded\":1,\"failed\":1}",
                        "{\"succeeded\":2,\"failed\":1}",
                        "{\"succeeded\":0,\"failed\":0}");
    }

    @Test
    void a_beat_that_kafka_refuses_at_once_gives_its_counts_back() {
        loop.step();
        producer().completeNext();
        producer().sendException = new KafkaException("refused");
        counts.succeeded();
        passAndStep(INTERVAL);
        producer().sendException = null;

        passAndStep(Duration.ofSeconds(1));

        assertThat(operations()).last().isEqualTo("{\"succeeded\":1,\"failed\":0}");
    }

    @Test
    void a_host_without_address_is_an_outage_and_asked_for_once_a_second() {
        refusal = new KafkaException("Failed to construct kafka producer", new ConfigException("No resolvable urls"));
        try (var log = CapturedLog.open()) {
            counts.succeeded();
            loop.step();
            for (int i = 0; i < 100; i++) {
                loop.want();
                passAndStep(Duration.ofMillis(100));
            }

            assertThat(attempts).isBetween(9, 11);
            assertThat(log.about("w-17"))
                    .singleElement()
                    .asString()
                    .contains("at blue.heartbeats on kafka:9092 (" + ConfigException.class.getName()
                            + ": No resolvable urls).");
        }
        refusal = null;
        passAndStep(Cadence.LAST_RETRY);

        assertThat(operations()).containsExactly("{\"succeeded\":1,\"failed\":0}");
    }

    @Test
    void a_producer_that_failed_for_good_is_replaced_but_not_for_every_beat() {
        loop.step();
        producer().errorNext(new ClusterAuthorizationException("no"));

        passAndStep(KafkaBeatSink.REPLACE_EVERY.minusNanos(1));
        assertThat(producers).hasSize(1);
        producer().errorNext(new ClusterAuthorizationException("no"));
        passAndStep(Duration.ofSeconds(2));

        assertThat(producers).hasSize(2);
        assertThat(producers.getFirst().closed()).isTrue();
        assertThat(producer().history()).hasSize(1);
    }

    @Test
    void a_producer_that_waits_for_the_broker_is_kept() {
        loop.step();
        for (int i = 0; i < 20; i++) {
            producer().errorNext(new TimeoutException("120000 ms passed"));
            loop.step();
            passAndStep(Cadence.LAST_RETRY);
        }

        assertThat(producers).hasSize(1);
        assertThat(producer().history()).hasSize(21);
    }

    @Test
    void a_producer_without_answer_is_replaced() {
        loop.step();

        passAndStep(BeatLoop.NO_ANSWER);

        assertThat(producers).hasSize(2);
        assertThat(producers.getFirst().closed()).isTrue();
    }

    @Test
    void closing_closes_the_producer_even_if_it_objects() {
        loop.step();
        producer().closeException = new KafkaException("interrupted");

        sink.close(Duration.ZERO);
        sink.close(Duration.ZERO);

        assertThat(producers).hasSize(1);
    }

    private Producer<String, byte[]> connect() {
        attempts++;
        if (refusal != null) {
            throw refusal;
        }
        var made = new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
        producers.add(made);
        return made;
    }

    private MockProducer<String, byte[]> producer() {
        return producers.getLast();
    }

    private void passAndStep(Duration time) {
        clock.advance(time);
        while (loop.step() <= 0) {
            // Due again at once.
        }
    }

    private List<String> operations() {
        return producer().history().stream()
                .map(record -> new String(record.value(), StandardCharsets.UTF_8))
                .map(json -> json.substring(json.indexOf("\"operations\":") + 13))
                .map(json -> json.substring(0, json.indexOf('}') + 1))
                .toList();
    }
}
