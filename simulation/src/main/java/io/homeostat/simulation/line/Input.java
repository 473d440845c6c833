package io.homeostat.simulation.line;

import io.homeostat.common.streams.Ticks;
import io.homeostat.common.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The lines of one or several files, merged by their times; at one instant the files follow in their order. It is read
 * twice: whether it has ticks of its own, and that no line is broken, is known before anything is decided.
 */
public final class Input {

    private final Map<String, Path> files;

    /**
     * An input.
     *
     * @param files by the name that stands before the number of a broken line; empty: none does
     */
    public Input(Map<String, Path> files) {
        this.files = files;
    }

    /**
     * What is known of an input before it is simulated.
     *
     * @param hasTicks true: the simulator writes none (mechanics 24)
     * @param recording true: a file was cut out of a real plane, and answers of agents stand in it
     */
    public record Look(long lines, boolean hasTicks, boolean recording) {}

    /** Reads every line. @throws MalformedInput if one is broken */
    public Look look() throws MalformedInput {
        long lines = 0;
        boolean ticks = false;
        boolean recording = false;
        for (var file : files.entrySet()) {
            try (var in = new InputFile(file.getKey(), file.getValue())) {
                for (var line = in.next(); line != null; line = in.next()) {
                    lines++;
                    ticks = ticks || isTick(line);
                }
                recording = recording || in.isRecording();
            }
        }
        return new Look(lines, ticks, recording);
    }

    /** Hands every line on, in order. */
    public void forEach(Consumer<Line> consumer) throws MalformedInput {
        var open = new ArrayList<Opened>();
        try {
            for (var file : files.entrySet()) {
                open.add(new Opened(new InputFile(file.getKey(), file.getValue())));
            }
            for (var next = oldest(open); next != null; next = oldest(open)) {
                consumer.accept(next.take());
            }
        } finally {
            open.forEach(Opened::close);
        }
    }

    private static @Nullable Opened oldest(List<Opened> open) {
        Opened oldest = null;
        for (var file : open) {
            if (file.head != null && (oldest == null || oldest.timeMs() > file.timeMs())) {
                oldest = file;
            }
        }
        return oldest;
    }

    private static boolean isTick(Line any) {
        if (!(any instanceof InputLine line)) {
            return false;
        }
        var key = line.key();
        return line.topic().equals(Topics.CLOCK)
                || (line.topic().equals(Topics.HEARTBEATS)
                        && key != null
                        && Ticks.isTick(new String(key, StandardCharsets.UTF_8)));
    }

    /** A file and its first line that was not taken yet. */
    private static final class Opened {
        private final InputFile file;
        private @Nullable Line head;

        Opened(InputFile file) throws MalformedInput {
            this.file = file;
            this.head = file.next();
        }

        long timeMs() {
            if (head == null) {
                return Long.MAX_VALUE;
            }
            return head.seed() ? Long.MIN_VALUE : head.timeMs(); // seeds of all files stand before the first event
        }

        Line take() throws MalformedInput {
            var taken = head;
            if (taken == null) {
                throw new IllegalStateException("nothing is left");
            }
            head = file.next();
            return taken;
        }

        void close() {
            file.close();
        }
    }
}
