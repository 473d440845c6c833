package io.homeostat.agent.effects.journal;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Holds a data directory for one agent. The operating system lets go of it however the agent ends. */
public final class DirectoryLock implements AutoCloseable {

    private static final String FILE = "agent.lock";

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Takes a directory, which is made where it is missing.
     *
     * @throws JournalException if another agent holds it, or it cannot be written
     */
    public static DirectoryLock take(Path directory) {
        var file = directory.resolve(FILE);
        FileChannel channel;
        try {
            Files.createDirectories(directory);
            channel = FileChannel.open(file, CREATE, WRITE);
        } catch (IOException e) {
            throw new JournalException("data directory " + directory + " cannot be used: " + e, e);
        }
        FileLock lock = null;
        try {
            lock = tryLock(channel);
            if (lock != null) {
                return new DirectoryLock(channel);
            }
            throw new JournalException("data directory " + directory + " is in use by another agent: give each agent"
                    + " its own (homeostat.agent.data-dir)");
        } catch (IOException e) {
            throw new JournalException("data directory " + directory + " cannot be locked: " + e, e);
        } finally {
            if (lock == null) {
                closeQuietly(channel);
            }
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) { // held within this JVM
            return null;
        }
    }

    @Override
    public void close() {
        closeQuietly(channel);
    }

    private static void closeQuietly(FileChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            // the descriptor is gone either way, and with it the lock
        }
    }
}
