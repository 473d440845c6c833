package io.homeostat.agent.effects.lane;

import io.homeostat.agent.domain.End;
import io.homeostat.agent.domain.End.Cause;
import io.homeostat.agent.domain.JournalEntry;
import io.homeostat.agent.domain.KnownProcess;
import io.homeostat.agent.domain.Picture;
import io.homeostat.agent.domain.WillRules.Declaration;
import io.homeostat.agent.domain.WorkerProcess;
import io.homeostat.agent.effects.process.WorkerExecutor.Sighting;
import io.homeostat.agent.effects.process.WorkerExecutor.Spawn;
import io.homeostat.agent.effects.process.WorkerExecutor.StartOrder;
import io.homeostat.agent.effects.process.WorkerExecutor.Stop;
import io.homeostat.agent.effects.process.WorkerExecutor.StopOrder;
import io.homeostat.common.contract.Component;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Starts, ends and watches the processes of one worker: every step stands in the journal before it is done. */
final class Hands {

    private static final Logger LOG = LoggerFactory.getLogger(Hands.class);

    private final String workerId;
    private final LaneContext context;
    private final BiConsumer<String, OptionalInt> exited;
    private final Set<String> watched = new HashSet<>();
    private final Map<String, WorkerProcess> seen = new HashMap<>();

    /** @param exited told from any thread which incarnation's process is gone */
    Hands(String workerId, LaneContext context, BiConsumer<String, OptionalInt> exited) {
        this.workerId = workerId;
        this.context = context;
        this.exited = exited;
    }

    /** Looks at the processes, notes down what has ended and what was found, watches what runs. */
    Picture look() {
        var open = context.journal().history(workerId).openProcesses();
        var sightings = context.executor()
                .look(workerId, open.stream().map(KnownProcess::process).toList());
        var running = sightings.running().stream().map(Sighting::incarnation).toList();
        for (var process : open) {
            if (!running.contains(process.process().incarnation())) {
                ended(process, context.executor().exitCode(process.process()));
            }
        }
        seen.clear();
        sightings.running().forEach(this::found);
        return new Picture(running, sightings.complete());
    }

    /** The process of an incarnation is gone; nothing happens if that is known. */
    void gone(String incarnation, OptionalInt exitCode) {
        context.journal()
                .history(workerId)
                .process(incarnation)
                .filter(KnownProcess::open)
                .ifPresent(process -> ended(process, exitCode));
    }

    /** Notes down that a process is about to be ended. */
    void intendEnd(@Nullable String commandId, String incarnation, Cause cause) {
        context.journal().append(new JournalEntry.Ending(workerId, commandId, incarnation, cause));
    }

    /** Ends a process whose end was noted down as intended. */
    Stop end(String incarnation, Duration graceful, boolean force, Cause cause) {
        var process = seen.get(incarnation);
        if (process == null) {
            return new Stop.Gone(OptionalInt.empty(), "gone already");
        }
        var component = context.views().component(workerId, process.workerType());
        var how = component == null ? null : component.versions().get(process.version());
        var stop = context.executor().stop(new StopOrder(workerId, process, how, graceful, force));
        if (stop instanceof Stop.Gone(var exitCode, var message)) {
            note(incarnation, new End(cause, boxed(exitCode), message, Instant.now()));
            LOG.info("{}: incarnation {} (pid {}) {}", workerId, incarnation, process.pid(), message);
        }
        return stop;
    }

    /** Notes down that a process is about to be started. */
    void intendStart(@Nullable String commandId, String incarnation) {
        context.journal().append(new JournalEntry.Starting(workerId, commandId, incarnation));
    }

