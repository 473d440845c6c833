package io.homeostat.pattern.topology;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The occurrences of patterns within their windows, each under two keys: {@code pattern 0 time failure}, the order in which
 * they leave, and {@code pattern 1 failure}, by which a second reading of the same failure is known.
 */
final class Occurrences {

    /** Of one pattern at most; beyond, the oldest is forgotten first. More than thrice the highest threshold. */
    static final int MAX = 10_000;

    /** Bounds the work for one pattern at one tick. */
    static final int PER_TICK = 1_000;

    private static final byte BY_TIME = 0;
    private static final byte BY_FAILURE = 1;

    private final KeyValueStore<byte[], byte[]> store;

    /**
     * What is left of a pattern.
     *
     * @param removed occurrences that left
     * @param oldestMs observed time of the oldest that is left; {@link Long#MAX_VALUE}: none
     */
    record Left(int removed, long oldestMs) {}

    Occurrences(KeyValueStore<byte[], byte[]> store) {
        this.store = store;
    }

    boolean isKnown(String patternId, String failureId) {
        return store.get(byFailure(patternId, failureId)) != null;
    }

    void add(String patternId, String failureId, long atMs) {
        var at = ByteBuffer.allocate(Long.BYTES).putLong(atMs).array();
        store.put(byTime(patternId, atMs, failureId), at);
        store.put(byFailure(patternId, failureId), at);
    }

    /**
     * Removes the oldest occurrences.
     *
     * @param fromMs where to begin to look; nothing is older
     * @param untilMs those before it leave
     * @param max at most so many
     */
    Left remove(String patternId, long fromMs, long untilMs, int max) {
        int removed = 0;
        try (var all = store.range(byTime(patternId, fromMs, ""), byTime(patternId, Long.MAX_VALUE, ""))) {
            while (all.hasNext()) {
                var key = all.next().key;
                long atMs = timeOf(patternId, key);
                if (atMs >= untilMs || removed == max) {
                    return new Left(removed, atMs);
                }
                store.delete(key);
                store.delete(byFailure(patternId, failureOf(patternId, key)));
                removed++;
            }
        }
        return new Left(removed, Long.MAX_VALUE);
    }

    private static byte[] byTime(String patternId, long atMs, String failureId) {
        var name = patternId.getBytes(StandardCharsets.UTF_8);
        var failure = failureId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + 1 + Long.BYTES + failure.length)
                .put(name)
                .put(BY_TIME)
                .putLong(atMs)
                .put(failure)
                .array();
    }

    private static byte[] byFailure(String patternId, String failureId) {
        var name = patternId.getBytes(StandardCharsets.UTF_8);
        var failure = failureId.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(name.length + 1 + failure.length)
                .put(name)
                .put(BY_FAILURE)
                .put(failure)
                .array();
    }

    private static long timeOf(String patternId, byte[] key) {
        return ByteBuffer.wrap(key).getLong(patternId.length() + 1);
    }

    private static String failureOf(String patternId, byte[] key) {
        int from = patternId.length() + 1 + Long.BYTES;
        return new String(key, from, key.length - from, StandardCharsets.UTF_8);
    }
}
