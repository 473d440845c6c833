package io.homeostat.common.streams;

import org.jspecify.annotations.Nullable;

/** Tick records: keys with the reserved prefix {@code ~}. They carry no time of their own; only the append time counts. */
public final class Ticks {

    /** What the key of a tick begins with; no worker id can. */
    public static final String KEY_PREFIX = "~";

    private Ticks() {}

    /** True if a record with this key is a tick. */
    public static boolean isTick(@Nullable String key) {
        return key != null && key.startsWith(KEY_PREFIX);
    }

    /** The key of the ticks of a partition. */
    public static String key(int partition) {
        return KEY_PREFIX + partition;
    }
}
