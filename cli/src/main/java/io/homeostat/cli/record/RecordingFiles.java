package io.homeostat.cli.record;

import io.homeostat.cli.CommandFailure;
import io.homeostat.cli.KafkaAccess;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two files of a recording.
 *
 * @param directory made where it is missing
 */
public record RecordingFiles(Path directory) {

    private static final int BUFFER_BYTES = 256 * 1024;

    /** What {@code simulate} reads. */
    public Path inputs() {
        return directory.resolve("inputs.jsonl");
    }

    /** What the services decided. */
    public Path decisions() {
        return directory.resolve("decisions.jsonl");
    }

    /**
     * Records a span of a plane.
     *
     * @param from null: from an empty plane on
     * @return what a person wants to know of it, line by line
     */
    public List<String> record(KafkaAccess access, @Nullable Instant from, Instant to) throws InterruptedException {
        try (var inputs = open(inputs());
                var decisions = open(decisions())) {
            return told(new Recorder(access, inputs, decisions).record(from, to));
        } catch (IOException e) {
            throw new CommandFailure("cannot write to " + directory + ": " + e.getMessage(), e);
        }
    }

    private OutputStream open(Path file) throws IOException {
        Files.createDirectories(directory);
        return new BufferedOutputStream(Files.newOutputStream(file), BUFFER_BYTES);
    }

    private List<String> told(Recorder.Report report) {
        var lines = new ArrayList<String>();
        lines.add("recorded " + report.from() + " to " + report.to() + ": " + report.seeds() + " seeds and "
                + report.inputs() + " inputs in " + inputs() + ", " + report.decisions() + " decisions in "
                + decisions());
        report.missing().forEach(sentence -> lines.add("not in it: " + sentence));
        if (report.movedMs() > 0) {
            lines.add("not as it was: times ran back on the broker; lines stand up to " + report.movedMs()
                    + " ms later, so that they are in order");
        }
        return lines;
    }
}
