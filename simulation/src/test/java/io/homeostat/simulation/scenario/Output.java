package io.homeostat.simulation.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.simulation.Recorder;
import io.homeostat.simulation.Recorder.Seen;
import java.util.List;
import java.util.stream.Collectors;

/** What a scenario's plane wrote. */
final class Output {

    private final List<Seen> records;

    Output(List<Seen> records) {
        this.records = records;
    }

    static Output of(Recorder recorder) {
        return new Output(recorder.seen());
    }

    List<Seen> matching(Pattern pattern) {
        return records.stream().filter(pattern::matches).toList();
    }

    /** What there is instead, for whoever reads the failure. */
    String instead(Pattern pattern) {
        var similar = records.stream()
                .filter(seen -> pattern.isAbout(seen))
                .map(seen -> "    " + brief(seen))
                .collect(Collectors.joining("\n"));
        return similar.isEmpty() ? "there is no record of it at all" : "there is only\n" + similar;
    }

    static String brief(Seen seen) {
        var words = new StringBuilder(ScenarioParser.offset(seen.timeMs()))
                .append(' ')
                .append(seen.record().topic().name())
                .append(' ')
                .append(seen.key());
        for (var field : List.of("status", "state", "decision", "kind", "action", "type", "reason", "attempt")) {
            JsonNode value = seen.value().path(field);
            if (!value.isMissingNode()) {
                words.append(' ').append(field).append('=').append(value.asText());
            }
        }
        return words.toString();
    }
}
