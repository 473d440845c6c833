package io.homeostat.broker;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The exclusive right of one broker to one data directory, taken before anything else is read or written there. Kafka
 * has a lock of its own, but takes it only after it has opened the metadata log: two processes could damage it.
 *
 * <p>The operating system gives the lock back when a process dies, so a killed broker never blocks the next one. The
 * file itself stays; deleting it would let two processes lock two different files of the same name.
 */
final class DirectoryLock implements AutoCloseable {

    static final String FILE = "homeostat-broker.lock";

    /** The locked byte lies behind the text, so that the holder's process id stays readable where locks are mandatory. */
    private static final long LOCKED_BYTE = 1L << 30;

    /**
     * Directories held by this JVM. Asked before the file is opened: on POSIX systems closing any channel of a file
     * gives back every lock this process has on it, so a refused second start would free the directory for others.
     */
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path directory;
    private final FileChannel channel;

    private DirectoryLock(Path directory, FileChannel channel) {
        this.directory = directory;
        this.channel = channel;
    }

    /**
     * Takes the lock without waiting.
     *
     * @param directory an existing directory, as a real path
     * @throws BrokerStartException if the directory is held by this or another process
     * @throws IOException if the lock file cannot be created or opened
     */
    static DirectoryLock take(Path directory) throws IOException {
        if (!HELD_HERE.add(directory)) {
            throw inUse(directory, "another broker in this process");
        }
        return new DirectoryLock(directory, openLocked(directory));
    }

    private static FileChannel openLocked(Path directory) throws IOException {
        FileChannel channel = null;
        var ready = false;
        try {
            channel = FileChannel.open(directory.resolve(FILE), CREATE, READ, WRITE);
            if (channel.tryLock(LOCKED_BYTE, 1, false) == null) {
                throw inUse(directory, holder(channel));
            }
            channel.truncate(0);
            channel.write(US_ASCII.encode(ProcessHandle.current().pid() + "\n"), 0);
            ready = true;
            return channel;
        } finally {
            if (!ready) {
                abandon(directory, channel);
            }
        }
    }

    private static void abandon(Path directory, @Nullable FileChannel channel) throws IOException {
        if (channel != null) {
            channel.close();
        }
        HELD_HERE.remove(directory);
    }

    private static String holder(FileChannel channel) throws IOException {
        var text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        var pid = US_ASCII.decode(text.flip()).toString().strip();
        return pid.isEmpty() ? "another process" : "process " + pid;
    }

    private static BrokerStartException inUse(Path directory, String holder) {
        return new BrokerStartException("data directory " + directory + " is in use by " + holder);
    }

    /** Gives the directory back. The second call does nothing. */
    @Override
    public void close() throws IOException {
        if (channel.isOpen()) {
            channel.close();
            HELD_HERE.remove(directory);
        }
    }
}
