package io.homeostat.agent.effects.journal;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The journal's file: one JSON object per line, one line per append, each on disk before {@link #append} returns.
 *
 * <p>A line counts with its line feed, so a crash leaves all entries of an append or none. What it left of the last line is
 * cut off when the file is opened: its append had not returned, so nothing was done on the strength of it. A broken line
 * anywhere else is damage, and the agent does not start on it: it must not act on a memory with holes.
 */
final class JournalFile implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JournalFile.class);
    private static final byte LINE_FEED = '\n';
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path path;
    private FileChannel channel;
    private long length;

    private JournalFile(Path path, FileChannel channel, long length) {
        this.path = path;
        this.channel = channel;
        this.length = length;
    }

    /**
     * Reads all entries in order, then stands ready to append.
     *
     * @throws JournalException if a line is damaged
     */
    static JournalFile open(Path path, Consumer<JournalEntry> reader) {
        try {
            var bytes = Files.exists(path) ? Files.readAllBytes(path) : new byte[0];
            int good = read(path, bytes, reader);
            var channel = channel(path);
            if (good < bytes.length) {
                LOG.warn(
                        "journal {}: its last {} bytes are an append that did not end; they are dropped, as nothing was"
                                + " done on the strength of them",
                        path,
                        bytes.length - good);
                channel.truncate(good);
                channel.force(true);
            }
            channel.position(good);
            forceDirectory(path);
            return new JournalFile(path, channel, good);
        } catch (IOException e) {
            throw new JournalException("journal " + path + " cannot be opened: " + e, e);
        }
    }

    /** Returns how many bytes hold whole entries. */
    private static int read(Path path, byte[] bytes, Consumer<JournalEntry> reader) {
        int start = 0;
        for (int line = 1; ; line++) {
            int end = indexOf(bytes, start);
            if (end < 0) {
                return start;
            }
            switch (entry(Arrays.copyOfRange(bytes, start, end))) {
                case Parsed.Valid<JournalEntry>(var entry) -> reader.accept(entry);
                case Parsed.Rejected<JournalEntry> rejected -> {
                    if (end == bytes.length - 1) { // blocks of the last append may reach the disk in any order
                        return start;
                    }
                    throw new JournalException("journal " + path + ", line " + line + " is damaged: "
                            + rejected.message() + "; move the file away to start without a memory");
                }
            }
            start = end + 1;
        }
    }

    /** The bounds for what the outside world writes do not hold for the sum of many commands. */
    private static Parsed<JournalEntry> entry(byte[] line) {
        try {
            return new Parsed.Valid<>(Json.readState(line, JournalEntry.class));
        } catch (IllegalStateException e) {
            return Parsed.rejected("line", String.valueOf(e.getMessage()));
        }
    }

    private static int indexOf(byte[] bytes, int from) {
        for (int i = from; i < bytes.length; i++) {
            if (bytes[i] == LINE_FEED) {
                return i;
            }
        }
        return -1;
    }

    long length() {
        return length;
    }

    /**
     * Adds entries as one line, with one sync.
     *
     * @throws JournalException if they are not on disk; the file is then as before
     */
    void append(List<? extends JournalEntry> entries) {
        var bytes = bytes(entries.size() == 1 ? entries : List.of(new JournalEntry.Together(List.copyOf(entries))));
        try {
            write(channel, bytes);
            channel.force(false);
            length += bytes.length;
        } catch (IOException e) {
            takeBack(e);
            throw new JournalException("journal " + path + " cannot be written: " + e, e);
        }
    }

    /** Replaces everything by these entries, or by nothing of them. */
    void replace(List<? extends JournalEntry> entries) {
        var next = path.resolveSibling(path.getFileName() + ".new");
        var bytes = bytes(entries);
        try {
            Files.deleteIfExists(next);
            var replacement = channel(next);
            try {
                write(replacement, bytes);
                replacement.force(true);
                Files.move(next, path, ATOMIC_MOVE, REPLACE_EXISTING);
            } catch (IOException e) {
                replacement.close(); // it is tried again and again while the disk is full
                throw e;
            }
            close(); // of the old file, which has no name any more
            channel = replacement;
            length = bytes.length;
            forceDirectory(path);
        } catch (IOException e) {
            throw new JournalException("journal " + path + " cannot be compacted: " + e, e);
        }
    }

    /** Nobody else may read it: it holds values of settings, whose own files may be secret. */
    private static FileChannel channel(Path path) throws IOException {
        var options = Set.of(CREATE, READ, WRITE);
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? FileChannel.open(path, options, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
                : FileChannel.open(path, options);
    }

    /** A half-written line must not stand before the next one. If even that fails, closing makes every append fail. */
    private void takeBack(IOException cause) {
        try {
            channel.truncate(length);
            channel.position(length);
        } catch (IOException e) {
            cause.addSuppressed(e);
            close();
        }
    }

    private static byte[] bytes(List<? extends JournalEntry> entries) {
        var text = new StringBuilder();
        entries.forEach(entry -> text.append(Json.text(entry)).append((char) LINE_FEED));
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static void write(FileChannel channel, byte[] bytes) throws IOException {
        var buffer = ByteBuffer.wrap(bytes);
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
    }

    /** A new name in a directory is durable only with the directory. */
    private static void forceDirectory(Path file) {
        var directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            return;
        }
        try (var channel = FileChannel.open(directory, READ)) {
            channel.force(true);
        } catch (IOException e) {
            // some systems cannot sync a directory; there the rename is as durable as they make it
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            // all that was promised is synced already
        }
    }
}
