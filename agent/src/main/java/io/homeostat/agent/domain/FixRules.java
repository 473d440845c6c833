package io.homeostat.agent.domain;

import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.agent.domain.ChangeHistory.Step;
import io.homeostat.agent.domain.ChangeVerdict.Answer;
import io.homeostat.agent.domain.ChangeVerdict.Refuse;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.FixCommand;
import java.util.Optional;

/**
 * May these settings be patched now? The first rule that applies wins: done before · interrupted after its effect · late
 * · older plane · older generation · component, agent, executor · names of the settings · incarnation · settings file and
 * its values (mechanics 20).
 */
public final class FixRules {

    private static final String TYPE_PREFIX = "type/";

    private FixRules() {}

    /**
     * Judges a change of settings that is in the history.
     *
     * @param plane with the component whose subject is the target itself; that of a worker's type is not the worker's
     * @param look at the settings file
     * @param picture of the target's processes; without meaning where the command expects no incarnation
     */
    public static ChangeVerdict decide(
            ChangeHistory known, FixCommand command, Fence seen, PlaneView plane, SettingsLook look, Picture picture) {
        var result = known.result();
        if (result != null) {
            return new ChangeVerdict.AlreadyDone(result);
        }
        if (known.step() == Step.EFFECTED) {
            return new ChangeVerdict.GoOn();
        }
        if (known.step() == Step.BEGUN) {
            var interrupted = interrupted(look);
            if (interrupted.isPresent()) {
                return interrupted.get();
            }
        }
        return ChangeRules.fenced(known.change(), seen, plane)
                .or(() -> ChangeRules.declared(known.change(), plane))
                .or(() -> names(command))
                .or(() -> incarnation(command, picture))
                .or(() -> unfit(look))
                .<ChangeVerdict>map(r -> r)
                .orElseGet(ChangeVerdict.Patch::new);
    }

    /** The file is replaced at once or not at all, so it tells which of the two happened. Empty: not at all. */
    private static Optional<ChangeVerdict> interrupted(SettingsLook look) {
        return switch (look) {
            case SettingsLook.Read read when read.after() -> Optional.of(new ChangeVerdict.GoOn());
            case SettingsLook.Read read when read.before() -> Optional.empty();
            case SettingsLook.Read read ->
                unknown("the file holds neither what was nor what shall be: " + read.difference());
            case SettingsLook.Unusable(var problem) -> unknown(problem);
            case SettingsLook.Unnamed _ -> unknown("the component names no settings file any more");
        };
    }

    private static Optional<ChangeVerdict> unknown(String message) {
        return Optional.of(new Answer(Status.UNKNOWN, "interrupted while it wrote the settings; " + message));
    }

    private static Optional<Refuse> names(FixCommand command) {
        var before = command.before().keySet();
        var after = command.after().keySet();
        if (after.isEmpty()) {
            return refuse(Reason.SETTINGS, "it names no setting");
        }
        return before.equals(after)
                ? Optional.empty()
                : refuse(Reason.SETTINGS, "before names " + before + ", after names " + after);
    }

    private static Optional<Refuse> incarnation(FixCommand command, Picture picture) {
        var expected = CommandRules.comparable(command.expectedIncarnation());
        if (expected == null || picture.running().equals(java.util.List.of(expected))) {
            return Optional.empty();
        }
        if (command.target().startsWith(TYPE_PREFIX)) {
            return refuse(
                    Reason.OTHER_INCARNATION, "a worker type has no incarnation to compare " + expected + " with");
        }
        return picture.running().isEmpty()
                ? refuse(Reason.NOT_RUNNING, "incarnation " + expected + " does not run")
                : refuse(Reason.OTHER_INCARNATION, "what runs is " + picture.running());
    }

    /** Why a file that was looked at is not to be patched, or empty. */
    public static Optional<Refuse> unfit(SettingsLook look) {
        return switch (look) {
            case SettingsLook.Read read ->
                read.before() ? Optional.empty() : refuse(Reason.DIFFERENT_VALUE, read.difference());
            case SettingsLook.Unusable(var problem) -> refuse(Reason.SETTINGS_FILE, problem);
            case SettingsLook.Unnamed _ ->
                refuse(Reason.PREREQUISITE, "the component names no parameters.settingsFile to patch");
        };
    }

    private static Optional<Refuse> refuse(Reason reason, String message) {
        return Optional.of(new Refuse(reason, message));
    }
}
