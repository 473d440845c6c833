package io.homeostat.rollback.topology;

import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rates of watched services that wait until they are settled: counted is what a decision at time t finds of up to
 * {@code t - settle}. A rate is two hops behind the beat that it comes from, a tick and a check are not; without the wait
 * it would be a race, and not the log, that says what a check knew.
 *
 * <p>Rates come as often as workers beat, and each holds what the one before held: of those of one window and {@value
 * #SLOT_MS} ms only the last is kept. What a crash takes of them the next one brings again.
 */
final class SettledRates {

    /** Of one service. More of them wait only where versions without end are told; the oldest then count at once. */
    static final int WAITING_MAX = 64;

    private static final long SLOT_MS = 50;

    private final Map<String, ArrayDeque<Waiting>> waiting = new TreeMap<>();

    private record Waiting(PromotionInput.Rated rated, long atMs) {

        boolean isReplacedBy(Waiting next) {
            return next.atMs / SLOT_MS == atMs / SLOT_MS
                    && next.rated.rate().version().equals(rated.rate().version())
                    && next.rated.rate().windowStart().equals(rated.rate().windowStart());
        }
    }

    /** A rate whose cause was appended at {@code atMs}; one that comes out of order stays behind those before it. */
    void add(String service, PromotionInput.Rated rated, long atMs) {
        var queue = waiting.computeIfAbsent(service, _ -> new ArrayDeque<>());
        var last = queue.peekLast();
        var next = new Waiting(rated, last == null ? atMs : Math.max(last.atMs, atMs));
        if (last != null && last.isReplacedBy(next)) {
            queue.removeLast();
        }
        queue.addLast(next);
    }

    /**
     * The next rate of the service that counts, oldest first; null if there is none any more.
     *
     * @param untilMs append time up to which rates are settled, inclusive
     */
    PromotionInput.@Nullable Rated next(String service, long untilMs) {
        var queue = waiting.get(service);
        if (queue == null || queue.isEmpty()) {
            return null;
        }
        if (queue.getFirst().atMs > untilMs && queue.size() <= WAITING_MAX) {
            return null;
        }
        var first = queue.removeFirst();
        if (queue.isEmpty()) {
            waiting.remove(service);
        }
        return first.rated;
    }

    /** Every service that has rates waiting. */
    Iterable<String> services() {
        return List.copyOf(waiting.keySet());
    }
}
