package io.homeostat.common.contract;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Refused bytes, bounded, and why. Always fits: the original is cut at {@value #ORIGINAL_BYTES_MAX} bytes and described
 * by length and SHA-256; the coordinates lead to the whole.
 *
 * @param error one line which names field, value and reason
 * @param service that refused
 * @param time append time of the refused record
 */
public record DeadLetter(
        String topic,
        int partition,
        long offset,
        @Nullable String keyBase64,
        @Nullable String valueBase64,
        int valueBytes,
        @Nullable String valueSha256,
        String error,
        String service,
        Instant time) {

    /** What is kept of the original. */
    public static final int ORIGINAL_BYTES_MAX = 32 * 1024;
}
