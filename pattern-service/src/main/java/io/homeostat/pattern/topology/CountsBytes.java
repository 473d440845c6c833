package io.homeostat.pattern.topology;

import io.homeostat.pattern.domain.Counts;
import java.nio.ByteBuffer;

/** Counts as the 16 bytes of a store. */
final class CountsBytes {

    private CountsBytes() {}

    static byte[] of(Counts counts) {
        return ByteBuffer.allocate(2 * Long.BYTES)
                .putLong(counts.succeeded())
                .putLong(counts.failed())
                .array();
    }

    /** The counts at the beginning of {@code bytes}. */
    static Counts counts(byte[] bytes) {
        var buffer = ByteBuffer.wrap(bytes);
        return new Counts(buffer.getLong(), buffer.getLong());
    }
}
