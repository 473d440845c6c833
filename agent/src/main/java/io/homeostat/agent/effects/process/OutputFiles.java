package io.homeostat.agent.effects.process;

import io.homeostat.common.contract.Ids;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * What workers print: {@code <data>/output/<worker>.log}, appended over restarts. When a process is started and the file
 * has grown beyond its bound, it becomes {@code .log.1} and replaces the one before; so a worker that prints without end
 * between two starts needs a rotation of its own.
 */
final class OutputFiles {

    static final long BYTES_MAX = 16L * 1024 * 1024;
    private static final int NAME_CHARACTERS_MAX = 200; // file systems allow 255, the suffix included
    private static final int KEPT_CHARACTERS = 160;

    private final Path directory;
    private final long bytesMax;

    OutputFiles(Path directory, long bytesMax) {
        this.directory = directory;
        this.bytesMax = bytesMax;
    }

    /** The file for the output of a worker's next process. */
    File next(String workerId) throws IOException {
        Files.createDirectories(directory);
        var file = directory.resolve(name(workerId) + ".log");
        if (Files.exists(file) && Files.size(file) > bytesMax) {
            Files.move(file, directory.resolve(name(workerId) + ".log.1"), StandardCopyOption.REPLACE_EXISTING);
        }
        return file.toFile();
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
