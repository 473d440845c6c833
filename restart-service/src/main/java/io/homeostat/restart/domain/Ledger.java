package io.homeostat.restart.domain;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one worker for as long as the plane lives.
 *
 * @param generation of the last command; the next one is higher by one, and an agent refuses lower ones
 * @param openLineage the lineage under which a restart of the worker is open; null: none
 * @param lastLineage the one of the last restart: a worker that dies before it names its task again still belongs to it
 * @param fenced incarnations whose fenced TERMINATE was decided, newest last
 * @param requests ids of the last requests, newest last
 */
public record Ledger(
        long generation,
        @Nullable String openLineage,
        @Nullable String lastLineage,
        List<String> fenced,
        List<String> requests) {

    /** Nothing known. */
    public static final Ledger EMPTY = new Ledger(0, null, null, List.of(), List.of());

    /** A request is recognised as a duplicate among so many younger ones of the same worker. */
    static final int REQUESTS_MAX = 32;

    /** Incarnations end for good; those that beat on long after so many others are not expected back. */
    static final int FENCED_MAX = 32;

    public Ledger {
        fenced = List.copyOf(fenced);
        requests = List.copyOf(requests);
    }

    Ledger nextGeneration() {
        return new Ledger(generation + 1, openLineage, lastLineage, fenced, requests);
    }

    Ledger opened(String lineage) {
        return new Ledger(generation, lineage, lineage, fenced, requests);
    }

    Ledger closed() {
        return new Ledger(generation, null, lastLineage, fenced, requests);
    }

    Ledger fencing(String incarnation) {
        return new Ledger(generation, openLineage, lastLineage, added(fenced, incarnation, FENCED_MAX), requests);
    }

    /** The fenced incarnation may be terminated anew: the last try did not end it. */
    Ledger withoutFence(@Nullable String incarnation) {
        var others = fenced.stream().filter(other -> !other.equals(incarnation)).toList();
        return new Ledger(generation, openLineage, lastLineage, others, requests);
    }

    Ledger requested(String requestId) {
        return new Ledger(generation, openLineage, lastLineage, fenced, added(requests, requestId, REQUESTS_MAX));
    }

    private static List<String> added(List<String> list, String entry, int max) {
        var all = new ArrayList<>(list);
        all.add(entry);
        return all.size() > max ? all.subList(all.size() - max, all.size()) : all;
    }
}
