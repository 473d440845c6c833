package io.homeostat.cli.diff;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * On what decisions were made: their message, their cause and their evidence. Only those of decisions that differ are read,
 * in a second pass through the file.
 */
final class Grounds {

    /**
     * What one record says of its decision.
     *
     * @param message empty: none
     * @param causeId of the record or coordinates of the input that caused it; empty: none
     * @param evidence values as JSON by name
     */
    record Ground(String message, String causeId, Map<String, String> evidence) {}

    private record Of(String topic, String id) {}

    private static final ObjectMapper JSON =
            JsonMapper.builder(new JsonFactory()).build();

    private final Map<Of, Ground> grounds = new HashMap<>();

    private Grounds() {}

    /** Reads the grounds of these decisions; the file is one that {@link DecidedLines} has read. */
    static Grounds read(Path file, Collection<Decided> wanted) throws IOException {
        var found = new Grounds();
        var ids = wanted.stream().map(Decided::id).collect(Collectors.toSet());
        try (var lines = Files.newBufferedReader(file)) {
            for (var line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    found.take(JSON.readTree(line), ids);
                }
            }
        }
        return found;
    }

    private void take(JsonNode line, Set<String> wanted) {
        var id = line.path("headers").path("ce_id").asText();
        if (wanted.contains(id)) {
            var value = line.path("value");
            var evidence = new TreeMap<String, String>();
            value.path("evidence")
                    .properties()
                    .forEach(entry ->
                            evidence.put(entry.getKey(), entry.getValue().toString()));
            grounds.put(
                    new Of(line.path("topic").asText(), id),
                    new Ground(
                            value.path("message").asText(),
                            value.path("causeId").asText(),
                            evidence));
        }
    }

    @Nullable
    Ground of(Decided decided) {
        return grounds.get(new Of(decided.topic(), decided.id()));
    }
}
