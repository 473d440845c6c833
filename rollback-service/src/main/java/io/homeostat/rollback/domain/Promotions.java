package io.homeostat.rollback.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.FailureKind;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.Promotion;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.Rollback;
import io.homeostat.common.contract.Rollback.Reason;
import io.homeostat.common.contract.Rollback.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The beginning and the ends of sessions. */
final class Promotions {

    /** Problems of a policy that a record tells. */
    private static final int PROBLEMS_TOLD = 20;

    private Promotions() {}

    static void said(Case on, Input.Promoted said) {
        switch (said.promotion().status()) {
            case STARTED -> started(on, said);
            case CANCELLED -> cancelled(on, said);
        }
    }

    private static void started(Case on, Input.Promoted said) {
        var refusal = refusal(on, said);
        if (refusal != null) {
            refuse(on, said, refusal);
            return;
        }
        var promotion = said.promotion();
        var trial = new Trial(
                promotion.promotionId(),
                promotion.service(),
                promotion.version(),
                promotion.previousVersion(),
                promotion.environment(),
                promotion.actor(),
                on.begin(promotion.promotionId()),
                said.overrides());
        on.session(Session.of(trial, on.now()));
        var line = Records.Line.of(
                        Status.MONITORING_STARTED, Reason.PROMOTED, "Version " + trial.version() + " is watched")
                .because(said.coordinates());
        on.record(Records.monitoring(on, line), promotion.actor(), true);
        EarlyChecks.follow(on, said.at());
    }

    private static @Nullable Reason refusal(Case on, Input.Promoted said) {
        var unfit = unfit(on, said.promotion(), said.problems());
        if (unfit != null) {
            return unfit;
        }
        var present = on.present();
        if (present != null && present.isOpen()) {
            return Reason.OVERLAPPING;
        }
        return present != null && present.isReversing() ? Reason.ROLLBACK_IN_PROGRESS : null;
    }

    /** Why a promotion can never be watched, whatever else is under way; null: it can. */
    private static @Nullable Reason unfit(Case on, Promotion promotion, List<String> problems) {
        var present = on.present();
        if (present != null && present.isOpen() && present.trial().promotionId().equals(promotion.promotionId())) {
            return Reason.ALREADY_MONITORED;
        }
        if (on.knowsPromotion(promotion.promotionId())) {
            return Reason.DUPLICATE;
        }
        if (promotion.version().equals(promotion.previousVersion())) {
            return Reason.SAME_VERSION;
        }
        return problems.isEmpty() ? null : Reason.INVALID_POLICY;
    }

    private static void cancelled(Case on, Input.Promoted said) {
        var present = on.present();
        if (present == null
                || !present.isOpen()
                || !present.trial().promotionId().equals(said.promotion().promotionId())) {
            refuse(on, said, Reason.UNKNOWN_PROMOTION);
        } else if (!withdraw(on, said.promotion().actor(), said.coordinates())) {
            refuse(on, said, Reason.ROLLBACK_IN_PROGRESS);
        }
    }

    /**
     * Ends the open session because somebody says so, and a rollback that only waits with it.
     *
     * @return false where a rollback is under way already: what was commanded cannot be taken back
     */
    static boolean withdraw(Case on, @Nullable String actor, String cause) {
        var reversal = on.session().reversal();
        if (reversal != null && reversal.isBegun()) {
            return false;
        }
        if (reversal != null) {
            Reversals.drop(on, Reason.WITHDRAWN, "The promotion was taken back", cause);
        }
        end(
                on,
                Records.Line.of(Status.CANCELLED, Reason.WITHDRAWN, "Not watched any more")
                        .because(cause),
                actor);
        return true;
    }

