package io.homeostat.autofix.domain;

import java.util.List;

/**
 * The answer of the rules.
 *
 * @param situation as it is from now on
 * @param decisions to be written, in order
 */
public record Verdict(Situation situation, List<Decision> decisions) {

    public Verdict {
        decisions = List.copyOf(decisions);
    }
}
