package io.homeostat.rollback.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What is due when, in observed time: one entry per service. In memory, as it is a function of what the store holds, and made
 * anew from it when a task begins.
 */
final class Agenda {

    private final Map<String, Long> dueOf = new HashMap<>();
    private final TreeSet<Due> byTime =
            new TreeSet<>(Comparator.comparingLong(Due::dueMs).thenComparing(Due::service));

    private record Due(long dueMs, String service) {}

    /** Sets when a service is due; {@link Long#MAX_VALUE}: never. */
    void put(String service, long dueMs) {
        var before = dueOf.remove(service);
        if (before != null) {
            byTime.remove(new Due(before, service));
        }
        if (dueMs != Long.MAX_VALUE) {
            dueOf.put(service, dueMs);
            byTime.add(new Due(dueMs, service));
        }
    }

    /** True if time alone will move the service on: something of it is watched or under way. */
    boolean has(String service) {
        return dueOf.containsKey(service);
    }

    /** Everything is looked at at the next chance: what it was computed from changed. */
    void allDue() {
        List.copyOf(dueOf.keySet()).forEach(service -> put(service, 0));
    }

    /** Who is due at {@code nowMs}, inclusive, in order, at most {@code max}. */
    List<String> due(long nowMs, int max) {
        var due = new ArrayList<String>();
        for (var entry : byTime) {
            if (entry.dueMs > nowMs || due.size() == max) {
                break;
            }
            due.add(entry.service);
        }
        return due;
    }
}
