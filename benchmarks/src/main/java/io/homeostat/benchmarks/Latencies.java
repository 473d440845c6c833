package io.homeostat.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Latencies of one kind in milliseconds. */
final class Latencies {

    private static final double MILLIS = 1e6;

    private final String name;
    private final List<Long> nanos = new ArrayList<>();

    Latencies(String name) {
        this.name = name;
    }

    void add(long latencyNanos) {
        nanos.add(latencyNanos);
    }

    int size() {
        return nanos.size();
    }

    /** One row: count, p50, p90, p99, max. */
    String row() {
        var sorted = nanos.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "%-44s n=%d  p50 %.0f ms  p90 %.0f ms  p99 %.0f ms  max %.0f ms",
                name,
                sorted.size(),
                at(sorted, 0.50),
                at(sorted, 0.90),
                at(sorted, 0.99),
                at(sorted, 1.00));
    }

    private static double at(List<Long> sorted, double share) {
        int index = (int) Math.ceil(share * sorted.size()) - 1;
        return sorted.get(Math.clamp(index, 0, sorted.size() - 1)) / MILLIS;
    }
}
