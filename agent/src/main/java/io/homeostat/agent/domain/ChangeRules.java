package io.homeostat.agent.domain;

import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.agent.domain.ChangeVerdict.Refuse;
import io.homeostat.common.contract.Executor;
import java.util.Optional;

/** The rules that both kinds of changes have in common. */
public final class ChangeRules {

    private ChangeRules() {}

    /** What may have changed since the decision: looked at once more right before the first effect. */
    public static Optional<Refuse> fenced(Change change, Fence seen, PlaneView plane) {
        return FenceRules.refusal(change.provenance().validUntil(), change.fence(), seen, plane)
                .map(refused -> new Refuse(refused.reason(), refused.message()));
    }

    /** Is the component of the change this agent's? */
    static Optional<Refuse> declared(Change change, PlaneView plane) {
        var component = plane.component();
        if (component == null) {
            return refuse(Reason.UNKNOWN_COMPONENT, "no component is declared for " + change.subject());
        }
        if (!plane.agent().equals(component.agent())) {
            return refuse(Reason.OTHER_AGENT, "the component is held by agent " + component.agent());
        }
        return executor(component.executor(), plane).or(() -> executor(change, plane));
    }

    /** Is the change for this agent's kind of executor? */
    static Optional<Refuse> executor(Change change, PlaneView plane) {
        return executor(change.executor(), plane);
    }

    private static Optional<Refuse> executor(Executor wanted, PlaneView plane) {
        return CommandRules.otherExecutor(wanted, plane).map(problem -> new Refuse(Reason.EXECUTOR, problem));
    }

    private static Optional<Refuse> refuse(Reason reason, String message) {
        return Optional.of(new Refuse(reason, message));
    }
}
