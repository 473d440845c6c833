package io.homeostat.broker;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Set;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.Feature;
import org.jspecify.annotations.Nullable;

/**
 * One broker's directory: locked, known to be ours, and formatted.
 *
 * <p>Logs and metadata lie in two directories, because only then does Kafka lock the metadata before it writes to it:
 * a second safety behind {@link DirectoryLock}.
 */
final class DataDirectory implements AutoCloseable {

    /** Kafka refuses a directory of another node id, so it never changes. */
    static final int NODE_ID = 1;

    private static final Set<String> OURS_BEFORE_FORMAT = Set.of(DirectoryLock.FILE, DirectoryMarker.TEMPORARY_FILE);

    private final Path path;
    private final DirectoryLock lock;

    private DataDirectory(Path path, DirectoryLock lock) {
        this.path = path;
        this.lock = lock;
    }

    /**
     * Creates the directory if it is missing, locks it, and formats it if that has not been done.
     *
     * @throws BrokerStartException if it cannot be written, is in use, or belongs to something else
     */
    static DataDirectory open(Path wanted) {
        try {
            var path = Files.createDirectories(wanted).toRealPath();
            var directory = new DataDirectory(path, DirectoryLock.take(path));
            directory.prepare();
            return directory;
        } catch (IOException e) {
            throw new BrokerStartException("data directory " + wanted + " cannot be written: " + describe(e), e);
        }
    }

    private void prepare() throws IOException {
        var ready = false;
        try {
            format(claim());
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    /** Finds out whose directory this is and writes down that it is ours, before the first file of Kafka. */
    private DirectoryMarker claim() throws IOException {
        var found = DirectoryMarker.read(path);
        if (found.isEmpty()) {
            refuseForeignContent();
            var fresh = DirectoryMarker.ofNewDirectory();
            fresh.write(path);
            return fresh;
        }
        found.get().check(path);
        var marker = found.get().openedHere();
        if (!marker.equals(found.get())) {
            marker.write(path);
        }
        return marker;
    }

    private void refuseForeignContent() throws IOException {
        try (var entries = Files.list(path)) {
            var foreign = entries.map(entry -> entry.getFileName().toString())
                    .filter(name -> !OURS_BEFORE_FORMAT.contains(name))
                    .sorted()
                    .findFirst();
            if (foreign.isPresent()) {
                throw new BrokerStartException("data directory " + path + " contains " + foreign.get()
                        + " but no version marker " + DirectoryMarker.FILE + ": it was not written by this broker");
            }
        }
    }

    /** Formats what is not formatted yet, which also completes a format that was cut off; else only checks the ids. */
    private void format(DirectoryMarker marker) {
        try (var silence = new PrintStream(OutputStream.nullOutputStream(), false, UTF_8)) {
            new Formatter()
                    .setPrintStream(silence)
                    .setSupportedFeatures(Feature.PRODUCTION_FEATURES)
                    .setClusterId(marker.clusterId())
                    .setNodeId(NODE_ID)
                    .setDirectories(List.of(logs().toString(), metadata().toString()))
                    .setMetadataLogDirectory(metadata().toString())
                    .setControllerListenerName(BrokerProperties.CONTROLLER_LISTENER)
                    .setIgnoreFormatted(true)
                    .run();
        } catch (Exception e) {
            throw new BrokerStartException(
                    "data directory " + path + " cannot be formatted: " + BrokerStartException.reasonOf(e), e);
        }
    }

    private static String describe(IOException e) {
        // The text of this one is only the path, which the message has already.
        return e instanceof AccessDeniedException ? "permission denied" : BrokerStartException.reasonOf(e);
    }

    /** The real path, without links. */
    Path path() {
        return path;
    }

    /** Topic data. */
    Path logs() {
        return path.resolve("logs");
    }

    /** The log and the snapshots of the KRaft controller. */
    Path metadata() {
        return path.resolve("metadata");
    }

    /** Gives the lock back and leaves the data. The second call does nothing. */
    @Override
    public void close() throws IOException {
        lock.close();
    }

    /** Deletes the directory with everything in it. To be called after {@link #close()}: an open file cannot go. */
    void delete() throws IOException {
        Files.walkFileTree(path, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.delete(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException failure) throws IOException {
                if (failure != null) {
                    throw failure;
                }
                Files.delete(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
