package io.homeostat.autofix.topology;

import io.homeostat.common.contract.Json;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.state.KeyValueStore;

/** The commands of operators that were answered, the last {@value #KEPT} of them: none is carried out twice. */
final class Votes {

    static final int KEPT = 512;

    private static final String KEY = "votes";

    private final KeyValueStore<String, byte[]> store;
    private List<Vote> votes;

    /** A command, and how often it came again. */
    private record Vote(String commandId, int repeats) {}

    private record Kept(List<Vote> votes) {}

    Votes(KeyValueStore<String, byte[]> store) {
        this.store = store;
        var bytes = store.get(KEY);
        votes = bytes == null
                ? new ArrayList<>()
                : new ArrayList<>(Json.readState(bytes, Kept.class).votes());
    }

    /** Remembers a command. @return 0 if it is new, else how often it was repeated, this time included */
    int remember(String commandId) {
        int repeats = 0;
        for (var vote : List.copyOf(votes)) {
            if (vote.commandId.equals(commandId)) {
                repeats = vote.repeats + 1;
                votes.remove(vote);
            }
        }
        votes.add(new Vote(commandId, repeats));
        votes = new ArrayList<>(votes.subList(Math.max(0, votes.size() - KEPT), votes.size()));
        store.put(KEY, Json.bytes(new Kept(votes)));
        return repeats;
    }
}