    /**
     * Another promotion comes that can be watched. A session whose time is over ends before it; and so does one whose
     * rollback could not be commanded while the log was caught up with: the service has gone on to another version since.
     */
    static void supersede(Case on, Input.Succeeded next) {
        var present = on.present();
        if (present == null || unfit(on, next.promotion(), next.problems()) != null) {
            return;
        }
        var reversal = present.reversal();
        boolean waits = reversal != null && !reversal.isFinished() && !reversal.isBegun();
        if (waits && !on.now().live()) {
            Reversals.drop(on, Reason.SUPERSEDED, "Another promotion followed", next.coordinates());
            if (present.isOpen()) {
                inconclusive(on, Reason.SUPERSEDED);
            }
        } else if (present.isOpen()
                && !present.isReversing()
                && on.now().observedMs() >= present.graceEndMs(on.terms().policy())) {
            graceOver(on);
        }
    }

    /** The one end of the open session. */
    static void end(Case on, Records.Line line, @Nullable String actor) {
        on.record(Records.monitoring(on, line), actor, true);
        on.session(on.session().ended(new Session.End(line.status(), on.now().observedMs())));
    }

    /** The grace period is over: only what was seen, to the end, can be confirmed. */
    static void graceOver(Case on) {
        var session = on.session();
        var doubt = doubt(on, session);
        if (doubt != null) {
            boolean failing = session.watched().isFailing();
            inconclusive(on, doubt);
            if (failing) {
                on.persists(doubt.name()); // nobody looks from now on: the quiet time begins here
            }
        } else {
            end(
                    on,
                    Records.Line.of(
                            Status.CONFIRMED,
                            Reason.GRACE_PERIOD_OVER,
                            "Version " + session.trial().version() + " held for its grace period"),
                    null);
            if (session.incidentId() != null) {
                on.report(FailureKind.BACK_TO_NORMAL, "The version was confirmed");
            }
        }
    }

    /** What keeps the open session from being confirmed; null: nothing. */
    private static @Nullable Reason doubt(Case on, Session session) {
        var watched = session.watched();
        if (watched.checks() == 0 || watched.isSilent()) {
            return Reason.NO_DATA;
        }
        if (watched.checks() < on.terms().policy().minChecks()) {
            return Reason.INSUFFICIENT_CHECKS;
        }
        if (!watched.isFailing()) {
            return null;
        }
        return session.observed() && on.terms().observesOnly() ? Reason.OBSERVED_ONLY : Reason.STILL_FAILING;
    }

    private static void inconclusive(Case on, Reason reason) {
        end(
                on,
                Records.Line.of(
                        Status.INCONCLUSIVE,
                        reason,
                        "The grace period is over, and nothing can be confirmed: " + reason),
                null);
    }

    private static void refuse(Case on, Input.Promoted said, Reason reason) {
        var promotion = said.promotion();
        var problems = Cut.of(said.problems(), PROBLEMS_TOLD);
        var provenance = new Provenance(
                Ids.of("mon", promotion.service(), Status.REFUSED, said.coordinates()),
                said.coordinates(),
                null,
                Status.REFUSED.name(),
                "Promotion " + promotion.promotionId() + " (" + promotion.status() + "): " + reason
                        + (problems.isEmpty() ? "" : ": " + String.join("; ", problems)),
                evidence(on, problems.isEmpty() ? null : problems),
                on.terms().ref(),
                null,
                false);
        on.refuse(refused(promotion, reason, provenance), promotion.actor(), true);
    }

    private static java.util.Map<String, Object> evidence(Case on, @Nullable Object problems) {
        var present = on.present();
        return Evidence.of("problems", problems)
                .and("present", present == null ? null : present.trial().promotionId())
                .and("observedMs", on.now().observedMs())
                .toMap();
    }

    private static Rollback refused(Promotion promotion, Reason reason, Provenance provenance) {
        return new Rollback(
                promotion.promotionId(),
                promotion.service(),
                promotion.version(),
                promotion.previousVersion(),
                Rollback.Type.MONITORING,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                Status.REFUSED,
                reason,
                null,
                provenance);
    }
}
