package io.homeostat.common.streams;

import io.homeostat.common.contract.Origin;
import io.homeostat.common.contract.Parsed;
import org.jspecify.annotations.Nullable;

/**
 * The total parse of one topic's records into the typed input of a stage.
 *
 * @param <I> the stage's input
 */
@FunctionalInterface
public interface InputParser<I extends Addressed> {

    /** Never throws; a null key stands for an absent or empty one. */
    Parsed<I> parse(@Nullable String key, byte @Nullable [] value, Origin origin);

    /** False where another service answers for what is wrong in this topic: then nothing here becomes a dead letter. */
    default boolean refuses() {
        return true;
    }

    /**
     * The same parser for a reader that is not the topic's refuser: what cannot be parsed is passed over, as the one service
     * that answers for the topic makes it a dead letter, and one record must not become several.
     *
     * @param nothing an input that does nothing
     */
    static <I extends Addressed> InputParser<I> passingOver(InputParser<I> parser, I nothing) {
        return new InputParser<>() {
            @Override
            public Parsed<I> parse(@Nullable String key, byte @Nullable [] value, Origin origin) {
                var parsed = parser.parse(key, value, origin);
                return parsed instanceof Parsed.Valid<I> ? parsed : new Parsed.Valid<>(nothing);
            }

            @Override
            public boolean refuses() {
                return false;
            }
        };
    }
}
