package io.homeostat.simulation.line;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Reads the lines of one file in the order of their times. Empty lines count, but say nothing. */
final class InputFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final String name;
    private final InputStream in;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int at;
    private int limit;
    private long number;
    private long lastMs;
    private boolean behindSeeds;
    private boolean recording;

    /** @param name put before the numbers of broken lines; empty: nothing is */
    InputFile(String name, Path path) {
        this.name = name;
        try {
            in = Files.newInputStream(path);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** The next line; null at the end. */
    @Nullable
    Line next() throws MalformedInput {
        for (var bytes = read(); bytes != null; bytes = read()) {
            number++;
            if (RecordingHead.isHead(bytes)) {
                recording = true;
            } else if (!isBlank(bytes)) {
                var line = LineParser.parse(bytes, place());
                checkOrder(line);
                return line;
            }
        }
        return null;
    }

    /** Seeds come first, and are as old as they are; events come in the order of their times. */
    private void checkOrder(Line line) throws MalformedInput {
        if (line.seed()) {
            if (behindSeeds) {
                throw new MalformedInput(place(), "is a seed behind the first event");
            }
            return;
        }
        behindSeeds = true;
        if (line.timeMs() < lastMs) {
            throw new MalformedInput(place(), "is older than the line before it");
        }
        lastMs = line.timeMs();
    }

    /** Whether a head of a recording was read so far. */
    boolean isRecording() {
        return recording;
    }

    private String place() {
        return (name.isEmpty() ? "line " : name + " line ") + number;
    }

    /** The bytes up to the next line end, or to the end of the file; null: it has ended. */
    private byte @Nullable [] read() {
        ByteArrayOutputStream begun = null; // of a line that a buffer does not hold whole
        while (at < limit || fill()) {
            int end = lineEnd();
            if (end < limit && begun == null) {
                var line = Arrays.copyOfRange(buffer, at, end);
                at = end + 1;
                return line;
            }
            begun = begun == null ? new ByteArrayOutputStream(BUFFER_BYTES) : begun;
            begun.write(buffer, at, end - at);
            at = end + 1;
            if (end < limit) {
                return begun.toByteArray();
            }
        }
        return begun == null ? null : begun.toByteArray();
    }

    private int lineEnd() {
        int end = at;
        while (end < limit && buffer[end] != '\n') {
            end++;
        }
        return end;
    }

    private boolean fill() {
        try {
            at = 0;
            limit = Math.max(0, in.read(buffer));
            return limit > 0;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + ": " + e.getMessage(), e);
        }
    }

    private static boolean isBlank(byte[] line) {
        for (byte b : line) {
            if (b != ' ' && b != '\t' && b != '\r') {
                return false;
            }
        }
        return true;
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot close " + name, e);
        }
    }
}
