package io.homeostat.agent.domain;

import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.RestartCommand;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * May this command be carried out now? The first rule that applies wins: done before · late · older plane · older
 * generation · component, agent, executor · for a start also the operator's will and the version · incarnation
 * (semantics 0.3, mechanics 15).
 */
public final class CommandRules {

    /** Incarnations that the plane made up for workers which say none: no process can be compared with them. */
    private static final String ASSIGNED_PREFIX = "~";

    private CommandRules() {}

    /** Judges a command that is in the history. */
    public static Admission admit(RestartCommand command, WorkerHistory history, Picture picture, PlaneView plane) {
        var known = history.command(command.commandId());
        var before = known.map(CommandHistory::result).orElse(null);
        if (before != null) {
            return new Admission.AlreadyDone(before);
        }
        var admission = history.isPart(command.commandId())
                ? SwitchRules.admit(command, history, picture, plane)
                : fenced(command, history, plane)
                        .or(() -> declared(command, plane))
                        .orElseGet(() -> compared(command, history, picture, plane));
        return known.isPresent() && admission instanceof Admission.Refuse refused
                ? afterInterruption(known.get(), refused, picture)
                : admission;
    }

    /** The part that may change between a decision and its effect without anybody having acted: looked at once more. */
    public static Optional<Admission> fenced(RestartCommand command, WorkerHistory history, PlaneView plane) {
        // The parts of a rollback are ordered by the rollback's own generation, which was compared before.
        var seen = history.isPart(command.commandId()) ? Fence.NONE : history.fence();
        return FenceRules.refusal(command.provenance().validUntil(), Fence.of(command), seen, plane)
                .map(refused -> refused);
    }

    static Optional<Admission> declared(RestartCommand command, PlaneView plane) {
        var component = plane.component();
        if (component == null) {
            return refuse(Reason.UNKNOWN_COMPONENT, "no component is declared for " + command.workerId());
        }
        if (!plane.agent().equals(component.agent())) {
            return refuse(Reason.OTHER_AGENT, "the component is held by agent " + component.agent());
        }
        return otherExecutor(component.executor(), plane)
                .or(() -> otherExecutor(command.executor(), plane))
                .map(problem -> new Admission.Refuse(Reason.EXECUTOR, problem));
    }

    /** Why this executor is not the agent's, or empty. */
    static Optional<String> otherExecutor(Executor wanted, PlaneView plane) {
        return wanted == plane.executor()
                ? Optional.empty()
                : Optional.of("this agent has no executor '" + wanted.wireName() + "', only '"
                        + plane.executor().wireName() + "'");
    }

    private static Admission compared(RestartCommand command, WorkerHistory history, Picture picture, PlaneView plane) {
        return switch (command.action()) {
            case TERMINATE -> terminate(command, history, picture);
            case START ->
                ownRuns(command, picture)
                        .or(() -> startable(command, plane))
                        .or(() -> othersRun(picture.running()))
                        .orElseGet(() -> new Admission.Start(version(command, plane)));
            case RESTART ->
                ownRuns(command, picture)
                        .or(() -> startable(command, plane))
                        .orElseGet(() -> restart(command, history, picture, version(command, plane)));
        };
    }

    /** TERMINATE acts on exactly the process of its incarnation, current or not. */
    private static Admission terminate(RestartCommand command, WorkerHistory history, Picture picture) {
        var expected = comparable(command.expectedIncarnation());
        if (expected == null) {
            return picture.running().isEmpty()
                    ? new Admission.Answer(Status.SUCCEEDED, "already gone: no process of the worker runs", null)
                    : new Admission.Terminate(picture.running());
        }
        if (picture.runs(expected)) {
            return new Admission.Terminate(List.of(expected));
        }
        return picture.complete() || history.process(expected).isPresent()
                ? new Admission.Answer(Status.SUCCEEDED, "already gone: incarnation " + expected, expected)
                : new Admission.Answer(
                        Status.UNKNOWN, "cannot tell whether incarnation " + expected + " runs", expected);
    }

