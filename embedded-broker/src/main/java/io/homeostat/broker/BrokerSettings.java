package io.homeostat.broker;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a caller may choose about the broker; everything else is fixed in {@link BrokerProperties}.
 *
 * @param dataDirectory where logs, metadata, lock and version marker live; created when missing. It must be empty or
 *     written by this broker before, and must not be shared. Its path must not contain a comma, because Kafka reads
 *     its directories as a comma-separated list.
 * @param port the TCP port of the client listener on 127.0.0.1, 1 to 65535; 0 means that a free one is chosen at each
 *     start
 * @param overrides Kafka broker settings (names as in Kafka's {@code server.properties}) that replace ours; empty means
 *     none. Names that decide identity, directories or listeners are refused here, unknown names and bad values at
 *     start.
 */
public record BrokerSettings(Path dataDirectory, int port, Map<String, String> overrides) {

    /** Changing one of these would break what {@link EmbeddedBroker} promises about address, lock and restart. */
    static final Set<String> OWNED = Set.of(
            "node.id",
            "broker.id",
            "process.roles",
            "listeners",
            "advertised.listeners",
            "listener.security.protocol.map",
            "inter.broker.listener.name",
            "security.inter.broker.protocol",
            "controller.listener.names",
            "controller.quorum.voters",
            "controller.quorum.bootstrap.servers",
            "log.dir",
            "log.dirs",
            "metadata.log.dir");

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the port is outside 0 to 65535, the path contains a comma, or an override
     *     names a setting that the broker owns
     */
    public BrokerSettings {
        requireNonNull(dataDirectory, "dataDirectory");
        overrides = Map.copyOf(overrides);
        if (port < 0 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is outside 0 to 65535");
        }
        if (dataDirectory.toAbsolutePath().toString().contains(",")) {
            throw new IllegalArgumentException("data directory " + dataDirectory + " must not contain a comma");
        }
        for (var name : overrides.keySet()) {
            if (OWNED.contains(name)) {
                throw new IllegalArgumentException("broker setting " + name + " cannot be overridden");
            }
        }
    }

    /** Settings for this directory: a free port, no overrides. */
    public static BrokerSettings in(Path dataDirectory) {
        return new BrokerSettings(dataDirectory, 0, Map.of());
    }

    /** The same settings with this client port; range as in {@link #port()}. */
    public BrokerSettings withPort(int clientPort) {
        return new BrokerSettings(dataDirectory, clientPort, overrides);
    }

    /** The same settings with one more override; a second one of the same name replaces the first. */
    public BrokerSettings with(String name, String value) {
        var merged = new HashMap<>(overrides);
        merged.put(name, value);
        return new BrokerSettings(dataDirectory, port, merged);
    }
}
