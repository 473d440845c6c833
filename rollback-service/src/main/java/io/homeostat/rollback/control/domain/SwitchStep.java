package io.homeostat.rollback.control.domain;

import java.util.List;

/** A switch's new state and what is to be written. */
public record SwitchStep(SwitchState state, List<Decision> decisions) {

    public SwitchStep {
        decisions = List.copyOf(decisions);
    }

    SwitchStep(SwitchState state, Decision... decisions) {
        this(state, List.of(decisions));
    }

    SwitchStep after(List<Decision> earlier) {
        var all = new java.util.ArrayList<>(earlier);
        all.addAll(decisions);
        return new SwitchStep(state, all);
    }
}
