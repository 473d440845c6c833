package io.homeostat.restart.domain;

import io.homeostat.common.contract.Hold;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All holds in force, by scope. */
public record Holds(Map<String, Holding> byScope) {

    /** Nothing is held. */
    public static final Holds NONE = new Holds(Map.of());

    public Holds {
        byScope = Map.copyOf(byScope);
    }

    /** What holds a subject. */
    record Held(String scope, Hold.Kind kind, Holding.Term term) {}

    /** What keeps the plane from acting on a worker: pauses before maintenance, wide scopes before narrow; null: nothing. */
    @Nullable
    Held over(Subject subject) {
        if (byScope.isEmpty()) {
            return null;
        }
        for (var kind : Hold.Kind.values()) {
            for (var scope : scopes(subject)) {
                var holding = byScope.get(scope);
                var term = holding == null ? null : holding.term(kind);
                if (term != null) {
                    return new Held(scope, kind, term);
                }
            }
        }
        return null;
    }

    private static List<String> scopes(Subject subject) {
        return List.of(
                Hold.ALL,
                "environment:" + subject.environment(),
                "service:" + subject.service(),
                "type:" + subject.workerType(),
                "worker:" + subject.workerId());
    }
}
