package io.homeostat.agent.effects.process;

import static java.nio.file.StandardOpenOption.CREATE;
import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.TRUNCATE_EXISTING;
import static java.nio.file.StandardOpenOption.WRITE;

import io.homeostat.common.contract.Ids;
import java.io.File;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What workers print: {@code <data>/output/<worker>.log}, appended over restarts. Where it grows beyond its bound, its end is
 * copied to {@code .log.1}, which replaces what was there, and the file itself is cut.
 *
 * <p>The file keeps its identity because workers hold it open, for longer than the agent lives: a pipe would end them with
 * the agent, a file that was renamed would grow on under its other name. They append, so after a cut they write on from its
 * beginning, and nobody waits for anybody. The price: what is written between the copy and the cut is lost.
 */
final class OutputFiles {

    static final long BYTES_MAX = 16L * 1024 * 1024;
    private static final Logger LOG = LoggerFactory.getLogger(OutputFiles.class);
    private static final int NAME_CHARACTERS_MAX = 200; // file systems allow 255, the suffix included
    private static final int KEPT_CHARACTERS = 160;
    private static final String SUFFIX = ".log";

    private final Path directory;
    private final long bytesMax;
    private String said = "";

    /** @param bytesMax size from which on a file is cut */
    OutputFiles(Path directory, long bytesMax) {
        this.directory = directory;
        this.bytesMax = bytesMax;
    }

    /** The file for the output of a worker's next process. */
    File next(String workerId) throws IOException {
        Files.createDirectories(directory);
        return directory.resolve(name(workerId) + SUFFIX).toFile();
    }

    /** Cuts every file that has grown too long, also those of workers that an earlier agent has started. */
    void bound() {
        if (!Files.isDirectory(directory)) {
            return; // nobody has printed yet
        }
        try (var files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (var file : files) {
                bound(file);
            }
        } catch (IOException | RuntimeException e) { // an iterator's own among them; the next look goes on
            sayOnce(e.toString());
        }
    }

    private void bound(Path file) {
        try {
            if (Files.size(file) > bytesMax) {
                cut(file);
            }
        } catch (IOException e) {
            sayOnce(e.toString());
        }
    }

    /** The disk may be full, and by this very file: it is cut even if its end cannot be kept. */
    private void cut(Path file) throws IOException {
        try (var output = FileChannel.open(file, READ, WRITE)) {
            try {
                keepEnd(output, file.resolveSibling(file.getFileName() + ".1"));
            } catch (IOException e) {
                sayOnce("the end of " + file + " cannot be kept: " + e);
            }
            output.truncate(0);
        }
    }

    /** Whoever writes faster than it is copied does not hold up the cut. */
    private void keepEnd(FileChannel output, Path kept) throws IOException {
        long from = Math.max(0, output.size() - bytesMax);
        try (var end = FileChannel.open(kept, CREATE, WRITE, TRUNCATE_EXISTING)) {
            long left = 2 * bytesMax;
            for (long at = from; left > 0 && at < output.size(); ) {
                long copied = output.transferTo(at, Math.min(left, output.size() - at), end);
                if (copied <= 0) {
                    return; // the worker has cut it itself
                }
                at += copied;
                left -= copied;
            }
        }
    }

    /** It is looked at again and again. */
    private void sayOnce(String problem) {
        if (!problem.equals(said)) {
            LOG.warn("the output of workers may outgrow its bound: {}", problem);
            said = problem;
        }
    }

    /** A file name for an id: {@code a/b} and {@code a_b} differ, and nothing climbs out of the directory. */
    static String name(String workerId) {
        var name = new StringBuilder();
        for (byte b : workerId.getBytes(StandardCharsets.UTF_8)) {
            if (isPlain((char) b)) {
                name.append((char) b);
            } else {
                name.append('%').append(String.format("%02X", b));
            }
        }
        return name.length() <= NAME_CHARACTERS_MAX
                ? name.toString()
                : name.substring(0, KEPT_CHARACTERS) + '~' + Ids.of("out", workerId); // no other name has a '~'
    }

    /** Case matters on the file systems that Linux servers use. */
    private static boolean isPlain(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || "._-".indexOf(c) >= 0;
    }
}
