package io.homeostat.common.policy;

import java.util.List;
import java.util.stream.Collectors;

/** A policy is refused; the last good version stays in force. */
public final class PolicyRejected extends Exception {

    private static final long serialVersionUID = 1L;

    /** Problems that are named at most. */
    static final int PROBLEMS_MAX = 50;

    private final transient List<PolicyProblem> problems;

    public PolicyRejected(List<PolicyProblem> problems) {
        super(problems.stream().limit(PROBLEMS_MAX).map(PolicyProblem::message).collect(Collectors.joining("; ")));
        this.problems = problems.stream().limit(PROBLEMS_MAX).toList();
    }

    /** At least one, at most {@value #PROBLEMS_MAX}. */
    public List<PolicyProblem> problems() {
        return problems;
    }
}
