package io.homeostat.common.streams;

import io.homeostat.common.topics.TopicNames;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a tick to every partition of its topics at a fixed distance: plain, idempotent, {@code acks=all}, never in a
 * transaction (an open one would hide beats). A tick that could not be written within seconds is worth nothing and is
 * dropped; silence is then the truth. Several tickers do no harm.
 */
public final class Ticker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Ticker.class);
    private static final int DELIVERY_TIMEOUT_MS = 2_000;
    private static final byte[] TICK = {'{', '}'};

    private final Map<String, Object> properties = new HashMap<>();
    private final List<TopicSpec> topics;
    private final TopicNames names;
    private final long intervalMs;
    private final BooleanSupplier gate;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong lost = new AtomicLong();
    private @Nullable Thread thread;

    /** A ticker that always ticks. */
    public Ticker(StreamsSettings settings, List<TopicSpec> topics, long intervalMs) {
        this(settings, topics, intervalMs, () -> true);
    }

    /**
     * A ticker that ticks while its gate is open.
     *
     * @param intervalMs distance of the ticks in milliseconds
     * @param gate asked before each round of ticks
     */
    public Ticker(StreamsSettings settings, List<TopicSpec> topics, long intervalMs, BooleanSupplier gate) {
        this.gate = gate;
        this.topics = List.copyOf(topics);
        this.names = settings.topics();
        this.intervalMs = intervalMs;
        properties.putAll(settings.client());
        properties.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, settings.bootstrapServers());
        properties.put(
                ProducerConfig.CLIENT_ID_CONFIG,
                settings.applicationId() + "-ticker-" + topics.getFirst().name());
        properties.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        properties.put(ProducerConfig.ACKS_CONFIG, "all");
        properties.put(ProducerConfig.LINGER_MS_CONFIG, 0);
        properties.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        properties.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        properties.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, intervalMs);
        properties.put(ProducerConfig.BUFFER_MEMORY_CONFIG, 1024 * 1024L);
    }

    /** Starts in the background. */
    public synchronized void start() {
        if (thread == null) {
            thread = Thread.ofPlatform().name("ticker").daemon().start(this::run);
        }
    }

    /** Ticks that the broker acknowledged. */
    public long written() {
        return written.get();
    }

    /** Ticks that could not be written. */
    public long lost() {
        return lost.get();
    }

    @Override
    public void close() {
        closing.countDown();
    }

    private void run() {
        try {
            while (closing.getCount() > 0) {
                try (var producer =
                        new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer())) {
                    tick(producer);
                } catch (KafkaException e) {
                    LOG.warn("the ticker starts again: {}", e.getMessage());
                    closing.await(intervalMs, TimeUnit.MILLISECONDS);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void tick(KafkaProducer<String, byte[]> producer) throws InterruptedException {
        do {
            for (var topic : gate.getAsBoolean() ? topics : List.<TopicSpec>of()) {
                for (int partition = 0; partition < topic.partitions(); partition++) {
                    var tick = new ProducerRecord<>(names.of(topic), partition, key(topic, partition), TICK);
                    var _ = producer.send(tick, (_, failure) -> (failure == null ? written : lost).incrementAndGet());
                }
            }
        } while (!closing.await(intervalMs, TimeUnit.MILLISECONDS));
    }

    /** Only where ticks stand beside keyed records do they need the reserved prefix. */
    private static String key(TopicSpec topic, int partition) {
        return topic.equals(Topics.CLOCK) ? String.valueOf(partition) : Ticks.key(partition);
    }
}
