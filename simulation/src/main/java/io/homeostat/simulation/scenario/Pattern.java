package io.homeostat.simulation.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;

/**
 * Which records are meant.
 *
 * @param key {@code *}: any
 * @param words each is the value of some field, or {@code field=value} with dots into objects
 * @param fromMs first instant, inclusive
 * @param toMs last instant, inclusive
 */
record Pattern(String topic, String key, List<String> words, long fromMs, long toMs) {

    Pattern until(long ms) {
        return new Pattern(topic, key, words, fromMs, Math.min(toMs, ms));
    }

    /** True for records of the same topic and key. */
    boolean isAbout(Written record) {
        return record.topic().equals(topic) && (key.equals("*") || record.key().equals(key));
    }

    boolean matches(Written record) {
        return isAbout(record)
                && record.timeMs() >= fromMs
                && record.timeMs() <= toMs
                && words.stream().allMatch(word -> says(record.value(), word));
    }

    private static boolean says(JsonNode value, String word) {
        int equals = word.indexOf('=');
        if (equals > 0) {
            return value.at('/' + word.substring(0, equals).replace('.', '/'))
                    .asText("-")
                    .equals(word.substring(equals + 1));
        }
        return StreamSupport.stream(value.spliterator(), false)
                .anyMatch(field -> field.isTextual() && field.textValue().equals(word));
    }
}
