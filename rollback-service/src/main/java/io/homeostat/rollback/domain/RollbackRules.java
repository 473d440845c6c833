package io.homeostat.rollback.domain;

/** The rules of promotions, one service at a time: a function of state, input, policy and now. */
public final class RollbackRules {

    private RollbackRules() {}

    /** Decides about one service. */
    public static Outcome decide(Ledger ledger, Input input, Terms terms, Now now) {
        var on = new Case(ledger, terms, now);
        EarlyChecks.expire(on);
        switch (input) {
            case Input.Promoted promoted -> Promotions.said(on, promoted);
            case Input.Succeeded succeeded -> Promotions.supersede(on, succeeded);
            case Input.Checked checked -> Checks.pushed(on, checked);
            case Input.Rated rated -> Checks.measured(on, rated);
            case Input.Answered answered -> ReversalEnds.answered(on, answered);
            case Input.Commanded commanded -> Commands.given(on, commanded);
            case Input.Ticked _ -> Passing.tick(on);
        }
        return on.outcome();
    }
}
