package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Ids;
import io.homeostat.common.policy.RollbackPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept of one service.
 *
 * @param generation of its last rollback command: grows for ever
 * @param sessions so far: numbers them
 * @param promotionIds of the last {@value #IDS_MAX} promotions that were watched, each as {@link #memory}
 * @param commandIds of the last {@value #IDS_MAX} operators' commands, likewise
 * @param session the present or the last one; null before the first
 * @param early checks that may have been read before their promotion, oldest first
 */
public record Ledger(
        long generation,
        int sessions,
        List<String> promotionIds,
        List<String> commandIds,
        @Nullable Session session,
        List<Early> early) {

    static final int IDS_MAX = 64;

    /** A service of which nothing is known. */
    public static final Ledger EMPTY = new Ledger(0, 0, List.of(), List.of(), null, List.of());

    public Ledger {
        promotionIds = List.copyOf(promotionIds);
        commandIds = List.copyOf(commandIds);
        early = early == null ? List.of() : List.copyOf(early); // written before there were any
    }

    /** When time alone moves the service on, in observed time; {@link Long#MAX_VALUE}: never. */
    public long dueMs(RollbackPolicy policy, long nowMs) {
        long due = EarlyChecks.dueMs(early);
        return session == null ? due : Math.min(due, session.dueMs(policy, nowMs));
    }

    /** What is kept of an id that others choose: equally long, however long that is. */
    static String memory(String id) {
        return Ids.of("id", id);
    }

    static List<String> remembering(List<String> ids, String id, int max) {
        var all = new ArrayList<>(ids);
        all.add(memory(id));
        return all.subList(Math.max(0, all.size() - max), all.size());
    }
}
