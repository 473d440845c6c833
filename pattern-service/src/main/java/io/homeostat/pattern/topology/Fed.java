package io.homeostat.pattern.topology;

import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.streams.Addressed;
import io.homeostat.common.streams.InputParser;
import io.homeostat.common.topics.TopicSpec;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Input of a stage behind the first one: what that stage feeds it.
 *
 * @param <T> what is told beside ticks
 */
sealed interface Fed<T> extends Addressed {

    /** The largest record in bytes; our own are far smaller. */
    int BYTES_MAX = 128 * 1024;

    /** Something about the subject. */
    record Told<T>(String subject, T value) implements Fed<T> {}

    /** The stage's clock: the record's timestamp is now. */
    record Ticked<T>(String coordinates) implements Fed<T> {
        @Override
        public @Nullable String subject() {
            return null;
        }
    }

    /** The parser of a stage's only topic. */
    static <T> Map<TopicSpec, InputParser<Fed<T>>> parsers(TopicSpec topic, Class<T> type) {
        return Map.of(topic, (key, value, origin) -> parse(key, value, origin, type));
    }

    private static <T> Parsed<Fed<T>> parse(
            @Nullable String key, byte @Nullable [] value, Origin origin, Class<T> type) {
        if (key != null && TickPlacement.isTick(key)) {
            return new Parsed.Valid<>(new Ticked<>(origin.coordinates()));
        }
        if (key == null || value == null) {
            return Parsed.rejected(key == null ? "key" : "value", "is missing");
        }
        return value.length > BYTES_MAX
                ? Parsed.rejected("value", value.length + " bytes are more than the limit of " + BYTES_MAX)
                : Json.read(value, type).map(told -> new Told<>(key, told));
    }
}
