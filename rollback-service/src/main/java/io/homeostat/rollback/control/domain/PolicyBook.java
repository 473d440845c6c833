package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.PolicyRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of one policy beside its document in force.
 *
 * @param key {@code name} or {@code name/kind:scope}
 * @param requests so far; numbers their ids
 * @param accepted versions so far; numbers those that nobody named
 * @param versions content by version, the oldest first: one version never names two contents
 * @param waiting for a second person; null: nothing
 * @param inFlight ids of own records that did not come back from the log yet, in its order
 * @param spoiled the log's last record is one that nobody can use: the policy in force must be written anew
 */
public record PolicyBook(
        String key,
        long requests,
        long accepted,
        Map<String, String> versions,
        @Nullable Waiting waiting,
        List<String> inFlight,
        boolean spoiled) {

    /** Versions that are remembered: years of changes, within one record of state. */
    static final int VERSIONS_MAX = 1_000;

    /** The same in characters, with their hashes: names of versions in the log are not ours to choose. */
    static final int VERSION_CHARACTERS_MAX = 200_000;

    /** Own records on their way through the log: a request waits for none, but so many say that the log stands still. */
    static final int IN_FLIGHT_MAX = 256;

    public PolicyBook {
        versions = Collections.unmodifiableMap(new LinkedHashMap<>(versions));
        inFlight = List.copyOf(inFlight);
    }

    /**
     * A request that loosens a cap.
     *
     * @param id of the answer that says that it waits
     * @param requestId coordinates of the request
     * @param untilMs V at which it expires, inclusive
     * @param expiresAt the same as an instant, for people
     */
    public record Waiting(String id, String requestId, PolicyRequest request, long untilMs, Instant expiresAt) {}

    /**
     * A policy that has no book yet.
     *
     * @param requests so far for all such policies
     */
    public static PolicyBook empty(String key, long requests) {
        return new PolicyBook(key, requests, 0, Map.of(), null, List.of(), false);
    }

    /** True if nothing but requests that were refused is known of the policy: then no book is kept. */
    public boolean holdsNothing() {
        return accepted == 0 && versions.isEmpty() && waiting == null && inFlight.isEmpty() && !spoiled;
    }

    /** True if no further record can be written before some come back. */
    boolean hasNoRoom() {
        return inFlight.size() >= IN_FLIGHT_MAX;
    }

    private static int characters(Map<String, String> versions) {
        return versions.entrySet().stream()
                .mapToInt(entry -> entry.getKey().length() + entry.getValue().length())
                .sum();
    }

    PolicyBook counted() {
        return new PolicyBook(key, requests + 1, accepted, versions, waiting, inFlight, spoiled);
    }

    PolicyBook waitingFor(@Nullable Waiting next) {
        return new PolicyBook(key, requests, accepted, versions, next, inFlight, spoiled);
    }

    /** Knows that {@code version} names this content. */
    PolicyBook knowing(String version, String hash) {
        var next = new LinkedHashMap<>(versions);
        next.remove(version);
        next.put(version, hash);
        while (next.size() > VERSIONS_MAX || characters(next) > VERSION_CHARACTERS_MAX) {
            next.pollFirstEntry();
        }
        return new PolicyBook(key, requests, accepted, next, waiting, inFlight, spoiled);
    }

    PolicyBook writing(String id) {
        var next = new ArrayList<>(inFlight);
        next.add(id);
        return new PolicyBook(key, requests, accepted + 1, versions, waiting, next, false);
    }

    /** Somebody else wrote this version. */
    PolicyBook foreign(String version, String hash) {
        var known = knowing(version, hash);
        return new PolicyBook(key, requests, accepted + 1, known.versions, waiting, inFlight, false);
    }

    /** Somebody else wrote what nobody can use. */
    PolicyBook spoilt() {
        return new PolicyBook(key, requests, accepted, versions, waiting, inFlight, true);
    }

    /** An own record came back: so did all that were written before it. */
    PolicyBook returned(String id) {
        var next = inFlight.subList(inFlight.indexOf(id) + 1, inFlight.size());
        return new PolicyBook(key, requests, accepted, versions, waiting, next, spoiled);
    }

    /** The next number that is no version yet. */
    String freeVersion() {
        long number = accepted + 1;
        while (versions.containsKey(String.valueOf(number))) {
            number++;
        }
        return String.valueOf(number);
    }
}
