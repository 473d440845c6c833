package io.homeostat.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of a {@link HeartbeatEmitter}. Every method checks its value at once and throws
 * {@link IllegalArgumentException} with the setting's name, the value and the reason. Names (type, service, version,
 * environment, incarnation) are 1 to 128 printable characters. Not thread-safe.
 */
public final class HeartbeatEmitterBuilder {

    private final String workerId;
    private final Map<String, String> kafka = new LinkedHashMap<>();
    private @Nullable String workerType;
    private @Nullable String service;
    private @Nullable String version;
    private @Nullable String environment;
    private @Nullable String incarnation;
    private @Nullable String bootstrapServers;
    private String topicsPrefix = "";
    private Duration interval = Duration.ofSeconds(30);
    private Duration goodbyeWithin = Duration.ofSeconds(2);
    private WorkerStatus initialStatus = WorkerStatus.RUNNING;
    private boolean goodbyeOnShutdown;
    private LongSupplier killSwitchOffset = () -> Beat.UNKNOWN;

    HeartbeatEmitterBuilder(String workerId) {
        this.workerId = Rules.workerId("workerId", workerId);
    }

    /** Where Kafka is: {@code host:port}, several separated by commas. Required. The host need not exist yet. */
    public HeartbeatEmitterBuilder bootstrapServers(String servers) {
        bootstrapServers = Rules.bootstrapServers("bootstrapServers", servers);
        return this;
    }

    /** Kind of worker; breakers, budgets and policies go by it. Left out: {@code default}. */
    public HeartbeatEmitterBuilder workerType(String type) {
        workerType = Rules.text("workerType", type);
        return this;
    }

    /** Service that this worker is part of; error rates and rollbacks go by it. Left out: the worker type. */
    public HeartbeatEmitterBuilder service(String name) {
        service = Rules.text("service", name);
        return this;
    }

    /** Version of the service that this process runs. Left out: {@code unknown}. */
    public HeartbeatEmitterBuilder version(String name) {
        version = Rules.text("version", name);
        return this;
    }

    /** Left out: {@code production}. */
    public HeartbeatEmitterBuilder environment(String name) {
        environment = Rules.text("environment", name);
        return this;
    }

    /**
     * Name of this start of the process, if whoever started it gave one. It must be new for every start, and for every
     * emitter that is started in one process. Left out: a new one is made.
     */
    public HeartbeatEmitterBuilder incarnation(String name) {
        incarnation = Rules.text("incarnation", name);
        return this;
    }

    /** Time from beat to beat, 0.1 s to 1 h in whole milliseconds. Default 30 s, as in the plane's default policy. */
    public HeartbeatEmitterBuilder interval(Duration time) {
        interval = Rules.interval("interval", time);
        return this;
    }

    /**
     * What stands before {@code heartbeats} in the topic's name, where several planes share a cluster. Default:
     * nothing.
     */
    public HeartbeatEmitterBuilder topicsPrefix(String prefix) {
        topicsPrefix = Rules.topicsPrefix("topicsPrefix", prefix);
        return this;
    }

    /** Status of the first beats, until {@link HeartbeatEmitter#status} says another. Default {@code RUNNING}. */
    public HeartbeatEmitterBuilder initialStatus(WorkerStatus status) {
        initialStatus = Objects.requireNonNull(status, "initialStatus");
        return this;
    }

    /** Longest that {@link HeartbeatEmitter#close()} waits for its good-bye, 0 s to 1 min. Default 2 s; 0 says none. */
    public HeartbeatEmitterBuilder goodbyeWithin(Duration time) {
        if (time.isNegative() || time.compareTo(Duration.ofMinutes(1)) > 0) {
            throw Rules.refusal("goodbyeWithin", time.toString(), "the wait for the good-bye is 0 to 60 seconds");
        }
        goodbyeWithin = time;
        return this;
    }

    /**
     * Whether an orderly end of the JVM says good-bye even if nobody calls {@link HeartbeatEmitter#close()}. Default
     * no.
     *
     * <p>With it, an exit that the worker did not intend but that is orderly for the JVM (an exception that ends the
     * last thread, {@code System.exit(1)}) is a good-bye too and not a failure. Only SIGKILL, a crash of the JVM and a
     * halt are still noticed as silence.
     */
    public HeartbeatEmitterBuilder goodbyeOnShutdown(boolean yes) {
        goodbyeOnShutdown = yes;
        return this;
    }

    /**
     * Whose kill switch the worker obeys: beats then tell how far it was read, so that the plane knows who has it.
     * Default: none, and beats do not tell. The emitter does not close it.
     */
    public HeartbeatEmitterBuilder flags(LiveFlags live) {
        killSwitchOffset = Objects.requireNonNull(live, "flags")::killSwitchOffset;
        return this;
    }

    /**
     * A further setting of the Kafka producer: security, mostly ({@code security.protocol}, {@code sasl.jaas.config}
     * …).
     *
     * @throws IllegalArgumentException if it is one that the emitter's guarantees rest on
     */
    public HeartbeatEmitterBuilder kafkaProperty(String name, String value) {
        kafka.put(ProducerProperties.free(name), Objects.requireNonNull(value, name));
        return this;
    }

    /**
     * Starts to beat, the first time at once. Returns without waiting for Kafka.
     *
     * @throws IllegalArgumentException if {@link #bootstrapServers} is missing or Kafka refuses a {@link
     * #kafkaProperty}
     */
    public HeartbeatEmitter start() {
        if (bootstrapServers == null) {
            throw new IllegalArgumentException("bootstrapServers is not set: the emitter must know where Kafka is");
        }
        var properties = ProducerProperties.of(bootstrapServers, workerId, kafka);
        var identity = identity(BeatClock.SYSTEM);
        var target = new KafkaBeatSink.Target(
                topicsPrefix + "heartbeats", bootstrapServers, workerId, new HeartbeatJson(identity, interval));
        var sink = new KafkaBeatSink(target, () -> new KafkaProducer<>(Map.copyOf(properties)), BeatClock.SYSTEM);
        return start(identity, sink, BeatClock.SYSTEM);
    }

    /** For tests: starts with another sink and other clocks. */
    HeartbeatEmitter start(BeatSink sink, BeatClock clock) {
        return start(identity(clock), sink, clock);
    }

    private HeartbeatEmitter start(WorkerIdentity identity, BeatSink sink, BeatClock clock) {
        var report = new WorkerReport(initialStatus);
        var counts = new OperationCounts();
        var subject = new BeatLoop.Subject(workerId, interval, report, counts, killSwitchOffset);
        var thread = new BeatThread(subject, sink, clock);
        var emitter = new HeartbeatEmitter(identity, report, counts, new HeartbeatEmitter.Life(thread, goodbyeWithin));
        emitter.begin(goodbyeOnShutdown);
        return emitter;
    }

    private WorkerIdentity identity(BeatClock clock) {
        return new WorkerIdentity(
                workerId,
                workerType,
                service,
                version,
                environment,
                incarnation != null ? incarnation : Incarnation.startedAt(clock.instant()));
    }
}
