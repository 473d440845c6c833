package io.homeostat.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Lives through the scripts of many seeds, in several threads, as far as the time goes. */
final class FaultRun {

    /** Every so many seeds the quiet at the end is an hour. */
    private static final int LONG_QUIET_EVERY = 100;

    private static final long QUIET_MS = 10_000;
    private static final long LONG_QUIET_MS = 3_600_000;
    private static final long REPORT_EVERY = 200;

    private final long first;
    private final long seeds;
    private final long endNanos;
    private final long beganNanos = System.nanoTime();
    private final AtomicLong next;
    private final AtomicLong done = new AtomicLong();
    private final AtomicBoolean failed = new AtomicBoolean();

    /**
     * What came out.
     *
     * @param met how often each kind of record was written
     * @param broken the smallest script that breaks something, and what; null: nothing is broken
     */
    record Summary(
            long seeds,
            double seconds,
            Map<String, Integer> met,
            @Nullable String broken) {}

    private FaultRun(long first, long seeds, long budgetSeconds) {
        this.first = first;
        this.seeds = seeds;
        next = new AtomicLong(first);
        endNanos = beganNanos + budgetSeconds * 1_000_000_000L;
    }

    static Summary of(long first, long seeds, long budgetSeconds, int threads) {
        return new FaultRun(first, seeds, budgetSeconds).run(threads);
    }

    private Summary run(int threads) {
        var met = new TreeMap<String, Integer>();
        var broken = new ArrayList<String>();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            var parts = new ArrayList<Callable<Summary>>();
            for (int i = 0; i < threads; i++) {
                parts.add(this::part);
            }
            for (var part : pool.invokeAll(parts)) {
                part.get().met().forEach((what, times) -> met.merge(what, times, Integer::sum));
                var words = part.get().broken();
                if (words != null) {
                    broken.add(words);
                }
            }
        } catch (ExecutionException | InterruptedException e) {
            throw new IllegalStateException("a life could not be lived", e);
        }
        return new Summary(done.get(), seconds(), met, broken.isEmpty() ? null : broken.getFirst());
    }

    private Summary part() {
        var met = new TreeMap<String, Integer>();
        while (!failed.get() && System.nanoTime() < endNanos) {
            long seed = next.getAndIncrement();
            if (seed >= first + seeds) {
                break;
            }
            var script = FaultScript.of(seed);
            long quietMs = seed % LONG_QUIET_EVERY == 0 ? LONG_QUIET_MS : QUIET_MS;
            var lived = FaultWorld.live(script, quietMs);
            lived.met().forEach((what, times) -> met.merge(what, times, Integer::sum));
            if (lived.isBroken()) {
                failed.set(true);
                return new Summary(0, 0, met, smallest(script, lived.broken(), quietMs));
            }
            if (done.incrementAndGet() % REPORT_EVERY == 0) {
                System.out.printf("%d seeds in %.0f s%n", done.get(), seconds());
            }
        }
        return new Summary(0, 0, met, null);
    }

    private double seconds() {
        return (System.nanoTime() - beganNanos) / 1e9;
    }

    /** Leaves out what is not needed to break the same invariant. */
    static String smallest(FaultScript script, List<String> broken, long quietMs) {
        var name = name(broken);
        var smallest = script;
        var words = broken;
        for (int i = smallest.troubles().size() - 1; i >= 0; i--) {
            var fewer = new ArrayList<>(smallest.troubles());
            fewer.remove(i);
            var still = FaultWorld.live(smallest.with(fewer), quietMs).broken();
            if (!still.isEmpty() && name(still).equals(name)) {
                smallest = smallest.with(fewer);
                words = still;
            }
        }
        return "broken: " + String.join("\n  ", words) + "\nby " + smallest;
    }

    private static String name(List<String> broken) {
        return broken.getFirst().substring(0, broken.getFirst().indexOf(':'));
    }
}
