package io.homeostat.restart.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Persons;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Quarantine;
import io.homeostat.restart.domain.Answer.Reason;
import io.homeostat.restart.domain.Answer.Word;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The way out of quarantine: one person wants it, another one agrees.
 *
 * <pre>
 *   quarantined ──RELEASE──► awaiting ──APPROVE by another──► released, attempts start anew
 *        ▲                      │
 *        └──── REJECT, 24 h ────┘
 * </pre>
 */
public final class ReleaseRules {

    /** How long a release waits for the second person. */
    static final Duration PATIENCE = Duration.ofHours(24);

    private ReleaseRules() {}

    /**
     * The answer of the rules.
     *
     * @param waiting what waits from now on; null: nothing
     */
    public record Ruling(@Nullable Release waiting, Verdict verdict) {}

    /** RELEASE. */
    public static Ruling ask(Situation situation, @Nullable Release waiting, Will will, Terms terms, Now now) {
        var on = new Case(situation, terms, now, will.answerId());
        if (situation.setAside() == null) {
            on.answer(Answer.refused(will, Reason.NOT_QUARANTINED, "The worker is not set aside"));
            return new Ruling(waiting, on.verdict());
        }
        if (waiting != null) {
            var evidence = Answer.fault("subject", will.subject()).and("id", waiting.id());
            var message = "A release by " + waiting.actor() + " waits until " + waiting.expiresAt();
            on.answer(Answer.of(will, Word.REFUSED, Reason.ALREADY_AWAITING, message, evidence));
            return new Ruling(waiting, on.verdict());
        }
        var id = Ids.of(OperatorCommand.RELEASE_PREFIX, will.subject(), will.commandId());
        var asked = new Release(
                id, will.subject(), will.actor(), will.reason(), now.at().plus(PATIENCE));
        on.answer(Answer.of(
                will,
                id,
                Word.AWAITING_APPROVAL,
                Reason.NEEDS_APPROVAL.name(),
                "Another person must approve " + id + " until " + asked.expiresAt(),
                Evidence.of("id", id).and("setAsideFor", situation.setAside()).and("expiresAt", asked.expiresAt())));
        return new Ruling(asked, on.verdict());
    }

    /** APPROVE. */
    public static Ruling approve(Situation situation, @Nullable Release waiting, Will will, Terms terms, Now now) {
        var on = new Case(situation, terms, now, will.answerId());
        if (waiting == null || !waiting.id().equals(will.argument(Will.ID))) {
            on.answer(nothingWaits(will));
            return new Ruling(waiting, on.verdict());
        }
        if (!now.at().isBefore(waiting.expiresAt())) {
            var message = "The release waited until " + waiting.expiresAt();
            on.answer(Answer.refused(will, Reason.EXPIRED, "arguments.id", waiting.id(), message));
            return new Ruling(waiting, on.verdict()); // the next tick ends it
        }
        if (Persons.same(waiting.actor(), will.actor())) {
            var message = "Who wants a release cannot approve it";
            on.answer(Answer.refused(will, Reason.SAME_PERSON, "actor", will.actor(), message));
            return new Ruling(waiting, on.verdict());
        }
        var evidence = Evidence.of(Will.ID, waiting.id()).and("requestedBy", waiting.actor());
        // Only an approval ends a quarantine, so what waits is about a worker that is set aside.
        var reason = Objects.requireNonNull(situation.setAside(), "released already");
        var id = Ids.of("qtn", waiting.id());
        on.release(OperatorRecords.quarantine(on, will, id, Quarantine.Status.RELEASED, reason, waiting));
        var message = "The worker is released: wanted by " + waiting.actor() + ", approved by " + will.actor();
        on.answer(Answer.of(will, Word.DONE, Reason.MANUAL, message, evidence.and("quarantine", id)));
        return new Ruling(null, on.verdict());
    }

    /** REJECT, by anybody: who wanted the release may take it back. */
    public static Ruling reject(Situation situation, @Nullable Release waiting, Will will, Terms terms, Now now) {
        var on = new Case(situation, terms, now, will.answerId());
        if (waiting == null || !waiting.id().equals(will.argument(Will.ID))) {
            on.answer(nothingWaits(will));
            return new Ruling(waiting, on.verdict());
        }
        var evidence = Evidence.of(Will.ID, waiting.id()).and("requestedBy", waiting.actor());
        var message = "The worker stays set aside: the release by " + waiting.actor() + " is rejected";
        on.answer(Answer.of(will, Word.DONE, Reason.MANUAL, message, evidence));
        return new Ruling(null, on.verdict());
    }

    /** Nobody approved in time; at the end itself it is too late. Null while there is time. */
    public static @Nullable Decision expire(Release waiting, Now now) {
        if (now.at().isBefore(waiting.expiresAt())) {
            return null;
        }
        var message = "Nobody approved the release by " + waiting.actor() + " until " + waiting.expiresAt();
        var evidence = Evidence.of("message", message)
                .and(Will.ID, waiting.id())
                .and("requestedBy", waiting.actor())
                .and("expiresAt", waiting.expiresAt());
        return new Decision.Noted(
                waiting.workerId(),
                OperatorCommand.Type.RELEASE.name(),
                Reason.EXPIRED.name(),
                new Provenance(
                        Ids.of("rlx", waiting.id()),
                        waiting.id(),
                        null,
                        "EXPIRED",
                        message,
                        evidence.toMap(),
                        null,
                        null,
                        false));
    }

    private static Answer nothingWaits(Will will) {
        var message = "No release of this id waits for this worker";
        return Answer.refused(will, Reason.NOTHING_WAITS, "arguments.id", will.argument(Will.ID), message);
    }
}
