package io.homeostat.cli.demo;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What became of one trouble.
 *
 * @param differences from what had to be on the topics; empty: exactly that
 */
record Outcome(String trouble, Times times, int records, List<String> differences) {

    /** From the injection on; null where there is none. */
    record Times(
            @Nullable Duration detected,
            @Nullable Duration decided,
            @Nullable Duration healed) {}

    boolean passed() {
        return differences.isEmpty();
    }

    static String seconds(@Nullable Duration duration) {
        return duration == null ? "-" : String.format(Locale.ROOT, "%.2f s", duration.toMillis() / 1000.0);
    }
}
