package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.End.Cause;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.Look;
import io.homeostat.agent.domain.Picture;
import io.homeostat.agent.domain.Recovery;
import io.homeostat.agent.domain.RecoveryRules;
import io.homeostat.agent.domain.Will;
import io.homeostat.agent.domain.WillRules;
import io.homeostat.agent.domain.WillRules.Declaration;
import io.homeostat.agent.domain.WorkerHistory;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.common.contract.Ids;
import java.time.Duration;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.function.BiConsumer;
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
    private final Orders orders;
    private String said = "";
    private boolean over;

    /** @param partDone told the key and the command id of a rollback of which a part is done */
    WorkerLane(String workerId, LaneContext context, Lanes lanes, BiConsumer<String, String> partDone) {
        this.workerId = workerId;
        this.context = context;
        this.lanes = lanes;
        this.mouth = new Mouth(workerId, context, lanes, partDone);
        this.hands = new Hands(
                workerId, context, (incarnation, code) -> lanes.submit(workerId, () -> exited(incarnation, code)));
        this.orders = new Orders(workerId, context, hands, mouth);
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
                    orders.finish(command.command(), status, message, incarnation);
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
        if (!over) {
            orders.carryOut(commandId);
        }
    }

    /** What runs now. */
    Picture look() {
        return hands.look();
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
