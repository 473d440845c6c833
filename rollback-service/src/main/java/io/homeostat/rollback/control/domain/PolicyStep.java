package io.homeostat.rollback.control.domain;

import io.homeostat.common.contract.PolicyDocument;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A policy's new state and what is to be written.
 *
 * @param inForce the document in force from now on; null: none, the built-in defaults hold
 */
public record PolicyStep(PolicyBook book, @Nullable PolicyDocument inForce, List<Decision> decisions) {

    public PolicyStep {
        decisions = List.copyOf(decisions);
    }

    PolicyStep after(List<Decision> earlier) {
        var all = new ArrayList<>(earlier);
        all.addAll(decisions);
        return new PolicyStep(book, inForce, all);
    }
}
