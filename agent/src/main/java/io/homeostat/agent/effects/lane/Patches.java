package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.FixRules;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.effects.lane.ComponentWriter.Written;
import io.homeostat.agent.effects.settings.ComponentText;
import io.homeostat.agent.effects.settings.SettingsFiles;
import io.homeostat.agent.effects.settings.SettingsFiles.Outcome;
import io.homeostat.common.contract.CommandResult.Status;
import java.util.List;
import java.util.Optional;

/** The effect of a change of settings: the file, then the component, then the answer. */
final class Patches {

    private final LaneContext context;
    private final SettingsFiles files;
    private final ComponentWriter writer;
    private final ChangeMouth mouth;

    Patches(LaneContext context, SettingsFiles files, ComponentWriter writer, ChangeMouth mouth) {
        this.context = context;
        this.files = files;
        this.writer = writer;
        this.mouth = mouth;
    }

    /** Writes the file whose patch was noted down as begun, and what follows from it. */
    void patch(Change.Settings change) {
        var command = change.command();
        var component = context.views().exactly(command.target());
        var name = component == null ? null : ComponentText.settingsFile(component);
        var problem = writer.problem(command.target(), ComponentText.withSettings(command.after()));
        if (name == null || problem.isPresent()) {
            refuse(change, Reason.PREREQUISITE, problem.orElse("the component names no settings file"));
            return;
        }
        switch (files.patch(name, command.before(), command.after())) {
            case Outcome.Patched _ -> {
                context.journal().append(new JournalEntry.ChangeEffected(change.key(), change.commandId(), null));
                publish(change);
            }
            case Outcome.Unfit(var look) ->
                FixRules.unfit(look).ifPresent(refused -> refuse(change, refused.reason(), refused.message()));
            case Outcome.Failed(var why) ->
                mouth.finish(change, Status.FAILED, "nothing was changed; " + why, why, List.of());
        }
    }

    /** The file holds the new settings: the component says so too, however late it is by now. */
    void publish(Change.Settings change) {
        var command = change.command();
        var names = command.after().keySet();
        switch (writer.write(command.target(), change, ComponentText.withSettings(command.after()), Optional::empty)) {
            case Written.Done _ ->
                mouth.finish(change, Status.SUCCEEDED, "patched " + names, "patched " + names, List.of());
            case Written.Problem(var problem) ->
                mouth.finish(
                        change,
                        Status.FAILED,
                        "the settings file is patched, the component is not: " + problem,
                        "the component is not written: " + problem,
                        List.of());
            case Written.Closing _ -> {} // the journal says how far it got
        }
    }

    private void refuse(Change change, Reason reason, String message) {
        mouth.finish(change, Status.REFUSED, reason + ": " + message, reason.name(), List.of());
    }
}