    private static Admission restart(RestartCommand command, WorkerHistory history, Picture picture, String version) {
        var expected = comparable(command.expectedIncarnation());
        if (expected == null) {
            return new Admission.Restart(picture.running(), version);
        }
        var others = picture.running().stream().filter(i -> !i.equals(expected)).toList();
        var other = othersRun(others);
        if (other.isPresent()) {
            return other.get();
        }
        if (picture.runs(expected)) {
            return new Admission.Restart(List.of(expected), version);
        }
        boolean endedByItself = history.command(command.commandId())
                .map(CommandHistory::target)
                .filter(expected::equals)
                .isPresent();
        return endedByItself
                ? new Admission.Restart(List.of(), version)
                : new Admission.Refuse(Reason.NOT_RUNNING, "incarnation " + expected + " does not run");
    }

    /** A commanded start's incarnation is its command id, so this is right even with the journal lost. */
    private static Optional<Admission> ownRuns(RestartCommand command, Picture picture) {
        return picture.runs(command.commandId())
                ? Optional.of(new Admission.Answer(Status.SUCCEEDED, "runs already", command.commandId()))
                : Optional.empty();
    }

    static Optional<Admission> startable(RestartCommand command, PlaneView plane) {
        var component = plane.component();
        if (component == null || component.desired() == Component.Desired.STOPPED) {
            return refuse(Reason.DESIRED_STOPPED, "the component is desired STOPPED");
        }
        var version = requestedVersion(command, component);
        if (version != null && plane.left().contains(version) && !version.equals(component.effectiveVersion())) {
            return refuse(
                    Reason.VERSION,
                    "version " + version + " was rolled back, the component runs " + component.effectiveVersion());
        }
        return versionProblem(component, version).map(problem -> new Admission.Refuse(Reason.VERSION, problem));
    }

    /** What is wrong with starting this version, or empty. */
    static Optional<String> versionProblem(Component component, @Nullable String version) {
        var how = version == null ? null : component.versions().get(version);
        if (how == null) {
            return Optional.of("the component has no version " + version);
        }
        if (component.executor() == Executor.DOCKER) {
            return how.image() == null || how.image().isEmpty()
                    ? Optional.of("version " + version + " of the component names no image")
                    : Optional.empty();
        }
        return how.start().isEmpty() || how.start().getFirst().isEmpty()
                ? Optional.of("version " + version + " of the component has no command to start it")
                : Optional.empty();
    }

    private static Optional<Admission> othersRun(List<String> others) {
        return others.isEmpty()
                ? Optional.empty()
                : refuse(Reason.OTHER_INCARNATION, "a process of incarnation " + others.getFirst() + " runs");
    }

    /** A refusal must not say "nothing was done" of a command that was interrupted in the middle of its effect. */
    private static Admission afterInterruption(CommandHistory command, Admission.Refuse refused, Picture picture) {
        var target = command.target();
        if (target == null) {
            return refused;
        }
        return picture.runs(target)
                ? new Admission.Answer(
                        Status.UNKNOWN, "interrupted while it ended " + target + "; then: " + refused.message(), target)
                : new Admission.Answer(
                        Status.FAILED, "ended " + target + " but started nothing: " + refused.message(), null);
    }

    /** The incarnation to compare a process with; null: any. */
    static @Nullable String comparable(@Nullable String expected) {
        return expected == null || expected.startsWith(ASSIGNED_PREFIX) ? null : expected;
    }

    private static @Nullable String requestedVersion(RestartCommand command, Component component) {
        var requested = command.parameters().get("version");
        return requested == null ? component.effectiveVersion() : requested;
    }

    static String version(RestartCommand command, PlaneView plane) {
        var component = plane.component();
        var version = component == null ? null : requestedVersion(command, component);
        if (version == null) {
            throw new IllegalStateException("a version was found startable and is gone");
        }
        return version;
    }

    private static Optional<Admission> refuse(Reason reason, String message) {
        return Optional.of(new Admission.Refuse(reason, message));
    }
}
