package io.homeostat.broker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Who wrote a data directory, in the file {@value #FILE}. Kafka would notice the directory of a newer Kafka late, and a
 * fault in the metadata ends the whole JVM; so we ask before.
 *
 * @param kafkaVersion the newest Kafka that has opened the directory, such as {@code 4.3.1}
 * @param layout the arrangement of our own files and directories in it; raised when a start of an older Homeostat would
 *     no longer find its way
 * @param clusterId Kafka's cluster id, chosen once. It stands here before the directory is formatted, so that a format
 *     which was cut off is completed by the next start with the same id.
 */
record DirectoryMarker(String kafkaVersion, int layout, String clusterId) {

    static final String FILE = "homeostat-broker.properties";
    static final String TEMPORARY_FILE = FILE + ".tmp";
    static final int LAYOUT = 1;

    private static final String KAFKA_VERSION_KEY = "kafka.version";
    private static final String LAYOUT_KEY = "layout.version";
    private static final String CLUSTER_ID_KEY = "cluster.id";

    /** The marker of a directory that is about to be formatted, with a new cluster id. */
    static DirectoryMarker ofNewDirectory() {
        return new DirectoryMarker(
                AppInfoParser.getVersion(), LAYOUT, Uuid.randomUuid().toString());
    }

    /** The same directory, from now on opened by the Kafka of this JVM. */
    DirectoryMarker openedHere() {
        return new DirectoryMarker(AppInfoParser.getVersion(), layout, clusterId);
    }

    /**
     * Reads the marker of a directory.
     *
     * @return empty if there is none
     * @throws BrokerStartException if it cannot be understood
     * @throws IOException if the file cannot be read
     */
    static Optional<DirectoryMarker> read(Path directory) throws IOException {
        var file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        var entries = new Properties();
        try (var reader = Files.newBufferedReader(file)) {
            entries.load(reader);
            return Optional.of(new DirectoryMarker(
                    Version.parse(entries.getProperty(KAFKA_VERSION_KEY, "")).toString(),
                    Integer.parseInt(entries.getProperty(LAYOUT_KEY, "")),
                    Uuid.fromString(entries.getProperty(CLUSTER_ID_KEY, "")).toString()));
        } catch (IllegalArgumentException e) {
            throw new BrokerStartException(
                    "data directory " + directory + " has an unreadable version marker " + FILE + ": "
                            + BrokerStartException.reasonOf(e),
                    e);
        }
    }

    /**
     * Directories of an older Kafka are let in, because Kafka supports the upgrade in place; those of a newer one are
     * not, because nobody promises the way back.
     *
     * @throws BrokerStartException if the directory was written by a newer Kafka or with another layout
     */
    void check(Path directory) {
        if (layout != LAYOUT) {
            throw new BrokerStartException("data directory " + directory + " has layout version " + layout
                    + "; this Homeostat reads only version " + LAYOUT);
        }
        var here = AppInfoParser.getVersion();
        if (Version.parse(kafkaVersion).compareTo(Version.parse(here)) > 0) {
            throw new BrokerStartException("data directory " + directory + " was written by Kafka " + kafkaVersion
                    + ", which is newer than the " + here + " of this Homeostat");
        }
    }

    /** Replaces the marker in one step, so that a crash leaves the old one or the new one. */
    void write(Path directory) throws IOException {
        var text = KAFKA_VERSION_KEY + "=" + kafkaVersion + "\n"
                + LAYOUT_KEY + "=" + layout + "\n"
                + CLUSTER_ID_KEY + "=" + clusterId + "\n";
        var next = directory.resolve(TEMPORARY_FILE);
        Files.writeString(next, text, UTF_8);
        Files.move(next, directory.resolve(FILE), ATOMIC_MOVE, REPLACE_EXISTING);
    }
}
