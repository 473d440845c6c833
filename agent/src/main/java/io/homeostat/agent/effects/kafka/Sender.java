package io.homeostat.agent.effects.kafka;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the agent's records until the broker has acknowledged each: idempotent, {@code acks=all}, one after the other
 * per topic, so that a worker's records keep their order over any outage. Nothing is dropped; what the end of the agent
 * leaves unsent stands in the journal.
 */
public final class Sender implements Outbound, AutoCloseable {

    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final int DELIVERY_TIMEOUT_MS = 15_000;
    private static final int MAX_BLOCK_MS = 5_000;

    private record Item(Outgoing record, CompletableFuture<Acknowledged> sent) {}

    /** The records of one topic and the thread that writes them. */
    private final class Line {
        private final LinkedBlockingQueue<Item> items = new LinkedBlockingQueue<>();
        private final Outage outage = new Outage();
        private final Thread thread;

        Line(String topic) {
            thread = Thread.ofPlatform().name("agent-sender-" + topic).daemon().start(this::run);
        }

        private void run() {
            try {
                while (!outage.closed()) {
                    write(items.take());
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            items.forEach(item -> item.sent().cancel(false));
        }

        private void write(Item item) throws InterruptedException {
            var record = item.record();
            var topic = settings.topics().of(record.topic());
            while (!outage.closed()) {
                long sentNanos = System.nanoTime();
                try {
                    var sent = producer()
                            .send(new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers()))
                            .get();
                    outage.over();
                    waiting.decrementAndGet();
                    item.sent().complete(new Acknowledged(Instant.ofEpochMilli(sent.timestamp()), sentNanos));
                    return;
                } catch (ExecutionException | KafkaException e) {
                    var cause = e.getCause() == null ? e : e.getCause();
                    outage.failed("a record for " + topic + " cannot be written: " + cause.getMessage());
                }
            }
            item.sent().cancel(false);
        }
    }

    private final PlaneSettings settings;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private @Nullable KafkaProducer<String, byte[]> producer;
    private volatile boolean closed;

    public Sender(PlaneSettings settings) {
        this.settings = settings;
    }

    @Override
    public CompletableFuture<Acknowledged> send(Outgoing record) {
        var item = new Item(record, new CompletableFuture<>());
        if (closed) {
            item.sent().cancel(false);
            return item.sent();
        }
        waiting.incrementAndGet();
        lines.computeIfAbsent(record.topic().name(), Line::new).items.add(item);
        return item.sent();
    }

    /** Records that the broker has not acknowledged yet. */
    public int waiting() {
        return waiting.get();
    }

    /**
     * Waits until everything is acknowledged.
     *
     * @return false if the time is over before
     */
    public boolean flush(Duration time) {
        long deadline = System.nanoTime() + time.toNanos();
        while (waiting.get() > 0 && System.nanoTime() - deadline < 0) {
            try {
                TimeUnit.MILLISECONDS.sleep(10);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return waiting.get() == 0;
    }

    @Override
    public void close() {
        closed = true;
        lines.values().forEach(line -> {
            line.outage.close();
            line.thread.interrupt();
        });
        synchronized (this) {
            if (producer != null) {
                producer.close(Duration.ofSeconds(1));
            }
        }
    }

    /** Made late: a broker whose name does not resolve yet must not end the agent. */
    private synchronized KafkaProducer<String, byte[]> producer() {
        if (producer == null) {
            var properties = settings.clientProperties("sender");
            properties.put("enable.idempotence", true);
            properties.put("acks", "all");
            properties.put("linger.ms", 0);
            properties.put("request.timeout.ms", REQUEST_TIMEOUT_MS);
            properties.put("delivery.timeout.ms", DELIVERY_TIMEOUT_MS);
            properties.put("max.block.ms", MAX_BLOCK_MS);
            producer = new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
        }
        return producer;
    }
}
