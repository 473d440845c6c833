package io.homeostat.client;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Settings of {@link LiveFlags}. Every method checks its value at once and throws {@link IllegalArgumentException} with
 * the setting's name, the value and the reason. Not thread-safe.
 */
public final class LiveFlagsBuilder {

    private final String service;
    private final Map<String, String> kafka = new LinkedHashMap<>();
    private @Nullable String bootstrapServers;
    private String topicsPrefix = "";
    private @Nullable Duration staleAfter;

    LiveFlagsBuilder(String service) {
        this.service = Rules.text("service", service);
    }

    /** Where Kafka is: {@code host:port}, several separated by commas. Required. The host need not exist yet. */
    public LiveFlagsBuilder bootstrapServers(String servers) {
        bootstrapServers = Rules.bootstrapServers("bootstrapServers", servers);
        return this;
    }

    /** What stands before the topics' names, where several planes share a cluster. Default: nothing. */
    public LiveFlagsBuilder topicsPrefix(String prefix) {
        topicsPrefix = Rules.topicsPrefix("topicsPrefix", prefix);
        return this;
    }

    /**
     * How long what was read last holds without contact with Kafka, 1 s to 24 h; from then on everything new is
     * disabled. Default: as the plane's {@code rollback-policy} says in the records of the kill switch, else 300 s.
     */
    public LiveFlagsBuilder staleAfter(Duration time) {
        staleAfter = Rules.staleAfter("staleAfter", time);
        return this;
    }

    /**
     * A further setting of the Kafka consumer: security, mostly.
     *
     * @throws IllegalArgumentException if it is one that the guarantees rest on
     */
    public LiveFlagsBuilder kafkaProperty(String name, String value) {
        kafka.put(ConsumerProperties.free(name), Objects.requireNonNull(value, name));
        return this;
    }

    /**
     * Starts to read. Returns without waiting for Kafka; {@link LiveFlags#awaitRead} waits for the first answer.
     *
     * @throws IllegalArgumentException if {@link #bootstrapServers} is missing or Kafka refuses a {@link
     * #kafkaProperty}
     */
    public LiveFlags start() {
        if (bootstrapServers == null) {
            throw new IllegalArgumentException(
                    "bootstrapServers is not set: the flags' reader must know where Kafka is");
        }
        var properties = Map.<String, Object>copyOf(ConsumerProperties.of(bootstrapServers, service, kafka));
        return start(bootstrapServers, () -> new KafkaConsumer<>(properties), BeatClock.SYSTEM);
    }

    /** For tests: starts with another consumer and another clock. */
    LiveFlags start(String servers, Supplier<Consumer<byte[], byte[]>> connect, BeatClock clock) {
        var misreads = new Misreads();
        var board = new FlagBoard(FlagSnapshot.unread(misreads), clock);
        var follower = new FlagFollower(
                new FlagFollower.Topics(topicsPrefix, servers),
                new FlagBook(service, staleAfter, misreads),
                board,
                connect,
                clock);
        var thread = new FlagThread(service, follower, board);
        thread.start();
        return new LiveFlags(service, board, misreads, thread);
    }
}
