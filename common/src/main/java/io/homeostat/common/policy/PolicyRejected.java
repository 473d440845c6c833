package io.homeostat.common.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A policy is refused; the last good version stays in force. */
public final class PolicyRejected extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<PolicyProblem> problems;

    public PolicyRejected(List<PolicyProblem> problems) {
        super(problems.stream().map(PolicyProblem::message).collect(Collectors.joining("; ")));
        this.problems = List.copyOf(problems);
    }

    /** At least one. */
    public List<PolicyProblem> problems() {
        return problems;
    }
}
