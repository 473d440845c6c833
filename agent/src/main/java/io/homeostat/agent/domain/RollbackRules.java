package io.homeostat.agent.domain;

import io.homeostat.agent.domain.Admission.Reason;
import io.homeostat.agent.domain.ChangeHistory.Step;
import io.homeostat.agent.domain.ChangeVerdict.Answer;
import io.homeostat.agent.domain.ChangeVerdict.Refuse;
import io.homeostat.agent.domain.RollbackPlan.Target;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.CommandResult.Status;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.RollbackCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * May a service be switched back now, and how did it go? The first rule that applies wins: done before · its parts are
 * under way · late · older plane · older generation · executor · components of this agent that know the version
 * (mechanics 21).
 */
public final class RollbackRules {

    private static final String TYPE_PREFIX = "type/";

    private RollbackRules() {}

    /**
     * Judges a rollback that is in the history.
     *
     * @param held this agent's components of the service, of its executor
     * @param ofTypes workers with a process here and no component of their own, with their types
     */
    public static ChangeVerdict decide(
            ChangeHistory known,
            RollbackCommand command,
            Fence seen,
            PlaneView plane,
            List<Component> held,
            Map<String, String> ofTypes) {
        var result = known.result();
        if (result != null) {
            return new ChangeVerdict.AlreadyDone(result);
        }
        if (known.step() == Step.EFFECTED) {
            return new ChangeVerdict.GoOn();
        }
        var plan = plan(command, held, ofTypes);
        return ChangeRules.fenced(known.change(), seen, plane)
                .or(() -> ChangeRules.executor(known.change(), plane))
                .or(() -> nobody(command, plan))
                .map(refused -> afterInterruption(known, command, refused, held))
                .orElseGet(() -> new ChangeVerdict.SwitchBack(plan));
    }

    private static RollbackPlan plan(RollbackCommand command, List<Component> held, Map<String, String> ofTypes) {
        var bySubject = new TreeMap<String, Component>();
        held.forEach(component -> bySubject.put(component.subject(), component));
        var targets = new ArrayList<Target>();
        var unable = new ArrayList<String>();
        var strangers = new ArrayList<String>();
        bySubject.forEach((subject, component) -> {
            var problem = CommandRules.versionProblem(component, command.toVersion());
            if (!component.versions().containsKey(command.toVersion())) {
                strangers.add(subject);
            } else if (problem.isPresent()) {
                unable.add(subject + ": " + problem.get());
            } else {
                targets.add(target(component, ofTypes));
            }
        });
        return new RollbackPlan(targets, unable, strangers);
    }

    private static Target target(Component component, Map<String, String> ofTypes) {
        var subject = component.subject();
        if (!subject.startsWith(TYPE_PREFIX)) {
            return new Target(subject, component.workerType(), List.of(subject));
        }
        var type = subject.substring(TYPE_PREFIX.length());
        var workers = ofTypes.entrySet().stream()
                .filter(worker -> worker.getValue().equals(type))
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        return new Target(subject, type, workers);
    }

    private static Optional<Refuse> nobody(RollbackCommand command, RollbackPlan plan) {
        if (!plan.targets().isEmpty()) {
            return Optional.empty();
        }
        if (!plan.unable().isEmpty()) {
            return Optional.of(new Refuse(Reason.VERSION, String.join("; ", plan.unable())));
        }
        return Optional.of(
                plan.strangers().isEmpty()
                        ? new Refuse(
                                Reason.UNKNOWN_COMPONENT,
                                "this agent holds no component of service " + command.service())
                        : new Refuse(
                                Reason.VERSION,
                                "none of " + plan.strangers() + " has a version " + command.toVersion()));
    }

    /** A refusal must not say "nothing was done" of a rollback that was interrupted while it wrote components. */
    private static ChangeVerdict afterInterruption(
            ChangeHistory known, RollbackCommand command, Refuse refused, List<Component> held) {
        var begun = known.plan();
        if (begun == null) {
            return refused;
        }
        var subjects = begun.targets().stream().map(Target::subject).toList();
        var written = held.stream()
                .filter(c ->
                        subjects.contains(c.subject()) && command.toVersion().equals(c.effectiveVersion()))
                .map(Component::subject)
                .sorted()
                .toList();
        return written.isEmpty()
                ? refused
                : new Answer(
                        Status.FAILED,
                        "interrupted when components " + written + " named version " + command.toVersion()
                                + " and no process was switched; then " + refused.reason() + ": "
                                + refused.message());
    }

    /** The parts of a rollback, each to be noted down as a command of its worker. */
    public static List<JournalEntry.Received> parts(RollbackCommand command, RollbackPlan plan) {
        var part = new RollbackPart(command.service(), command.commandId());
        return plan.targets().stream()
                .flatMap(target -> target.workers().stream()
                        .map(worker -> RollbackPart.command(command, worker, target.workerType())))
                .map(one -> new JournalEntry.Received(one, part))
                .toList();
    }

    /**
     * The outcome of all parts together, or empty while one is under way.
     *
     * @param results by worker; null: not there yet
     */
    public static Optional<Answer> outcome(
            RollbackCommand command, RollbackPlan plan, Function<String, @Nullable CommandResult> results) {
        var workers = plan.workers();
        var all = new TreeMap<String, CommandResult>();
        workers.forEach(worker -> {
            var result = results.apply(worker);
            if (result != null) {
                all.put(worker, result);
            }
        });
        if (all.size() < workers.size()) {
            return Optional.empty();
        }
        var failed = named(all, status -> status == Status.FAILED || status == Status.REFUSED);
        failed.addAll(plan.unable());
        var unknown = named(all, status -> status == Status.UNKNOWN);
        var text = new StringBuilder();
        append(text, "not switched: ", failed);
        append(text, "not known whether switched: ", unknown);
        append(text, "run version " + command.toVersion() + ": ", named(all, Status.SUCCEEDED::equals, _ -> ""));
        append(text, "left alone, as they have no such version: ", plan.strangers());
        return Optional.of(new Answer(
                failed.isEmpty() ? (unknown.isEmpty() ? Status.SUCCEEDED : Status.UNKNOWN) : Status.FAILED,
                text.isEmpty() ? "components name version " + command.toVersion() : text.toString()));
    }

    private static List<String> named(Map<String, CommandResult> all, java.util.function.Predicate<Status> which) {
        return named(all, which, result -> ": " + Objects.requireNonNullElse(result.message(), "no reason"));
    }

    private static List<String> named(
            Map<String, CommandResult> all,
            java.util.function.Predicate<Status> which,
            Function<CommandResult, String> suffix) {
        var names = new ArrayList<String>();
        all.forEach((worker, result) -> {
            if (which.test(result.status())) {
                names.add(worker + suffix.apply(result));
            }
        });
        return names;
    }

    private static void append(StringBuilder text, String what, List<String> names) {
        if (!names.isEmpty()) {
            text.append(text.isEmpty() ? "" : "; ").append(what).append(String.join(", ", names));
        }
    }
}
