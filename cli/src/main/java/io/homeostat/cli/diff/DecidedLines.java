package io.homeostat.cli.diff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.homeostat.simulation.line.MalformedInput;
import io.homeostat.simulation.line.RecordingHead;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The decisions in a file of lines as {@code simulate} and {@code record} write them. Of each line only what is compared is
 * kept.
 *
 * @param decided in the order of the lines
 * @param cut where a recording ends; null: the file does not say
 */
record DecidedLines(List<Decided> decided, @Nullable Instant cut) {

    private static final ObjectMapper JSON =
            JsonMapper.builder(new JsonFactory()).build();

    /** Reads the lines of some topics. @throws MalformedInput where a line is none */
    static DecidedLines read(Path file, Set<String> topics) throws IOException, MalformedInput {
        var decided = new ArrayList<Decided>();
        Instant cut = null;
        long number = 0;
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                number++;
                if (line.isBlank()) {
                    continue;
                }
                var tree = tree(line, file + " line " + number);
                if (tree.has(RecordingHead.FIELD)) {
                    cut = instant(tree.at("/" + RecordingHead.FIELD + "/to"), file + " line " + number);
                } else if (topics.contains(tree.path("topic").asText())) {
                    decided.add(decided(tree, file + " line " + number));
                }
            }
        }
        return new DecidedLines(List.copyOf(decided), cut);
    }

    private static JsonNode tree(String line, String place) throws MalformedInput {
        try {
            var tree = JSON.readTree(line);
            if (tree.isObject()) {
                return tree;
            }
        } catch (IOException e) {
            throw new MalformedInput(place, "is no JSON");
        }
        throw new MalformedInput(place, "is no JSON object");
    }

    /** What a record says in its headers, which every record of a service has, tombstones included. */
    private static Decided decided(JsonNode line, String place) throws MalformedInput {
        var headers = line.path("headers");
        var value = line.path("value");
        var topic = line.path("topic").asText();
        var type = headers.path("ce_type").asText();
        var prefix = "io.homeostat." + topic + '.';
        if (!headers.hasNonNull("ce_id") || !type.startsWith(prefix)) {
            throw new MalformedInput(place, "has not the headers of a service's record: is it an output?");
        }
        var status = type.substring(prefix.length());
        var decision = value.path("decision").asText();
        var time = headers.hasNonNull("ce_time") ? headers.get("ce_time") : line.path("time");
        return new Decided(
                topic.intern(),
                line.path("key").asText(),
                (decision.isEmpty() || decision.equals(status) ? status : status + ' ' + decision).intern(),
                value.path("reason").asText().intern(),
                headers.path("ce_id").asText(),
                instant(time, place));
    }

    private static Instant instant(JsonNode node, String place) throws MalformedInput {
        try {
            return Instant.parse(node.asText());
        } catch (DateTimeException e) {
            throw new MalformedInput(place, "time '" + node.asText() + "' is no ISO-8601 instant");
        }
    }
}
