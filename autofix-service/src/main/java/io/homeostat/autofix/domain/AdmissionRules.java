package io.homeostat.autofix.domain;

import io.homeostat.common.contract.Fix.Reason;
import io.homeostat.common.contract.Fix.Status;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The decisions of the admission stage (semantics 3, mechanics 16, 20). Each method is a function of its arguments. */
public final class AdmissionRules {

    private AdmissionRules() {}

    /**
     * A record of the pattern.
     *
     * @param workers of the pattern that belong to the target; null where the record names none there any more
     */
    public static Verdict recurring(
            Situation situation, Pattern pattern, @Nullable List<String> workers, Terms terms, Now now) {
        var on = new Case(situation, terms, now, pattern.causeId());
        Effects.seen(on, pattern, workers);
        on.pattern(pattern.seenAt(on.pattern().lastSeen()));
        if (workers != null) {
            on.workers(workers);
        }
        if (!pattern.active()) {
            resolved(on);
        } else if (!on.isOpen() && workers != null) {
            Proposals.propose(on);
        }
        return on.verdict();
    }

    /** What was only planned is not done any more; what is under way goes on. */
    private static void resolved(Case on) {
        on.again(Remedy.NEVER);
        on.refused(null);
        on.ledger(Ledger::calm);
        var step = on.step();
        if (step != null && !step.acts()) {
            on.record(Line.of(Status.EXPIRED, Reason.RECOVERED, "The pattern is no longer active"));
            on.close();
        }
    }

    /** An agent answered the remedy's command. */
    public static Verdict answered(Situation situation, AdmissionInput.Answered answer, Terms terms, Now now) {
        var on = new Case(situation, terms, now, answer.causeId());
        Outcomes.answered(on, answer);
        return on.verdict();
    }

    /** A person decides about the remedy's fix. */
    public static Verdict voted(Situation situation, AdmissionInput.Voted vote, Terms terms, Now now) {
        var on = new Case(situation, terms, now, vote.commandId());
        Approvals.voted(on, vote);
        return on.verdict();
    }

    /** A restart of one of the remedy's workers ended. */
    public static Verdict restarted(Situation situation, AdmissionInput.Restarted ended, Terms terms, Now now) {
        var on = new Case(situation, terms, now, ended.causeId());
        Outcomes.restarted(on, ended);
        return on.verdict();
    }

    /** A worker of the remedy's target failed. */
    public static Verdict failed(Situation situation, AdmissionInput.Failed failed, Terms terms, Now now) {
        var on = new Case(situation, terms, now, failed.causeId());
        Effects.failed(on, failed);
        return on.verdict();
    }

    /** The remedy is due. */
    public static Verdict due(Situation situation, Terms terms, Now now) {
        var on = new Case(situation, terms, now, null);
        if (now.observedMs() < situation.remedy().dueMs()) {
            return on.verdict();
        }
        switch (on.step()) {
            case Step.Deferred _ -> Proposals.again(on);
            case Step.Awaiting _ -> Approvals.timeout(on);
            case Step.Commanded(var sent) -> Outcomes.silence(on, sent, false);
            case Step.Restarting restarting -> Outcomes.impatient(on, restarting);
            case Step.Watching watching -> Outcomes.checked(on, watching);
            case Step.RevertDue _ -> Effects.revert(on);
            case Step.Reverting(var sent) -> Outcomes.silence(on, sent, true);
            case null -> Proposals.anew(on);
        }
        return on.verdict();
    }
}
