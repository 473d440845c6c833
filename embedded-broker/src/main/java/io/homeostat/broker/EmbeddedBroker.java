package io.homeostat.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real Kafka broker in this JVM: one KRaft node, broker and controller in one, reachable on 127.0.0.1 only and
 * without authentication. It is what {@code homeostat dev} and the tests of the services run on.
 *
 * <p>The data outlives the broker: the next start on the same directory finds all topics, offsets and transactions,
 * whether this one was closed or killed. Only {@link #startTemporary} deletes its directory.
 *
 * <p>Kafka's threads keep the JVM alive until {@link #close()}. A fault in Kafka's own metadata ends the whole JVM with
 * status 1: Kafka does that itself and logs the reason, and going on without metadata would be worse.
 *
 * <p>All methods may be called from any thread.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);

    /** How often a start may lose a port to another program between our look and Kafka's bind. */
    private static final int ATTEMPTS = 3;

    private final KafkaRaftServer server;
    private final DataDirectory directory;
    private final int port;
    private final boolean temporary;
    private boolean closed;

    private EmbeddedBroker(KafkaRaftServer server, DataDirectory directory, int port, boolean temporary) {
        this.server = server;
        this.directory = directory;
        this.port = port;
        this.temporary = temporary;
    }

    /**
     * Starts a broker and returns when it answers clients, normally after one to three seconds.
     *
     * @throws BrokerStartException with one line that says why not: port in use, data directory in use, not writable,
     *     or written by something else, or a setting that Kafka refuses
     */
    public static EmbeddedBroker start(BrokerSettings settings) {
        return start(settings, false);
    }

    /**
     * Starts a broker on a free port with a new data directory, which {@link #close()} deletes. For tests.
     *
     * @param parent an existing directory in which the data directory is made
     * @throws BrokerStartException as {@link #start}
     */
    public static EmbeddedBroker startTemporary(Path parent) {
        try {
            return start(BrokerSettings.in(Files.createTempDirectory(parent, "broker-")), true);
        } catch (IOException e) {
            throw new BrokerStartException(
                    "no temporary data directory in " + parent + ": " + BrokerStartException.reasonOf(e), e);
        }
    }

    private static EmbeddedBroker start(BrokerSettings settings, boolean temporary) {
        var began = System.nanoTime();
        var directory = DataDirectory.open(settings.dataDirectory());
        try {
            var broker = boot(settings, directory, temporary);
            var took = Duration.ofNanos(System.nanoTime() - began).toMillis();
            LOG.info(
                    "broker listens on {}, data in {}, started in {} ms",
                    broker.bootstrapServers(),
                    directory.path(),
                    took);
            return broker;
        } catch (RuntimeException | Error e) {
            try {
                release(directory, temporary);
            } catch (UncheckedIOException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    private static EmbeddedBroker boot(BrokerSettings settings, DataDirectory directory, boolean temporary) {
        for (var attempt = 1; ; attempt++) {
            var ports = LoopbackPorts.choose(settings.port());
            var config = BrokerProperties.of(directory, ports, settings.overrides());
            try {
                return new EmbeddedBroker(bootKafka(config), directory, ports.client(), temporary);
            } catch (Exception e) { // not RuntimeException: Kafka's Scala code throws checked exceptions undeclared
                if (attempt == ATTEMPTS || !LoopbackPorts.isBindFailure(e)) {
                    throw new BrokerStartException("broker did not start: " + BrokerStartException.rootOf(e), e);
                }
            }
        }
    }

    /** Starts both halves, or neither: a half that did start would keep its threads, and with them the JVM. */
    static KafkaRaftServer bootKafka(KafkaConfig config) {
        var server = new KafkaRaftServer(config, Time.SYSTEM);
        try {
            server.startup();
            return server;
        } catch (Throwable e) {
            try {
                server.shutdown();
            } catch (RuntimeException second) {
                e.addSuppressed(second);
            }
            throw e;
        }
    }

    /** Where clients connect: {@code 127.0.0.1:port}, the value for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return LoopbackPorts.HOST + ":" + port;
    }

    /** The TCP port of the client listener, 1 to 65535. */
    public int port() {
        return port;
    }

    /** The directory with the data, as a real path without links. */
    public Path dataDirectory() {
        return directory.path();
    }

    /**
     * Stops the broker in order: clients are cut off, logs are flushed, all threads end, the directory is unlocked and,
     * if temporary, deleted. Takes about half a second. The second call does nothing.
     *
     * @throws UncheckedIOException if the directory could not be unlocked or deleted; the broker has stopped anyway
     */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try {
            server.shutdown();
            server.awaitShutdown();
        } finally {
            release(directory, temporary);
        }
        LOG.info("broker on {} closed", bootstrapServers());
    }

    private static void release(DataDirectory directory, boolean temporary) {
        try {
            directory.close();
            if (temporary) {
                directory.delete();
            }
        } catch (IOException e) {
            throw new UncheckedIOException("data directory " + directory.path() + " could not be released", e);
        }
    }
}
