package io.homeostat.common.streams;

import org.jspecify.annotations.Nullable;

/** Input of a stage that is keyed by a subject. */
public interface Addressed {

    /** The id whose history must be in order; null for ticks, which belong to the partition that they came through. */
    @Nullable
    String subject();
}
