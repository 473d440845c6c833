package io.homeostat.simulation.line;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** The first line of a recording: where it was cut, and what is not in it. It is no event. */
public final class RecordingHead {

    /** The only field of the line; its value is an object. */
    public static final String FIELD = "recording";

    private static final byte[] BEGINNING = ("{\"" + FIELD + "\":{").getBytes(UTF_8);

    private RecordingHead() {}

    /** Whether a line is a head. */
    public static boolean isHead(byte[] line) {
        return line.length > BEGINNING.length
                && Arrays.equals(line, 0, BEGINNING.length, BEGINNING, 0, BEGINNING.length);
    }
}
