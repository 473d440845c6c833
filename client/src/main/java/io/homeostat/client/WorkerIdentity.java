package io.homeostat.client;

import org.jspecify.annotations.Nullable;

/**
 * Who beats: the same for every beat of one emitter. What is null is left out of the record, so that the plane's
 * defaults (type {@code default}, service = type, version {@code unknown}, environment {@code production}) have one
 * home.
 *
 * @param workerId key of the record; the history of one worker is in order by it
 * @param incarnation new for every start of the process
 */
record WorkerIdentity(
        String workerId,
        @Nullable String workerType,
        @Nullable String service,
        @Nullable String version,
        @Nullable String environment,
        String incarnation) {}
