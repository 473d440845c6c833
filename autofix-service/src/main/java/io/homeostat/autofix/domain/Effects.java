package io.homeostat.autofix.domain;

import io.homeostat.common.contract.Evidence;
import io.homeostat.common.contract.Fix.Reason;
import io.homeostat.common.contract.Fix.Status;
import io.homeostat.common.contract.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Did it help? If not, the change is taken back, and after too many of them a person decides. */
final class Effects {

    private Effects() {}

    static void verified(Case on, Step.Watching watching) {
        var from = Json.instant(watching.from());
        on.record(Line.of(Status.VERIFIED, Reason.MATCHED, "No new failure since " + from)
                .with(Evidence.of("from", from)
                        .and("until", Json.instant(on.now().at()))));
        on.ledger(ledger -> ledger.helped(watching.from()));
        on.close();
    }

    /** A worker of the target failed. */
    static void failed(Case on, AdmissionInput.Failed failed) {
        if (on.step() instanceof Step.Watching watching
                && watching.awaited().isOver()
                && on.plan().recursOn().contains(failed.kind())
                && concerns(on.plan(), watching, failed.workerId())) {
            recurs(
                    on,
                    watching,
                    failed.lastAt(),
                    Evidence.of("worker", failed.workerId())
                            .and("kind", failed.kind().name())
                            .and("count", failed.count()));
        }
    }

    /** Where a restart brings the fix into force, only who was restarted can say that it does not help. */
    private static boolean concerns(Plan plan, Step.Watching watching, String workerId) {
        return !plan.restarts()
                || (plan.workers().contains(workerId)
                        && !watching.awaited().failed().containsKey(workerId));
    }

    /**
     * The pattern has a new record. Its newest occurrence says something of this target only if it is of one of its workers:
     * a pattern can be of many targets, and this fix changed one.
     *
     * @param workers of the pattern that belong to the target; null where it names none there any more
     */
    static void seen(Case on, Pattern pattern, @Nullable List<String> workers) {
        var newest = pattern.subjects().isEmpty() ? null : pattern.subjects().getFirst();
        boolean ours = workers != null && (newest == null || workers.contains(newest));
        if (ours && on.step() instanceof Step.Watching watching && !on.plan().restarts()) {
            recurs(on, watching, pattern.lastSeen(), Evidence.of("patternRecord", pattern.causeId()));
        }
    }

    private static void recurs(Case on, Step.Watching watching, Instant at, Evidence evidence) {
        if (!at.isAfter(watching.from())) {
            return;
        }
        on.pattern(on.pattern().seenAt(at));
        on.ledger(ledger -> ledger.didNotHelp(on.now().observedMs()));
        on.record(Line.of(Status.INEFFECTIVE, Reason.MATCHED, "The trouble came back at " + Json.instant(at))
                .with(evidence.and("at", Json.instant(at))
                        .and("from", Json.instant(watching.from()))
                        .and("inARow", on.ledger().ineffectiveNow(on.now().observedMs()))));
        if (on.ledger().isChain(on.now().observedMs())) {
            Proposals.escalate(on, "Fixes of " + on.target() + " do not help");
        }
        if (on.plan().revert() && !on.plan().change().isNone()) {
            on.step(new Step.RevertDue(null, on.now().observedMs()));
            revert(on);
        } else {
            over(on);
        }
    }

    /** Takes the change back, or waits for what stands in the way. */
    static void revert(Case on) {
        var obstacle = Gates.obstacle(on);
        if (obstacle != null) {
            if (!(on.step() instanceof Step.RevertDue due) || due.reason() != obstacle.reason()) {
                on.record(Line.of(Status.DEFERRED, obstacle.reason(), "The revert waits: " + obstacle.message())
                        .saying("REVERT_DEFERRED")
                        .changing(on.plan().change().reverted())
                        .with(obstacle.evidence()));
            }
            on.step(new Step.RevertDue(obstacle.reason(), on.now().observedMs() + Gates.RECHECK_MS));
            return;
        }
        var back = on.plan().change().reverted();
        if (on.terms().observesOnly()) {
            on.record(Line.of(Status.DRY_RUN, Reason.MATCHED, "Would now revert: " + back.text())
                    .changing(back));
            over(on);
        } else if (on.terms().part() == null) {
            revertFailed(on, Status.FAILED, "The target has no component any more");
        } else {
            var sent = on.next("REVERT");
            on.record(Line.of(Status.COMMANDED, Reason.MATCHED, "Revert: " + back.text())
                    .saying("REVERT")
                    .changing(back)
                    .sending(sent));
            on.decide(Records.command(on, back, sent, "REVERT"));
            on.step(new Step.Reverting(sent));
        }
    }

    static void reverted(Case on, String said) {
        var back = on.plan().change().reverted();
        on.record(Line.of(Status.REVERTED, Reason.MATCHED, said).changing(back));
        if (on.plan().thenRestart()) {
            var _ = Proposals.askRestarts(on, "REVERT"); // nothing waits for them: the fix is over
        }
        over(on);
    }

    /** The change that did not help may still be there: a person must know. */
    static void revertFailed(Case on, Status status, String said) {
        on.record(Line.of(status, Reason.MATCHED, "Not reverted: " + said)
                .saying("REVERT_" + status)
                .changing(on.plan().change().reverted()));
        on.decide(Records.ineffective(on, "A fix that did not help could not be taken back: " + said));
        over(on);
    }

    /** The trouble goes on, so the pattern is decided anew after the cooldown, without waiting for its next record. */
    private static void over(Case on) {
        on.again(Math.max(on.now().observedMs(), Gates.cooldownEndMs(on)));
        on.close();
    }
}
