package io.homeostat.pattern.topology;

import io.homeostat.pattern.domain.Counts;
import io.homeostat.pattern.domain.RateRules.Of;
import io.homeostat.pattern.domain.RateWindow;
import io.homeostat.pattern.domain.Sample;
import org.apache.kafka.streams.state.WindowStore;

/** The windowed store: counts of each bucket of each window, and the samples that were counted. */
final class RateBuckets {

    private static final byte[] YES = {1};

    private final WindowStore<String, byte[]> buckets;
    private final WindowStore<String, byte[]> sampled;
    private final long keptMs;

    RateBuckets(WindowStore<String, byte[]> buckets, WindowStore<String, byte[]> sampled, long keptMs) {
        this.buckets = buckets;
        this.sampled = sampled;
        this.keptMs = keptMs;
    }

    /** True if the sample was not counted before, as far back as any window reaches; it now is. */
    boolean isNew(Sample sample, long atMs) {
        if (sample.sampleId() == null) {
            return true;
        }
        var id = sample.key().length() + "/" + sample.key() + '/' + sample.sampleId();
        try (var known = sampled.fetch(id, Math.max(0, atMs - keptMs), atMs + keptMs)) {
            if (known.hasNext()) {
                return false;
            }
        }
        sampled.put(id, YES, atMs);
        return true;
    }

    /** Counts operations of {@code atMs} into their bucket. */
    void add(Of of, long atMs, Counts counts) {
        long bucket = of.window().bucketOf(atMs);
        var before = buckets.fetch(name(of), bucket);
        buckets.put(
                name(of),
                CountsBytes.of((before == null ? Counts.NONE : CountsBytes.counts(before)).plus(counts)),
                bucket);
    }

    /** Forgets a bucket that no window holds any more: the store keeps the longest window that a policy may ask for. */
    void forget(Of of, long bucket) {
        buckets.put(name(of), null, bucket);
    }

    /** What the window that holds {@code nowMs} counts. */
    Counts within(Of of, long nowMs) {
        var window = of.window();
        var sum = Counts.NONE;
        try (var all = buckets.fetch(name(of), Math.max(0, window.startAt(nowMs)), window.bucketOf(nowMs))) {
            while (all.hasNext()) {
                sum = sum.plus(CountsBytes.counts(all.next().value));
            }
        }
        return sum;
    }

    /** Seconds of the window, length of the service's name, service, version: no two share a name. */
    static String name(Of of) {
        return of.window().seconds() + "/" + of.service().length() + '/' + of.service() + '|' + of.version();
    }

    /** The inverse of {@link #name}. */
    static Of of(String name) {
        int first = name.indexOf('/');
        int second = name.indexOf('/', first + 1);
        int length = Integer.parseInt(name.substring(first + 1, second));
        return new Of(
                name.substring(second + 1, second + 1 + length),
                name.substring(second + 2 + length),
                new RateWindow(Long.parseLong(name.substring(0, first))));
    }
}
