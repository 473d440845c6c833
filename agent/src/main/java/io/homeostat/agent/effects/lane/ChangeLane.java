package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.ChangeHistory;
import io.homeostat.agent.domain.ChangeVerdict;
import io.homeostat.agent.domain.FixRules;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.Picture;
import io.homeostat.agent.domain.PlaneView;
import io.homeostat.agent.domain.RollbackPlan;
import io.homeostat.agent.domain.RollbackRules;
import io.homeostat.agent.domain.SettingsLook;
import io.homeostat.agent.effects.settings.ComponentText;
import io.homeostat.agent.effects.settings.SettingsFiles;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.FixCommand;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Carries out changes: decision, proof of now, decision again, intent, last look, effect, outcome. A change of settings
 * runs in the lane of its target, so in order with the commands of that worker; a rollback in one of its service, and its
 * parts in the lanes of the workers.
 */
final class ChangeLane {

    private static final String FIX_PREFIX = Change.Settings.keyOf("");

    private final LaneContext context;
    private final Crew crew;
    private final SettingsFiles files = new SettingsFiles();
    private final ChangeMouth mouth;
    private final Patches patches;
    private final Switches switches;

    /** The workers' lanes, as a change sees them. */
    interface Crew {
        /** What runs of a worker; called in the worker's lane only. */
        Picture look(String workerId);

        /** A command stands in a worker's history: leads it into the worker's lane. */
        void give(String workerId, String commandId);
    }

    ChangeLane(LaneContext context, Lanes lanes, Crew crew) {
        this.context = context;
        this.crew = crew;
        this.mouth = new ChangeMouth(context, lanes);
        var writer = new ComponentWriter(context);
        this.patches = new Patches(context, files, writer, mouth);
        this.switches = new Switches(context, crew, writer, mouth);
    }

    /** Name of the lane for the changes of a key: the target itself, or the key of a service. */
    static String laneOf(String key) {
        return key.startsWith(FIX_PREFIX) ? key.substring(FIX_PREFIX.length()) : key;
    }

    /** Brings every open change of a subject on: at the start, and after a step failed. */
    void recover(String key) {
        for (var known : context.journal().changes(key).changes()) {
            if (known.result() == null) {
                carryOut(key, known.change().commandId());
            }
        }
        mouth.sayWhatIsLeft(key);
    }

    /** A change is in the journal: carries it out, refuses it, goes on with it, or answers again. */
    void carryOut(String key, String commandId) {
        var known = known(key, commandId);
        if (known == null) {
            return;
        }
        var verdict = decide(known);
        if (verdict instanceof ChangeVerdict.Act) {
            if (!Proof.ofNow(context, mouth.accepted(known.change()))) {
                return; // the agent closes; the change stands in the journal
            }
            verdict = decide(known);
        }
        if (verdict instanceof ChangeVerdict.Act act) {
            context.journal().append(new JournalEntry.ChangeBegun(key, commandId, plan(act)));
            var begun = known(key, commandId);
            verdict = begun == null ? verdict : decide(begun); // the last look, with nothing but the effect behind it
        }
        follow(known, verdict);
        mouth.sayWhatIsLeft(key);
    }

    private void follow(ChangeHistory known, ChangeVerdict verdict) {
        var change = known.change();
        switch (verdict) {
            case ChangeVerdict.AlreadyDone(var result) -> mouth.repeat(known, result);
            case ChangeVerdict.Refuse(var reason, var message) ->
                mouth.finish(change, Status.REFUSED, reason + ": " + message, reason.name(), List.of());
            case ChangeVerdict.Answer(var status, var message) ->
                mouth.finish(change, status, message, "after an interruption", List.of());
            case ChangeVerdict.GoOn _ -> {
                switch (change) {
                    case Change.Settings settings -> patches.publish(settings);
                    case Change.Rollback rollback -> switches.settle(rollback);
                }
            }
            case ChangeVerdict.Patch _ -> {
                if (change instanceof Change.Settings settings) {
                    patches.patch(settings);
                }
            }
            case ChangeVerdict.SwitchBack(var plan) -> {
                if (change instanceof Change.Rollback rollback) {
                    switches.switchBack(rollback, plan);
                }
            }
        }
    }

    /** A worker's part of a rollback is done: perhaps the last one. */
    void partDone(String key, String commandId) {
        var known = known(key, commandId);
        if (known != null && known.change() instanceof Change.Rollback rollback) {
            switches.settle(rollback);
        }
    }

    private ChangeVerdict decide(ChangeHistory known) {
        var change = known.change();
        var seen = context.journal().changes(change.key()).fence();
        return switch (change) {
            case Change.Settings(var command) -> {
                var component = context.views().exactly(command.target());
                yield FixRules.decide(
                        known, command, seen, view(component), look(command, component), picture(command));
            }
            case Change.Rollback(var command) ->
                RollbackRules.decide(
                        known,
                        command,
                        seen,
                        view(null),
                        context.views().held(command.service()),
                        switches.workersOfTypes());
        };
    }

    private SettingsLook look(FixCommand command, @Nullable Component component) {
        var name = component == null ? null : ComponentText.settingsFile(component);
        return name == null ? new SettingsLook.Unnamed() : files.look(name, command.before(), command.after());
    }

    private Picture picture(FixCommand command) {
        return command.expectedIncarnation() == null || command.target().startsWith("type/")
                ? new Picture(List.of(), true)
                : crew.look(command.target());
    }

    private PlaneView view(@Nullable Component component) {
        return new PlaneView(
                context.agent(),
                context.executor().kind(),
                component,
                context.views().planeGeneration(),
                context.clock().now().orElse(null),
                Set.of());
    }

    private @Nullable ChangeHistory known(String key, String commandId) {
        return context.journal().changes(key).change(commandId).orElse(null);
    }

    private static @Nullable RollbackPlan plan(ChangeVerdict.Act act) {
        return switch (act) {
            case ChangeVerdict.Patch _ -> null;
            case ChangeVerdict.SwitchBack(var plan) -> plan;
        };
    }
}
