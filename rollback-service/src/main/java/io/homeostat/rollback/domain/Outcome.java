package io.homeostat.rollback.domain;

import java.util.List;

/** A decision made: what is kept of the service from now on, and what is written, in this order. */
public record Outcome(Ledger ledger, List<Decision> decisions) {

    public Outcome {
        decisions = List.copyOf(decisions);
    }
}
