package io.homeostat.agent.effects.kafka;

import io.homeostat.common.topics.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code components} and {@code plane} whole and {@code clock} from its end, without a group: a consumer of its own
 * for views that every agent needs complete. {@link #current} is its barrier: whoever waits for it afterwards sees all
 * that was in the log when it asked, and that the log is still the one that was read.
 */
public final class PlaneReader implements AutoCloseable {

    private static final Duration POLL = Duration.ofMillis(500);
    private static final int REQUEST_TIMEOUT_MS = 5_000;
    private static final long LOOK_EVERY_NANOS = Duration.ofSeconds(5).toNanos();

    /** Somebody waits until the views have reached these ends. */
    private record Barrier(Map<TopicPartition, Long> ends, List<CompletableFuture<Void>> waiting) {}

    private final PlaneSettings settings;
    private final PlaneTopics topics;
    private final PlaneViews views;
    private final PlaneClock clock;
    private final java.util.function.Consumer<Set<String>> changed;
    private final Outage outage = new Outage();
    private final ConcurrentLinkedQueue<CompletableFuture<Void>> requests = new ConcurrentLinkedQueue<>();
    private final List<Barrier> barriers = new ArrayList<>();
    private final CompletableFuture<Void> read = new CompletableFuture<>();
    private final ReadPositions positions = new ReadPositions();
    private long lookedNanos = System.nanoTime();

    /** Workers whose components changed and of whom nobody was told yet. */
    private final Set<String> untold = new TreeSet<>();

    private volatile @Nullable KafkaConsumer<String, byte[]> consumer;
    private volatile @Nullable String waitingFor = "the broker at start";

    /** @param changed told on the reader's thread which workers' components changed */
    public PlaneReader(
            PlaneSettings settings,
            PlaneViews views,
            PlaneClock clock,
            java.util.function.Consumer<Set<String>> changed) {
        this.settings = settings;
        this.topics = new PlaneTopics(settings);
        this.views = views;
        this.clock = clock;
        this.changed = changed;
    }

    /** Starts in the background; an absent broker is waited for. */
    public void start() {
        Thread.ofPlatform().name("agent-views").daemon().start(this::run);
    }

    /** Done once the views have been read to their ends for the first time. */
    public CompletableFuture<Void> read() {
        return read;
    }

    /** What the reader waits for, or empty while it reads. */
    public Optional<String> waitingFor() {
        return Optional.ofNullable(waitingFor);
    }

    /** Done once all that is in the log now has been read; exceptionally at close. */
    public CompletableFuture<Void> current() {
        var request = new CompletableFuture<Void>();
        requests.add(request);
        var reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        if (outage.closed()) {
            request.cancel(false);
        }
        return request;
    }

    @Override
    public void close() {
        outage.close();
        var reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        requests.forEach(request -> request.cancel(false));
    }

    private void run() {
        while (!outage.closed()) {
            try {
                awaitTopics();
                read(topics.followed());
            } catch (InvalidOffsetException e) { // the log was cut, or is another one
                lost(e.partitions());
                failed(String.valueOf(e.getMessage()));
            } catch (RuntimeException e) { // without its reader no lane would ever act again
                failed(String.valueOf(e.getMessage()));
            }
        }
        barriers.forEach(barrier -> barrier.waiting().forEach(waiting -> waiting.cancel(false)));
    }

    /** What was read of these partitions cannot be read on. */
    void lost(Collection<TopicPartition> partitions) {
        positions.forget(partitions);
    }

    private void failed(String what) {
        waitingFor = what;
        outage.failed(what);
    }

    private void awaitTopics() {
        while (!outage.closed()) {
            var problem = topics.problem();
            if (problem.isEmpty()) {
                return;
            }
            failed(problem.get());
        }
    }

    private void read(List<TopicPartition> partitions) {
        var properties = settings.clientProperties("views");
        properties.put("isolation.level", "read_committed");
        properties.put("enable.auto.commit", "false");
        properties.put("allow.auto.create.topics", "false");
        properties.put("auto.offset.reset", "none"); // it would go back to the beginning without a word
        properties.put("default.api.timeout.ms", REQUEST_TIMEOUT_MS);
        try (var reading = new KafkaConsumer<>(properties, new StringDeserializer(), new ByteArrayDeserializer())) {
            consumer = reading;
            begin(reading, partitions);
            while (!outage.closed()) {
                step(reading);
            }
        } finally {
            consumer = null;
        }
    }

    void begin(Consumer<String, byte[]> reading, List<TopicPartition> partitions) {
        reading.assign(partitions);
        barriers.forEach(barrier -> requests.addAll(barrier.waiting())); // the old ends may be those of other logs
        barriers.clear();
        barriers.add(new Barrier(positions.begin(reading, partitions, topics::isClock, read.isDone()), List.of(read)));
    }

    void step(Consumer<String, byte[]> reading) {
        try {
            reading.poll(POLL).forEach(this::take);
            if (!positions.rewinds(reading) && !untold.isEmpty()) {
                var workers = Set.copyOf(untold);
                untold.clear();
                changed.accept(workers);
            }
            waitingFor = null;
            outage.over();
        } catch (WakeupException e) {
            // somebody waits for a barrier
        }
        try {
            openBarriers(reading);
            closeBarriers(reading);
        } catch (WakeupException e) {
            // somebody else does: both are served in the next step
        }
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        positions.took(record);
        var topic = settings.topics().plain(record.topic());
        if (topic.equals(Topics.CLOCK.name())) {
            clock.read(Instant.ofEpochMilli(record.timestamp()));
        } else if (topic.equals(Topics.PLANE.name())) {
            views.plane(record.value());
        } else if (record.key() != null && views.component(record.key(), record.value())) {
            untold.add(record.key());
        }
    }

    private void openBarriers(Consumer<String, byte[]> reading) {
        var waiting = new ArrayList<CompletableFuture<Void>>();
        if (System.nanoTime() - lookedNanos > LOOK_EVERY_NANOS) {
            lookedNanos = System.nanoTime();
            waiting.add(new CompletableFuture<>()); // nobody asks, but the logs may have become others
        }
        for (var request = requests.poll(); request != null; request = requests.poll()) {
            waiting.add(request);
        }
        if (!waiting.isEmpty()) {
            try {
                var anew = positions.ofOtherLogs(reading, topics::isClock);
                if (!anew.isEmpty()) {
                    requests.addAll(waiting);
                    lost(anew);
                    throw new IllegalStateException(anew + " begin with other records: the topics were made anew");
                }
                barriers.add(new Barrier(new HashMap<>(reading.endOffsets(reading.assignment())), waiting));
            } catch (KafkaException e) { // no answer, or a wake-up: asked again in the next step
                requests.addAll(waiting);
            }
        }
    }

    private void closeBarriers(Consumer<String, byte[]> reading) {
        barriers.removeIf(barrier -> {
            boolean reached = ReadPositions.reached(reading, barrier.ends());
            if (reached) {
                barrier.waiting().forEach(waiting -> waiting.complete(null));
            }
            return reached;
        });
    }
}
