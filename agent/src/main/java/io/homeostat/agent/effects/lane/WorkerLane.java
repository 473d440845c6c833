package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.Admission;
import io.homeostat.agent.domain.CommandRules;
import io.homeostat.agent.domain.End.Cause;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.Look;
import io.homeostat.agent.domain.Picture;
import io.homeostat.agent.domain.PlaneView;
import io.homeostat.agent.domain.Recovery;
import io.homeostat.agent.domain.RecoveryRules;
import io.homeostat.agent.domain.Will;
import io.homeostat.agent.domain.WillRules;
import io.homeostat.agent.domain.WillRules.Declaration;
import io.homeostat.agent.domain.WorkerHistory;
import io.homeostat.agent.effects.process.WorkerExecutor.Spawn;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Ids;
import io.homeostat.common.contract.RestartCommand;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What happens to one worker. All methods run as steps of its lane, one at a time. */
final class WorkerLane {

    private static final Logger LOG = LoggerFactory.getLogger(WorkerLane.class);
    private static final Duration WILL_GRACE = Duration.ofSeconds(30); // as the plane's own clean-up grants
    private static final Duration EXIT_GRACE = Duration.ofSeconds(10);
    private static final Duration WILL_RETRY = Duration.ofSeconds(30);

    private final String workerId;
    private final LaneContext context;
    private final Lanes lanes;
    private final Hands hands;
    private final Mouth mouth;
    private String said = "";
    private boolean over;

    WorkerLane(String workerId, LaneContext context, Lanes lanes) {
        this.workerId = workerId;
        this.context = context;
        this.lanes = lanes;
        this.mouth = new Mouth(workerId, context, lanes);
        this.hands = new Hands(
                workerId, context, (incarnation, code) -> lanes.submit(workerId, () -> exited(incarnation, code)));
    }

    /** Brings what the journal holds together with what is: at the start, and after the journal could not be written. */
    void recover() {
        var picture = hands.look();
        for (var command : history().commands()) {
            var subject = RecoveryRules.subject(command);
            switch (RecoveryRules.recover(command, subject == null ? Look.GONE : look(subject, picture))) {
                case Recovery.Closed _ -> {}
                case Recovery.AdmitAnew _ -> command(command.command().commandId());
                case Recovery.Finish(var status, var message, var incarnation) ->
                    finish(command.command(), status, message, incarnation);
            }
        }
        var begun = history().startingByItself();
        if (begun != null && look(begun, picture) == Look.GONE) {
            context.journal().append(new JournalEntry.NotStarted(workerId, begun));
        }
        declared();
    }

    /** A command is in the journal: carries it out, refuses it, or answers again. */
    void command(String commandId) {
        var known = history().command(commandId);
        if (known.isEmpty() || over) {
            return;
        }
        var command = known.get().command();
        var admission = admit(command);
        if (admission instanceof Admission.Act) {
            if (!proveNow(command)) {
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

    /** The process of an incarnation is gone. */
    void exited(String incarnation, OptionalInt exitCode) {
        hands.gone(incarnation, exitCode);
        declared();
    }

    /** The worker's component may have changed: does what it asks for. */
    void declared() {
        if (over) {
            return;
        }
        var picture = hands.look();
        var declaration = context.views().declaration(workerId);
        switch (WillRules.decide(declaration, history(), picture)) {
            case Will.Nothing _ -> {}
            case Will.Rest _ -> context.journal().append(new JournalEntry.Rested(workerId));
            case Will.Forget _ -> context.journal().append(new JournalEntry.Forgotten(workerId));
            case Will.CannotStart(var problem) -> sayOnce(problem);
            case Will.Start(var version) -> startByItself(declaration, version);
            case Will.End(var targets) -> {
                if (!endByWill(targets, WILL_GRACE, Cause.WILL)) {
                    lanes.later(workerId, WILL_RETRY, this::declared);
                }
            }
        }
        mouth.sayWhatIsLeft();
    }

    /** Ends the worker's processes, as the agent ends and takes them with it. */
    void endWithAgent() {
        over = true; // a component that rests would be started again
        endByWill(hands.look().running(), EXIT_GRACE, Cause.AGENT_EXIT);
        mouth.sayWhatIsLeft();
    }

    /**
     * Before an effect the agent makes sure that it does not live in the past, as after a freeze: the broker's answer to
     * ACCEPTED says what time it is, and the views are read up to what is in the log now.
     */
    private boolean proveNow(RestartCommand command) {
        try {
            var acknowledged = mouth.accepted(command).get();
            context.clock().proven(acknowledged.appendTime(), acknowledged.sentNanos());
            context.barrier().get().get();
            return true;
        } catch (CancellationException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
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

    private void startByItself(Declaration declaration, String version) {
        if (declaration instanceof Declaration.Ours(var component)) {
            var incarnation = Ids.of("ini", context.agent(), workerId, UUID.randomUUID());
            hands.intendStart(null, incarnation);
            hands.start(null, incarnation, component, version);
        }
    }

    private boolean endByWill(List<String> targets, Duration grace, Cause cause) {
        for (var target : targets) {
            hands.intendEnd(null, target, cause);
            if (hands.end(target, grace, true, cause) instanceof Stop.StillThere(var problem)) {
                LOG.error("{}: incarnation {}: {}", workerId, target, problem);
                return false;
            }
        }
        return true;
    }

    private void finish(RestartCommand command, Status status, String message, @Nullable String incarnation) {
        var result = mouth.result(command, status, message, incarnation);
        context.journal().append(new JournalEntry.Done(workerId, result));
        context.metrics().done(command, status);
        LOG.info("{}: {} {}: {} {}", workerId, command.action(), command.commandId(), status, message);
        mouth.sayWhatIsLeft();
    }

    private Admission admit(RestartCommand command) {
        var picture = hands.look();
        return CommandRules.admit(command, history(), picture, view(command));
    }

    private PlaneView view(RestartCommand command) {
        return new PlaneView(
                context.agent(),
                context.views().component(workerId, command.workerType()),
                context.views().planeGeneration(),
                context.clock().now().orElse(null));
    }

    private Look look(String incarnation, Picture picture) {
        if (picture.running().contains(incarnation)) {
            return Look.RUNS;
        }
        boolean gone = picture.complete() || history().process(incarnation).isPresent();
        return gone ? Look.GONE : Look.CANNOT_TELL;
    }

    private WorkerHistory history() {
        return context.journal().history(workerId);
    }

    private void sayOnce(String problem) {
        if (!problem.equals(said)) {
            LOG.warn("{}: is not started: {}", workerId, problem);
            said = problem;
        }
    }
}
