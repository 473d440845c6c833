package io.homeostat.restart.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Hold;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.WorkerId;
import io.homeostat.restart.domain.Answer.Reason;
import io.homeostat.restart.domain.Answer.Word;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Pause and maintenance begin, change and end (semantics 0.7). */
public final class HoldRules {

    /** Holds at most; so many are no plan any more, and each decision looks at them. */
    static final int HOLDS_MAX = 1_000;

    private static final String WORKER = "worker:";

    private HoldRules() {}

    /**
     * The answer of the rules.
     *
     * @param holding what holds the scope from now on; null: nothing
     * @param ended something that held the scope does so no longer: who waits for it is decided again
     */
    public record Ruling(@Nullable Holding holding, List<Decision> decisions, boolean ended) {

        public Ruling {
            decisions = List.copyOf(decisions);
        }
    }

    /** PAUSE, MAINTENANCE_START. */
    public static Ruling begin(Holds holds, Hold.Kind kind, Will will, Now now) {
        var scope = will.subject();
        var before = holds.byScope().get(scope);
        if (!isScope(scope)) {
            var message = "is no scope: all, service:x, type:x, worker:x or environment:x";
            return refused(before, Answer.refused(will, Reason.INVALID_SCOPE, message));
        }
        if (before == null && holds.byScope().size() >= HOLDS_MAX) {
            return refused(null, Answer.refused(will, Reason.TOO_MANY, HOLDS_MAX + " scopes are held already"));
        }
        return switch (HoldEnd.of(will, now)) {
            case HoldEnd.Wrong(var field, var value, var message) ->
                refused(before, Answer.refused(will, Reason.INVALID_ARGUMENT, field, value, message));
            case HoldEnd.At(var expiresAt) -> {
                var old = before == null ? null : before.term(kind);
                var since = old == null ? now.at() : old.since();
                var term = new Holding.Term(will.reason(), will.actor(), since, expiresAt, will.answerId());
                var holding = Objects.requireNonNullElse(before, new Holding(scope, null, null))
                        .with(kind, term);
                yield new Ruling(holding, List.of(show(holding, will.answerId()), begun(will, kind, old, term)), false);
            }
        };
    }

    private static Decision begun(Will will, Hold.Kind kind, Holding.@Nullable Term old, Holding.Term term) {
        var evidence = Evidence.of("kind", kind)
                .and("scope", will.subject())
                .and("since", term.since())
                .and("expiresAt", term.expiresAt());
        var until = term.expiresAt() == null ? "until somebody ends it" : "until " + term.expiresAt();
        if (old == null) {
            var message = "Nothing acts in " + will.subject() + ' ' + until;
            return new Decision.Answered(Answer.of(will, Word.DONE, Reason.MANUAL, message, evidence));
        }
        var message = "The hold of " + will.subject() + " was there since " + old.since() + "; now it lasts " + until;
        evidence.and("previousReason", old.reason())
                .and("previousActor", old.actor())
                .and("previousExpiresAt", old.expiresAt());
        return new Decision.Answered(Answer.of(will, Word.DONE, Reason.UPDATED, message, evidence));
    }

    /** RESUME, MAINTENANCE_END: each ends its own kind only. */
    public static Ruling end(Holds holds, Hold.Kind kind, Will will) {
        var before = holds.byScope().get(will.subject());
        var term = before == null ? null : before.term(kind);
        if (before == null || term == null) {
            var other = before == null ? "" : "; what holds it is a " + before.shown();
            return refused(
                    before, Answer.refused(will, Reason.NOT_HELD, "No " + kind + " of this scope is in force" + other));
        }
        var holding = before.with(kind, null);
        var evidence = Evidence.of("kind", kind).and("scope", will.subject()).and("since", term.since());
        var message = kind + " of " + will.subject() + " is over";
        var answer = Answer.of(will, Word.DONE, Reason.MANUAL, message, evidence.and("stillHeldBy", holding.shown()));
        return new Ruling(left(holding), List.of(show(holding, will.answerId()), new Decision.Answered(answer)), true);
    }

    /** What is over by time ends, exactly at its end and at every later moment. */
    public static Ruling expire(Holding before, Now now) {
        var holding = before;
        var decisions = new ArrayList<Decision>();
        for (var kind : Hold.Kind.values()) {
            var term = before.term(kind);
            if (term != null && term.overAt(now.at())) {
                holding = holding.with(kind, null);
                var id = Ids.of("hlx", before.scope(), kind, term.cause());
                var message = kind + " of " + before.scope() + " is over: it lasted until " + term.expiresAt();
                var evidence = Evidence.of("message", message)
                        .and("since", term.since())
                        .and("expiresAt", term.expiresAt())
                        .and("setBy", term.actor());
                decisions.add(show(holding, id));
                decisions.add(new Decision.Noted(
                        before.scope(),
                        kind.name(),
                        Reason.EXPIRED.name(),
                        new Provenance(
                                id, term.cause(), null, "EXPIRED", message, evidence.toMap(), null, null, false)));
            }
        }
        return new Ruling(left(holding), decisions, !decisions.isEmpty());
    }

    private static Ruling refused(@Nullable Holding before, Answer answer) {
        return new Ruling(before, List.of(new Decision.Answered(answer)), false);
    }

    private static @Nullable Holding left(Holding holding) {
        return holding.shown() == null ? null : holding;
    }

    /** The view's record of a scope. Its end is that of everything which holds the scope: no reader acts before. */
    private static Decision show(Holding holding, String cause) {
        var kind = holding.shown();
        var term = kind == null ? null : holding.term(kind);
        var id = Ids.of("hld", holding.scope(), cause);
        if (kind == null || term == null) {
            var message = "Nothing holds " + holding.scope();
            return new Decision.HoldGone(
                    holding.scope(), new Provenance(id, cause, null, "NONE", message, null, null, null, false));
        }
        var evidence = Evidence.of("cause", term.cause());
        for (var each : Hold.Kind.values()) {
            var other = holding.term(each);
            if (other != null) {
                evidence.and(each.name(), other.expiresAt() == null ? "endless" : other.expiresAt());
            }
        }
        return new Decision.HoldShown(new Hold(
                holding.scope(),
                kind,
                term.reason(),
                term.actor(),
                term.since(),
                holding.lastEnd(),
                new Provenance(id, cause, null, kind.name(), null, evidence.toMap(), null, null, false)));
    }

    private static boolean isScope(String text) {
        return Hold.isScope(text) && (!text.startsWith(WORKER) || WorkerId.isValid(text.substring(WORKER.length())));
    }
}