    /** Starts the process whose start was noted down as intended. */
    Spawn start(@Nullable String commandId, String incarnation, Component component, String version) {
        var spawn = context.executor().start(new StartOrder(workerId, incarnation, component, version));
        switch (spawn) {
            case Spawn.Spawned(var pid, var mark) -> {
                var process = process(incarnation, pid, mark, component, version, commandId == null);
                context.journal().append(new JournalEntry.Started(workerId, commandId, process));
                watch(process);
                LOG.info("{}: incarnation {} started, pid {}, version {}", workerId, incarnation, pid, version);
            }
            case Spawn.NotSpawned(var problem) -> {
                LOG.warn("{}: cannot be started: {}", workerId, problem);
                if (commandId == null) { // nobody waits for a result, so the plane learns it as a failure
                    var never = process(incarnation, WorkerProcess.NEVER_SPAWNED, "none", component, version, true);
                    var end = new End(Cause.CRASH, null, "could not be started: " + problem, Instant.now());
                    context.journal()
                            .append(List.of(
                                    new JournalEntry.Started(workerId, null, never),
                                    new JournalEntry.Ended(workerId, incarnation, end)));
                }
            }
        }
        return spawn;
    }

    /** A process without an end in the journal is gone. What it left behind would be a second process: it goes too. */
    private void ended(KnownProcess known, OptionalInt exitCode) {
        var incarnation = known.process().incarnation();
        var cause = known.ending() == null && !wanted() ? Cause.WILL : known.causeOfEnd();
        context.executor().sweep(workerId, incarnation);
        note(incarnation, new End(cause, boxed(exitCode), null, Instant.now()));
        LOG.info(
                "{}: incarnation {} (pid {}) ended, exit code {}, {}",
                workerId,
                incarnation,
                known.process().pid(),
                exitCode.isPresent() ? exitCode.getAsInt() : "unknown",
                cause);
        if (cause == Cause.CRASH) {
            context.metrics().crashed();
        }
    }

    private void note(String incarnation, End end) {
        context.journal().append(new JournalEntry.Ended(workerId, incarnation, end));
        context.metrics().ended(incarnation);
        watched.remove(incarnation);
    }

    private boolean wanted() {
        return switch (context.views().declaration(workerId)) {
            case Declaration.Ours(var component) -> component.desired() == Component.Desired.RUNNING;
            case Declaration.Withdrawn _ -> false;
            case Declaration.None _ -> true;
        };
    }

    /** A process that runs: known, or left by a start that was interrupted, or by an agent whose journal is lost. */
    private void found(Sighting sighting) {
        var history = context.journal().history(workerId);
        var incarnation = sighting.incarnation();
        var known = history.process(incarnation);
        if (known.isPresent() && known.get().open()) {
            seen.put(incarnation, known.get().process());
            watch(known.get().process());
            return;
        }
        var command = history.command(incarnation);
        var type = command.map(c -> c.command().workerType()).orElse("default");
        var component = context.views().component(workerId, type);
        boolean initial = incarnation.equals(history.startingByItself());
        var process = component == null
                ? new WorkerProcess(
                        incarnation, sighting.pid(), sighting.mark(), type, type, "unknown", "production", initial)
                : process(
                        incarnation, sighting.pid(), sighting.mark(), component, version(sighting, component), initial);
        seen.put(incarnation, process);
        if (known.isEmpty()) { // else it is what an ended process left behind: visible, but no new incarnation
            var commandId = command.map(c -> c.command().commandId()).orElse(null);
            context.journal().append(new JournalEntry.Started(workerId, commandId, process));
            LOG.info("{}: incarnation {} found running, pid {}", workerId, incarnation, sighting.pid());
            watch(process);
        }
    }

    /** The version that the process says it was started as, as the component may name another one by now. */
    private static String version(Sighting sighting, Component component) {
        var version = sighting.version() == null ? component.effectiveVersion() : sighting.version();
        return version == null ? "unknown" : version;
    }

    private void watch(WorkerProcess process) {
        if (watched.add(process.incarnation())) {
            context.metrics().runs(process.incarnation());
            context.executor().watch(process, exitCode -> exited.accept(process.incarnation(), exitCode));
        }
    }

    private static WorkerProcess process(
            String incarnation, long pid, String mark, Component component, String version, boolean initial) {
        return new WorkerProcess(
                incarnation,
                pid,
                mark,
                component.workerType(),
                component.service(),
                version,
                component.environment(),
                initial);
    }

    private static @Nullable Integer boxed(OptionalInt exitCode) {
        return exitCode.isPresent() ? exitCode.getAsInt() : null;
    }
}
