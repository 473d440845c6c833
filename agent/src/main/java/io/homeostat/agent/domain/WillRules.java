package io.homeostat.agent.domain;

import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The operator's will. {@code desired: RUNNING} starts a worker of which no incarnation is known (mechanics 19), and one
 * that rests by will; a worker that crashed is started again by commands only. {@code desired: STOPPED} and removal end
 * it.
 */
public final class WillRules {

    private WillRules() {}

    /** How the worker's own component stands to this agent. */
    public sealed interface Declaration {
        /** This agent holds it. */
        record Ours(Component component) implements Declaration {}

        /** It was removed, or given to another agent or executor: seen in the log, not merely absent. */
        record Withdrawn() implements Declaration {}

        /** There is none. That alone ends nothing: a topic that lost its content must not stop a fleet. */
        record None() implements Declaration {}
    }

    /**
     * The declaration in the newest record of a component's key.
     *
     * @param component null: a tombstone
     * @param executor the one that the agent has
     */
    public static Declaration declaration(@Nullable Component component, String agent, Executor executor) {
        return component != null && agent.equals(component.agent()) && component.executor() == executor
                ? new Declaration.Ours(component)
                : new Declaration.Withdrawn();
    }

    /** Decides. */
    public static Will decide(Declaration declaration, WorkerHistory history, Picture picture) {
        return switch (declaration) {
            case Declaration.None _ -> new Will.Nothing();
            case Declaration.Withdrawn _ ->
                picture.running().isEmpty() && history.settled() ? forget(history) : stopped(history, picture);
            case Declaration.Ours(var component) ->
                component.desired() == Desired.STOPPED
                        ? stopped(history, picture)
                        : running(component, history, picture);
        };
    }

    private static Will stopped(WorkerHistory history, Picture picture) {
        if (!picture.running().isEmpty()) {
            return new Will.End(picture.running());
        }
        return history.knowsAnIncarnation() && !history.resting() ? new Will.Rest() : new Will.Nothing();
    }

    private static Will forget(WorkerHistory history) {
        boolean forgotten = history.equals(WorkerHistory.unknown(history.workerId()));
        return forgotten ? new Will.Nothing() : new Will.Forget();
    }

    private static Will running(Component component, WorkerHistory history, Picture picture) {
        boolean startsByItself = !history.knowsAnIncarnation() || history.resting();
        if (!picture.running().isEmpty() || !startsByItself) {
            return new Will.Nothing();
        }
        var version = component.effectiveVersion();
        var problem = CommandRules.versionProblem(component, version);
        return problem.isPresent() || version == null
                ? new Will.CannotStart(problem.orElse("the component has no version"))
                : new Will.Start(version);
    }
}
