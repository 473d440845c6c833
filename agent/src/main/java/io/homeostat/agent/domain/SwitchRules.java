package io.homeostat.agent.domain;

import io.homeostat.agent.domain.Admission.Answer;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.RestartCommand;
import java.util.Optional;

/**
 * One worker's part of a rollback: afterwards the worker runs the version, unless the operator wants it stopped. What runs
 * the version already is left alone; everything else of the worker is ended first.
 */
final class SwitchRules {

    private SwitchRules() {}

    /** Judges a part that is not done. */
    static Admission admit(RestartCommand part, WorkerHistory history, Picture picture, PlaneView plane) {
        return CommandRules.fenced(part, history, plane)
                .or(() -> CommandRules.declared(part, plane))
                .or(() -> runs(part, history, picture))
                .or(() -> stopped(picture, plane))
                .or(() -> CommandRules.startable(part, plane))
                .orElseGet(() -> new Admission.Restart(picture.running(), CommandRules.version(part, plane)));
    }

    private static Optional<Admission> runs(RestartCommand part, WorkerHistory history, Picture picture) {
        var running = picture.running();
        var version = part.parameters().get("version");
        boolean all = running.stream()
                .allMatch(incarnation -> incarnation.equals(part.commandId())
                        || history.process(incarnation)
                                .filter(p -> p.process().version().equals(version))
                                .isPresent());
        return all && running.size() == 1
                ? Optional.of(new Answer(Status.SUCCEEDED, "runs version " + version + " already", running.getFirst()))
                : Optional.empty();
    }

    private static Optional<Admission> stopped(Picture picture, PlaneView plane) {
        var component = plane.component();
        if (component == null || component.desired() != Component.Desired.STOPPED) {
            return Optional.empty();
        }
        return Optional.of(
                picture.running().isEmpty()
                        ? new Answer(Status.SUCCEEDED, "is desired STOPPED, and nothing runs", null)
                        : new Admission.Terminate(picture.running()));
    }
}
