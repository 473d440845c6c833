package io.homeostat.rollback.topology;

import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rates of watched services that wait until they are settled: counted is what a decision at time t finds of up to
 * {@code t - settle}. A rate is two hops behind the beat that it comes from, a tick and a check are not; without the wait
 * it would be a race, and not the log, that says what a check knew.
 *
 * <p>The rates of one version are counted in the order in which they came, as the later one knows what the earlier one did
 * not; those of several versions in the order of their causes, as they come by several partitions.
 *
 * <p>Rates come as often as workers beat, and each holds what the one before held: of those of one window and {@value
 * #SLOT_MS} ms only the last is kept. What a crash takes of them the next one brings again.
 */
final class SettledRates {

    /** Of one service. More of them wait only where versions without end are told; the oldest then count at once. */
    static final int WAITING_MAX = 64;

    private static final long SLOT_MS = 50;

    private final Map<String, Versions> waiting = new TreeMap<>();

    private record Waiting(PromotionInput.Rated rated, long atMs) {

        boolean isReplacedBy(Waiting next) {
            return next.atMs / SLOT_MS == atMs / SLOT_MS
                    && next.rated.rate().windowStart().equals(rated.rate().windowStart());
        }
    }

    /** What waits of one service, by version; none of them is empty. */
    private static final class Versions {
        private final Map<String, ArrayDeque<Waiting>> queues = new TreeMap<>();
        private int size;

        void add(PromotionInput.Rated rated, long atMs) {
            var queue = queues.computeIfAbsent(rated.rate().version(), _ -> new ArrayDeque<>());
            var last = queue.peekLast();
            var next = new Waiting(rated, last == null ? atMs : Math.max(last.atMs, atMs));
            if (last != null && last.isReplacedBy(next)) {
                queue.removeLast();
                size--;
            }
            queue.addLast(next);
            size++;
        }

        private ArrayDeque<Waiting> oldest() {
            return Collections.min(queues.values(), Comparator.comparingLong(queue -> queue.getFirst().atMs));
        }

        PromotionInput.@Nullable Rated next(long untilMs) {
            var queue = oldest();
            if (queue.getFirst().atMs > untilMs && size <= WAITING_MAX) {
                return null;
            }
            size--;
            var first = queue.removeFirst().rated;
            if (queue.isEmpty()) {
                queues.remove(first.rate().version());
            }
            return first;
        }
    }

    /** A rate whose cause was appended at {@code atMs}; one that comes out of order stays behind those of its version. */
    void add(String service, PromotionInput.Rated rated, long atMs) {
        waiting.computeIfAbsent(service, _ -> new Versions()).add(rated, atMs);
    }

    /**
     * The next rate of the service that counts, oldest first; null if there is none any more.
     *
     * @param untilMs append time up to which rates are settled, inclusive
     */
    PromotionInput.@Nullable Rated next(String service, long untilMs) {
        var versions = waiting.get(service);
        var next = versions == null ? null : versions.next(untilMs);
        if (versions != null && versions.size == 0) {
            waiting.remove(service);
        }
        return next;
    }

    /** Every service that has rates waiting. */
    Iterable<String> services() {
        return List.copyOf(waiting.keySet());
    }
}
