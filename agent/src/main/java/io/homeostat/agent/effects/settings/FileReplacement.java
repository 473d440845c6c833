package io.homeostat.agent.effects.settings;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static java.nio.file.StandardOpenOption.CREATE_NEW;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;

/**
 * Replaces a file at once: written beside it, synced, renamed over it, the directory synced. Whoever reads it, and any
 * crash, finds the old content or the new one, whole. Mode, owner and group are kept, or nothing is replaced: a file that
 * its reader may not read any more would be worse than an old one.
 */
final class FileReplacement {

    private FileReplacement() {}

    /**
     * Replaces the content.
     *
     * @throws IOException if it is as it was
     */
    static void replace(Path file, byte[] content) throws IOException {
        var temporary = file.resolveSibling("." + file.getFileName() + ".homeostat"); // one name: a crash leaves one
        try {
            Files.deleteIfExists(temporary);
            try (var channel = FileChannel.open(temporary, CREATE_NEW, WRITE)) {
                keepPermissions(file, temporary); // before there is anything to read in it
                var buffer = ByteBuffer.wrap(content);
                while (buffer.hasRemaining()) {
                    channel.write(buffer);
                }
                channel.force(true);
            }
            Files.move(temporary, file, ATOMIC_MOVE, REPLACE_EXISTING);
        } catch (IOException e) {
            try {
                Files.deleteIfExists(temporary);
            } catch (IOException left) {
                e.addSuppressed(left);
            }
            throw new IOException("cannot be replaced: " + e, e);
        }
        forceDirectory(file);
    }

    private static void keepPermissions(Path from, Path to) throws IOException {
        var source = Files.getFileAttributeView(from, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        var target = Files.getFileAttributeView(to, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
        if (source == null || target == null) {
            return; // a file system without them
        }
        var wanted = source.readAttributes();
        var given = target.readAttributes();
        if (!given.owner().equals(wanted.owner())) {
            target.setOwner(wanted.owner());
        }
        if (!given.group().equals(wanted.group())) {
            target.setGroup(wanted.group());
        }
        target.setPermissions(wanted.permissions());
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
}
