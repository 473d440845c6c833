package io.homeostat.simulation;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reads the lines of one file in the order of their times. Empty lines count, but say nothing. */
final class InputFile implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 * 1024;

    private final String name;
    private final InputStream in;
    private long number;
    private long lastMs;

    /** @param name put before the numbers of broken lines; empty: nothing is */
    InputFile(String name, Path path) {
        this.name = name;
        try {
            in = new BufferedInputStream(Files.newInputStream(path), BUFFER_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + path + ": " + e.getMessage(), e);
        }
    }

    /** The next line; null at the end. */
    @Nullable
    InputLine next() throws MalformedInput {
        for (var bytes = read(); bytes != null; bytes = read()) {
            number++;
            if (!isBlank(bytes)) {
                var line = LineParser.parse(bytes, place());
                if (line.timeMs() < lastMs) {
                    throw new MalformedInput(place(), "is older than the line before it");
                }
                lastMs = line.timeMs();
                return line;
            }
        }
        return null;
    }

    private String place() {
        return (name.isEmpty() ? "line " : name + " line ") + number;
    }

    private byte @Nullable [] read() {
        var line = new ByteArrayOutputStream(512);
        try {
            int next = in.read();
            if (next < 0) {
                return null;
            }
            for (; next >= 0 && next != '\n'; next = in.read()) {
                line.write(next);
            }
            return line.toByteArray();
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
