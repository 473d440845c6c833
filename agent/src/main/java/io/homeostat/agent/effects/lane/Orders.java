package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.Admission;
import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.CommandRules;
import io.homeostat.agent.domain.End.Cause;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.PlaneView;
import io.homeostat.agent.domain.WorkerHistory;
import io.homeostat.agent.effects.process.WorkerExecutor.Spawn;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.RestartCommand;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Carries out the commands of one worker: admission, proof of now, admission again, intent, last look, effect, outcome. */
final class Orders {

    private static final Logger LOG = LoggerFactory.getLogger(Orders.class);

    private final String workerId;
    private final LaneContext context;
    private final Hands hands;
    private final Mouth mouth;

    Orders(String workerId, LaneContext context, Hands hands, Mouth mouth) {
        this.workerId = workerId;
        this.context = context;
        this.hands = hands;
        this.mouth = mouth;
    }

    /** A command is in the journal: carries it out, refuses it, or answers again. */
    void carryOut(String commandId) {
        var known = history().command(commandId);
        if (known.isEmpty()) {
            return;
        }
        var command = known.get().command();
        var admission = admit(command);
        if (admission instanceof Admission.Act) {
            if (!Proof.ofNow(context, mouth.accepted(command))) {
                return; // the agent closes; the command stands in the journal
            }
            admission = admit(command);
        }
        switch (admission) {
            case Admission.AlreadyDone(var result) -> mouth.repeat(known.get(), result);
            case Admission.Refuse(var reason, var message) ->
                finish(command, Status.REFUSED, reason + ": " + message, null);
            case Admission.Answer(var status, var message, var incarnation) ->
                finish(command, status, message, incarnation);
            case Admission.Terminate(var targets) -> {
                if (end(command, targets)) {
                    finish(command, Status.SUCCEEDED, "ended", targets.getLast());
                }
            }
            case Admission.Start(var version) -> start(command, version, false);
            case Admission.Restart(var targets, var version) -> {
                if (end(command, targets)) {
                    start(command, version, true);
                }
            }
        }
        mouth.sayWhatIsLeft();
    }

    private boolean end(RestartCommand command, List<String> targets) {
        var terminate = command.terminate();
        for (var target : targets) {
            hands.intendEnd(command.commandId(), target, Cause.COMMAND);
            if (terminate == null
                    || late(command, target.equals(targets.getFirst()) ? Status.REFUSED : Status.FAILED)) {
                return false;
            }
            var graceful = Duration.ofSeconds(terminate.gracefulSeconds());
            switch (hands.end(target, graceful, terminate.force(), Cause.COMMAND)) {
                case Stop.Gone _ -> {}
                case Stop.StillThere(var problem) -> {
                    finish(command, Status.FAILED, problem, target);
                    return false;
                }
                case Stop.Abandoned _ -> {
                    return false;
                }
            }
        }
        return true;
    }

    private void start(RestartCommand command, String version, boolean afterEnd) {
        var component = context.views().component(workerId, command.workerType());
        var incarnation = command.commandId();
        hands.intendStart(command.commandId(), incarnation);
        if (component == null || late(command, afterEnd ? Status.FAILED : Status.REFUSED)) {
            return;
        }
        switch (hands.start(command.commandId(), incarnation, component, version)) {
            case Spawn.Spawned(var pid, var _) ->
                finish(command, Status.SUCCEEDED, "started version " + version + ", pid " + pid, incarnation);
            case Spawn.NotSpawned(var problem) -> finish(command, Status.FAILED, "cannot be started: " + problem, null);
        }
    }

    /** The last look at the fences, with nothing but the effect behind it. */
    private boolean late(RestartCommand command, Status status) {
        var refusal = CommandRules.fenced(command, history(), view(command));
        refusal.ifPresent(r -> {
            var refused = (Admission.Refuse) r;
            finish(command, status, refused.reason() + ": " + refused.message(), null);
        });
        return refusal.isPresent();
    }

    /** Fixes the outcome of a command and sends it. */
    void finish(RestartCommand command, Status status, String message, @Nullable String incarnation) {
        var result = mouth.result(command, status, message, incarnation);
        context.journal().append(new JournalEntry.Done(workerId, result));
        var action = history().isPart(command.commandId())
                ? "switch"
                : command.action().name().toLowerCase(Locale.ROOT);
        context.metrics().done(action, status);
        LOG.info("{}: {} {}: {} {}", workerId, action, command.commandId(), status, message);
        mouth.sayWhatIsLeft();
    }

    private Admission admit(RestartCommand command) {
        var picture = hands.look();
        return CommandRules.admit(command, history(), picture, view(command));
    }

    private PlaneView view(RestartCommand command) {
        var component = context.views().component(workerId, command.workerType());
        return new PlaneView(
                context.agent(),
                context.executor().kind(),
                component,
                context.views().planeGeneration(),
                context.clock().now().orElse(null),
                component == null ? Set.of() : left(component));
    }

    private Set<String> left(Component component) {
        return context.journal()
                .changes(Change.Rollback.keyOf(component.service()))
                .leftFor(component.effectiveVersion());
    }

    private WorkerHistory history() {
        return context.journal().history(workerId);
    }
}
