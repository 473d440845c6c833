package io.homeostat.rollback.domain;

import io.homeostat.common.policy.RollbackPolicy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is kept of one service.
 *
 * @param generation of its last rollback command: grows for ever
 * @param sessions so far: numbers them
 * @param promotionIds of the last {@value #IDS_MAX} promotions that were watched
 * @param commandIds of the last {@value #IDS_MAX} operators' commands
 * @param session the present or the last one; null before the first
 */
public record Ledger(
        long generation,
        int sessions,
        List<String> promotionIds,
        List<String> commandIds,
        @Nullable Session session) {

    static final int IDS_MAX = 64;

    /** A service of which nothing is known. */
    public static final Ledger EMPTY = new Ledger(0, 0, List.of(), List.of(), null);

    public Ledger {
        promotionIds = List.copyOf(promotionIds);
        commandIds = List.copyOf(commandIds);
    }

    /** When time alone moves the service on, in observed time; {@link Long#MAX_VALUE}: never. */
    public long dueMs(RollbackPolicy policy, long nowMs) {
        return session == null ? Long.MAX_VALUE : session.dueMs(policy, nowMs);
    }

    static List<String> remembering(List<String> ids, String id) {
        var all = new ArrayList<>(ids);
        all.add(id);
        return all.subList(Math.max(0, all.size() - IDS_MAX), all.size());
    }
}
