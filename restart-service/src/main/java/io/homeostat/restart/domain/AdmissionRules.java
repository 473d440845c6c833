package io.homeostat.restart.domain;

import org.jspecify.annotations.Nullable;

/**
 * The decisions of the admission stage (semantics 4, mechanics 8, 13–18). Each method is a function of its arguments.
 */
public final class AdmissionRules {

    private AdmissionRules() {}

    /** Something happened to the worker, or somebody asks. */
    public static Verdict decide(Situation situation, AdmissionInput input, Terms terms, Now now) {
        var on = new Case(situation, terms, now, input.causeId());
        boolean open = situation.lineage().isOpen();
        switch (input) {
            case AdmissionInput.Requested requested -> Arrivals.requested(on, requested);
            case AdmissionInput.Down down -> {
                if (open) {
                    Signals.down(on, down);
                } else {
                    Arrivals.down(on, down);
                }
            }
            case AdmissionInput.Fenced fenced -> {
                if (open) {
                    Signals.fenced(on, fenced.incarnation());
                } else if (situation.lineage().key().equals(fence(fenced.workerId(), fenced.incarnation()))) {
                    Arrivals.fenced(on, fenced);
                }
            }
            case AdmissionInput.Up up -> {
                if (open) {
                    Signals.up(on, up.incarnation());
                }
            }
            case AdmissionInput.Gone gone -> {
                if (open) {
                    Signals.gone(on, gone);
                }
            }
            case AdmissionInput.Answered answered -> {
                if (open) {
                    Answers.answered(on, answered);
                }
            }
            case AdmissionInput.Willed _ -> {} // decided by OperatorRules, HoldRules and ReleaseRules
        }
        return on.verdict();
    }

    /** The lineage is due. */
    public static Verdict due(Situation situation, Terms terms, Now now) {
        var on = new Case(situation, terms, now, null);
        if (situation.lineage() instanceof Lineage.Open open && now.observedMs() >= open.dueMs()) {
            switch (open.step()) {
                case Step.Waiting _, Step.Deferred _ -> Attempts.admit(on);
                case Step.Held _ -> Attempts.resume(on);
                case Step.Commanded out -> Answers.silence(on, out);
                case Step.Confirming confirming -> Answers.unconfirmed(on, confirming);
            }
        }
        return on.verdict();
    }

    /** The breaker is due. */
    public static Verdict breakerDue(Situation situation, Terms terms, Now now) {
        var on = new Case(situation, terms, now, null);
        on.breaker(breaker -> BreakerRules.atTime(breaker, terms.breaker(), now));
        return on.verdict();
    }

    /** Key of the lineage of a worker that wants a restart: its task, else itself. */
    public static String lineage(String workerId, @Nullable String taskId) {
        return taskId == null ? "worker:" + workerId : "task:" + taskId;
    }

    /** Key of the lineage that ends a fenced incarnation. */
    public static String fence(String workerId, String incarnation) {
        return "fence:" + workerId + '|' + incarnation;
    }
}
