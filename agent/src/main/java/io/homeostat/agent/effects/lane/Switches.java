package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.Change;
import io.homeostat.agent.domain.ChangeHistory.Step;
import io.homeostat.agent.domain.ChangeRules;
import io.homeostat.agent.domain.CommandHistory;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.PlaneView;
import io.homeostat.agent.domain.RollbackPart;
import io.homeostat.agent.domain.RollbackPlan;
import io.homeostat.agent.domain.RollbackRules;
import io.homeostat.agent.effects.lane.ComponentWriter.Written;
import io.homeostat.agent.effects.settings.ComponentText;
import io.homeostat.common.contract.CommandResult;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The effect of a rollback: the components first, so that whoever starts a worker starts the old version; then the workers. */
final class Switches {

    private final LaneContext context;
    private final ChangeLane.Crew crew;
    private final ComponentWriter writer;
    private final ChangeMouth mouth;

    Switches(LaneContext context, ChangeLane.Crew crew, ComponentWriter writer, ChangeMouth mouth) {
        this.context = context;
        this.crew = crew;
        this.writer = writer;
        this.mouth = mouth;
    }

    /** Workers with a process here and no component of their own, with their types. */
    Map<String, String> workersOfTypes() {
        var workers = new TreeMap<>(context.executor().running());
        for (var workerId : context.journal().workers()) {
            for (var known : context.journal().history(workerId).openProcesses()) {
                workers.put(workerId, known.process().workerType());
            }
        }
        workers.keySet().removeIf(context.views()::hasOwn);
        return workers;
    }

    /** Carries out a rollback that was noted down as begun. */
    void switchBack(Change.Rollback change, RollbackPlan plan) {
        var command = change.command();
        var edit = ComponentText.withVersion(command.toVersion());
        var able = plan;
        for (var target : plan.targets()) {
            switch (writer.write(target.subject(), change, edit, () -> refusal(change))) {
                case Written.Done _ -> {}
                case Written.Problem(var problem) -> able = able.without(target, problem);
                case Written.Closing _ -> {
                    return; // the journal says how far it got
                }
            }
        }
        var parts = RollbackRules.parts(command, able);
        var entries = new ArrayList<JournalEntry>();
        entries.add(new JournalEntry.ChangeEffected(change.key(), change.commandId(), able));
        entries.addAll(parts);
        context.journal().append(entries);
        parts.forEach(part -> crew.give(part.workerId(), part.command().commandId()));
        settle(change);
    }

    /** Answers, if every part is done. */
    void settle(Change.Rollback change) {
        var known = context.journal().changes(change.key()).change(change.commandId());
        var plan = known.filter(k -> k.step() == Step.EFFECTED && k.result() == null)
                .map(io.homeostat.agent.domain.ChangeHistory::plan)
                .orElse(null);
        if (plan == null) {
            return;
        }
        RollbackRules.outcome(change.command(), plan, worker -> result(change, worker))
                .ifPresent(answer -> {
                    var heard = plan.workers().stream()
                            .map(worker ->
                                    new JournalEntry.Answered(worker, RollbackPart.id(change.commandId(), worker)))
                            .toList();
                    mouth.finish(change, answer.status(), answer.message(), answer.message(), heard);
                });
    }

    private @Nullable CommandResult result(Change.Rollback change, String worker) {
        return context.journal()
                .history(worker)
                .command(RollbackPart.id(change.commandId(), worker))
                .map(CommandHistory::result)
                .orElse(null);
    }

    private Optional<String> refusal(Change change) {
        var plane = new PlaneView(
                context.agent(),
                context.executor().kind(),
                null,
                context.views().planeGeneration(),
                context.clock().now().orElse(null),
                Set.of());
        return ChangeRules.fenced(
                        change, context.journal().changes(change.key()).fence(), plane)
                .map(refused -> refused.reason() + ": " + refused.message());
    }
}
