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
}
