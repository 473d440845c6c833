package io.homeostat.simulation.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.line.MalformedInput;
import java.util.Arrays;
import java.util.List;

/** A line of a scenario, read word by word; whatever it lacks is said with its number. */
final class Statement {

    private final String place;
    private final String line;
    private final List<String> words;
    private int next;

    /**
     * Reads a line.
     *
     * @param place of the line as messages name it
     */
    Statement(String place, String line) {
        this.place = place;
        this.line = line;
        this.words = Arrays.asList(line.split("\\s+", -1));
    }

    String line() {
        return line;
    }

    boolean hasMore() {
        return next < words.size();
    }

    /** True, and the word is read, if it comes next. */
    boolean takes(String word) {
        boolean is = hasMore() && words.get(next).equals(word);
        next += is ? 1 : 0;
        return is;
    }

    /**
     * The next word.
     *
     * @param meaning of it, for the message where there is none
     */
    String word(String meaning) throws MalformedInput {
        if (!hasMore()) {
            throw broken(meaning + " is missing");
        }
        return words.get(next++);
    }

    void expect(String word) throws MalformedInput {
        if (!takes(word)) {
            throw broken("'" + word + "' is missing before '" + (hasMore() ? words.get(next) : "the end") + '\'');
        }
    }

    int number(String meaning) throws MalformedInput {
        var text = word(meaning);
        if (!text.matches("\\d{1,6}")) {
            throw broken("'" + text + "' is no number");
        }
        return Integer.parseInt(text);
    }

    /** Milliseconds of a duration. */
    long duration() throws MalformedInput {
        var text = word("a time");
        return ScenarioTime.duration(text).orElseThrow(() -> broken("'" + text + "' is no time like 35s or 1m30s"));
    }

    /** An instant in milliseconds since 1970. */
    long time() throws MalformedInput {
        return ScenarioTime.START_MS + duration();
    }

    TopicSpec topic() throws MalformedInput {
        var name = word("a topic");
        return Topics.all().stream()
                .filter(topic -> topic.name().equals(name))
                .findFirst()
                .orElseThrow(() -> broken("'" + name + "' is no topic"));
    }

    /** All words that are left. */
    List<String> rest() {
        var rest = List.copyOf(words.subList(next, words.size()));
        next = words.size();
        return rest;
    }

    /** The JSON object that ends the line, as it stands. */
    String json() throws MalformedInput {
        int from = line.indexOf('{');
        var text = from < 0 ? "" : line.substring(from);
        next = words.size();
        if (!(Json.read(text.getBytes(UTF_8), JsonNode.class) instanceof Parsed.Valid<JsonNode>)) {
            throw broken("no JSON object");
        }
        return text;
    }

    /** True where the line has an object. */
    boolean hasJson() {
        return line.indexOf('{') >= 0;
    }

    MalformedInput broken(String reason) {
        return new MalformedInput(place, reason + ": " + line);
    }
}
