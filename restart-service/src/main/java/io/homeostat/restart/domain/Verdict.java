package io.homeostat.restart.domain;

import java.util.List;

/**
 * The answer of the rules.
 *
 * @param situation as it is from now on
 * @param decisions to be written, in order
 * @param beating fenced incarnations which still beat and which nothing else will end
 */
public record Verdict(Situation situation, List<Decision> decisions, List<AdmissionInput.Fenced> beating) {

    public Verdict {
        decisions = List.copyOf(decisions);
        beating = List.copyOf(beating);
    }
}
