package io.homeostat.pattern.domain;

import org.jspecify.annotations.Nullable;

/**
 * Operations of one service version on their way to its windows.
 *
 * @param succeeded at least 0
 * @param failed at least 0
 * @param sampleId counts once within a window; null for sums of beats, which are made once
 * @param causeId coordinates of the record that it comes from; of a sum, those of its last beat
 */
public record Sample(
        String service,
        String version,
        long succeeded,
        long failed,
        @Nullable String sampleId,
        String causeId) {

    /** {@code service|version}, as in {@code error-rates}. */
    public String key() {
        return service + '|' + version;
    }
}
