package io.homeostat.common.streams;

import io.homeostat.common.topics.TopicProvisioner;
import io.homeostat.common.topics.TopicSpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs one topology: waits for the broker and for well-made topics, starts, replaces a dead thread, closes by leaving the
 * group. Our own, as the framework's builder cannot switch the explicit-naming guard on and closes without leaving the
 * group (docs/decisions/0002-streams-runner.md).
 */
public final class StreamsRunner implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamsRunner.class);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(30);
    private static final long FIRST_BACKOFF_MS = 500;
    private static final long LAST_BACKOFF_MS = 10_000;
    private static final int ADMIN_TIMEOUT_MS = 5_000;

    private final StreamsSettings settings;
    private final Collection<TopicSpec> topics;
    private final Function<Topology, Topology> define;
    private final CountDownLatch closing = new CountDownLatch(1);
    private final ThreadDeaths deaths = new ThreadDeaths();
    private final AtomicLong replacedThreads = new AtomicLong();
    private volatile @Nullable KafkaStreams streams;
    private volatile String waitingFor = "start";
    private @Nullable Thread starter;

    /**
     * @param topics that must be there and well made before the topology starts
     * @param define adds the topology's nodes
     */
    public StreamsRunner(StreamsSettings settings, Collection<TopicSpec> topics, Function<Topology, Topology> define) {
        this.settings = settings;
        this.topics = List.copyOf(topics);
        this.define = define;
    }

    /** Starts in the background: an absent broker is waited for with backoff, for as long as it takes. */
    public synchronized void start() {
        if (starter == null) {
            starter = Thread.ofPlatform()
                    .name(settings.applicationId() + "-starter")
                    .daemon()
                    .start(this::run);
        }
    }

    /** The application that this runs: several may run in one process. */
    public String applicationId() {
        return settings.applicationId();
    }

    /** The state of Kafka Streams, or null before it was created. */
    public KafkaStreams.@Nullable State state() {
        var running = streams;
        return running == null ? null : running.state();
    }

    /** What the start still waits for, in words; empty once started. */
    public String waitingFor() {
        return waitingFor;
    }

    /** The running client, for metrics; null before it was created. */
    public @Nullable KafkaStreams streams() {
        return streams;
    }

    /** Threads that died and were replaced. */
    public long replacedThreads() {
        return replacedThreads.get();
    }

    @Override
    public void close() {
        closing.countDown();
        var running = streams;
        if (running != null) {
            boolean closed = running.close(CloseOptions.timeout(CLOSE_TIMEOUT)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
            if (!closed) {
                LOG.warn("{} did not close within {} s", settings.applicationId(), CLOSE_TIMEOUT.toSeconds());
            }
        }
    }

    private void run() {
        try {
            if (awaitTopics()) {
                startStreams();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            waitingFor = "nothing any more: " + e.getMessage();
            LOG.error("{} cannot start: {}", settings.applicationId(), e.getMessage(), e);
        }
    }

    private boolean awaitTopics() throws InterruptedException {
        long backoff = FIRST_BACKOFF_MS;
        var said = "";
        while (closing.getCount() > 0) {
            var problem = problem();
            if (problem.isEmpty()) {
                return true;
            }
            waitingFor = problem;
            if (!problem.equals(said)) {
                LOG.warn("{} waits: {}", settings.applicationId(), problem);
                said = problem;
            }
            if (closing.await(backoff, TimeUnit.MILLISECONDS)) {
                return false;
            }
            backoff = Math.min(2 * backoff, LAST_BACKOFF_MS);
        }
        return false;
    }

    private String problem() {
        var properties = new Properties();
        properties.putAll(settings.client());
        properties.put("bootstrap.servers", settings.bootstrapServers());
        properties.put("request.timeout.ms", ADMIN_TIMEOUT_MS);
        properties.put("default.api.timeout.ms", ADMIN_TIMEOUT_MS);
        try (var admin = Admin.create(properties)) {
            var problems = new TopicProvisioner(admin, settings.topics()).problems(topics);
            return problems.isEmpty() ? "" : String.join("; ", problems);
        } catch (KafkaException e) {
            var cause = e.getCause() == null ? e : e.getCause();
            return "broker " + settings.bootstrapServers() + " does not answer (" + cause.getMessage() + ")";
        }
    }

    private synchronized void startStreams() {
        if (closing.getCount() == 0) {
            return;
        }
        createStateDirectory();
        var properties = StreamsConfiguration.of(settings);
        var topology = define.apply(new Topology(new TopologyConfig(new StreamsConfig(properties))));
        var created = new KafkaStreams(topology, properties);
        created.setUncaughtExceptionHandler(this::onThreadDeath);
        created.setStateListener((now, before) -> LOG.info("{} {} -> {}", settings.applicationId(), before, now));
        streams = created;
        waitingFor = "";
        created.start();
    }

    /** Kafka Streams fails where another application of the process creates the directory in the same moment. */
    private void createStateDirectory() {
        try {
            Files.createDirectories(settings.stateDirectory());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + settings.stateDirectory(), e);
        }
    }

    /** A thread is replaced; but one that dies again and again at once would only burn the machine, so that one ends. */
    private StreamThreadExceptionResponse onThreadDeath(Throwable cause) {
        LOG.error("{}: a stream thread died", settings.applicationId(), cause);
        if (deaths.tooMany(System.nanoTime())) {
            return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
        }
        replacedThreads.incrementAndGet();
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
