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
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * Writes the agent's records until the broker has acknowledged each: idempotent, {@code acks=all}, one after the other
 * per topic, so that a worker's records keep their order over any outage. Nothing is dropped; what the end of the agent
 * leaves unsent stands in the journal.
 *
 * <p>Some errors are final for a producer: it refuses every record after them, also when their reason is gone (a right that
 * was withdrawn for a while). Then it is replaced, and what it has not acknowledged is sent again; if the broker had it all
 * the same, it has the record twice, with one id.
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
                Producer<String, byte[]> used = null;
                try {
                    used = producer();
                    var sent = used.send(
                                    new ProducerRecord<>(topic, null, record.key(), record.value(), record.headers()))
                            .get();
                    outage.over();
                    waiting.decrementAndGet();
                    item.sent().complete(new Acknowledged(Instant.ofEpochMilli(sent.timestamp()), sentNanos));
                    return;
                } catch (ExecutionException | RuntimeException e) { // a line that died of one would never write again
                    var cause = e.getCause() == null ? e : e.getCause();
                    if (used != null && mayLast(cause)) {
                        replace(used);
                    }
                    outage.failed("a record for " + topic + " cannot be written: " + cause.getMessage());
                }
            }
            item.sent().cancel(false);
        }
    }

    private final PlaneSettings settings;
    private final Supplier<Producer<String, byte[]>> connect;
    private final Map<String, Line> lines = new ConcurrentHashMap<>();
    private final AtomicInteger waiting = new AtomicInteger();
    private @Nullable Producer<String, byte[]> producer;
    private volatile boolean closed;

    public Sender(PlaneSettings settings) {
        this(settings, () -> connected(settings));
    }

    Sender(PlaneSettings settings, Supplier<Producer<String, byte[]>> connect) {
        this.settings = settings;
        this.connect = connect;
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
    private synchronized Producer<String, byte[]> producer() {
        if (closed) {
            throw new IllegalStateException("the agent closes");
        }
        var present = producer;
        if (present == null) {
            present = connect.get();
            producer = present;
        }
        return present;
    }

    /** The next record has a new producer. Lines that wait for the old one learn that it is gone, and send again. */
    private void replace(Producer<String, byte[]> used) {
        synchronized (this) {
            if (closed || !used.equals(producer)) {
                return; // another line did
            }
            producer = null;
        }
        used.close(Duration.ZERO);
    }

    /** What passes by itself, and what concerns the record or its topic alone, is no reason for another producer. */
    private static boolean mayLast(Throwable cause) {
        return !(cause instanceof RetriableException
                || cause instanceof RecordTooLargeException
                || cause instanceof InvalidTopicException
                || cause instanceof TopicAuthorizationException);
    }

    private static Producer<String, byte[]> connected(PlaneSettings settings) {
        var properties = settings.clientProperties("sender");
        properties.put("enable.idempotence", true);
        properties.put("acks", "all");
        properties.put("linger.ms", 0);
        properties.put("request.timeout.ms", REQUEST_TIMEOUT_MS);
        properties.put("delivery.timeout.ms", DELIVERY_TIMEOUT_MS);
        properties.put("max.block.ms", MAX_BLOCK_MS);
        return new KafkaProducer<>(properties, new StringSerializer(), new ByteArraySerializer());
    }
}
