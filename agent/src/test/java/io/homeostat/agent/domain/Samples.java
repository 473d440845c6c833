package io.homeostat.agent.domain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.IntNode;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Component;
import io.homeostat.common.contract.Component.Desired;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.contract.RestartCommand.Terminate;
import io.homeostat.common.contract.RollbackCommand;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Values for tests of the agent. */
public final class Samples {

    public static final String AGENT = "host-1";
    public static final String WORKER = "w-1";
    public static final Instant UNTIL = Instant.parse("2026-11-25T10:00:00.000Z");

    static final Map<String, JsonNode> BEFORE = Map.of("memoryMb", IntNode.valueOf(512));
    static final Map<String, JsonNode> AFTER = Map.of("memoryMb", IntNode.valueOf(768));

    private Samples() {}

    public static RestartCommand command(String id, Action action, @Nullable String expected, long generation) {
        return command(id, action, expected, generation, 1, UNTIL, Map.of(), Executor.PROCESS);
    }

    static RestartCommand command(
            String id,
            Action action,
            @Nullable String expected,
            long generation,
            long planeGeneration,
            @Nullable Instant until,
            Map<String, String> parameters,
            Executor executor) {
        return new RestartCommand(
                id,
                action,
                AGENT,
                "rst",
                WORKER,
                "sleeper",
                null,
                expected,
                generation,
                planeGeneration,
                executor,
                parameters,
                action == Action.START ? null : new Terminate(1, true),
                new Provenance(id, "cause", "inc-1", null, null, null, null, until, false));
    }

    /** A patch of {@code memoryMb} from 512 to 768. */
    public static FixCommand fix(String id, String target, long generation) {
        return fix(id, target, generation, 1, UNTIL, null, AGENT, Executor.PROCESS, BEFORE, AFTER);
    }

    static FixCommand fix(
            String id,
            String target,
            long generation,
            long planeGeneration,
            @Nullable Instant until,
            @Nullable String expected,
            @Nullable String agent,
            Executor executor,
            Map<String, JsonNode> before,
            Map<String, JsonNode> after) {
        return new FixCommand(
                id,
                "fix-1",
                target,
                "increase_memory",
                before,
                after,
                expected,
                generation,
                planeGeneration,
                agent,
                executor,
                Map.of(),
                new Provenance(id, "cause", "inc-1", null, null, null, null, until, false));
    }

    /** Back from 1.0 to 0.9 of service {@code dreams}. */
    public static RollbackCommand rollback(String id, long generation) {
        return rollback(id, generation, 1, UNTIL, "0.9", Executor.PROCESS);
    }

    static RollbackCommand rollback(
            String id,
            long generation,
            long planeGeneration,
            @Nullable Instant until,
            String toVersion,
            Executor executor) {
        return new RollbackCommand(
                id,
                AGENT,
                "promotion-1",
                "dreams",
                "1.0",
                toVersion,
                generation,
                planeGeneration,
                executor,
                Map.of("gracefulSeconds", "7"),
                new Provenance(id, "cause", "inc-1", null, null, null, null, until, false));
    }

    /** A rollback's plan: the worker alone, by its own component. */
    public static RollbackPlan plan() {
        return new RollbackPlan(
                List.of(new RollbackPlan.Target(WORKER, "sleeper", List.of(WORKER))), List.of(), List.of());
    }

    /** A component with another subject, type and current version. */
    public static Component component(String subject, String type, String currentVersion, Desired desired) {
        var c = component(desired, "run");
        return new Component(
                subject,
                c.agent(),
                c.executor(),
                type,
                c.service(),
                c.environment(),
                c.versions(),
                currentVersion,
                c.priority(),
                c.dependsOn(),
                c.restartable(),
                desired,
                null,
                null,
                null);
    }

    public static Component component(Desired desired, String... start) {
        return component(AGENT, Executor.PROCESS, desired, start);
    }

    public static Component component(String agent, Executor executor, Desired desired, String... start) {
        var versions = new LinkedHashMap<String, Component.Version>();
        versions.put("1.0", new Component.Version(List.of(start), List.of(), Map.of("COLOUR", "blue"), null));
        versions.put("0.9", new Component.Version(List.of(start), List.of(), Map.of(), null));
        versions.put("empty", new Component.Version(List.of(), List.of(), Map.of(), null));
        return new Component(
                WORKER, agent, executor, "sleeper", "dreams", "test", versions, "1.0", 100, List.of(), true, desired,
                null, null, null);
    }

    public static WorkerProcess process(String incarnation, long pid) {
        return new WorkerProcess(incarnation, pid, "boot/" + pid, "sleeper", "dreams", "1.0", "test", false);
    }

    static CommandResult result(String id, CommandResult.Status status) {
        return new CommandResult(WORKER, id, status, AGENT, "message", null, UNTIL);
    }

    static End end(End.Cause cause) {
        return new End(cause, 0, null, UNTIL);
    }

    public static WorkerHistory history(JournalEntry.OfWorker... entries) {
        var history = WorkerHistory.unknown(WORKER);
        for (var entry : entries) {
            history = history.apply(entry);
        }
        return history;
    }

    static JournalEntry.OfWorker started(String incarnation) {
        return new JournalEntry.Started(WORKER, null, process(incarnation, 7));
    }

    static JournalEntry.OfWorker ended(String incarnation, End.Cause cause) {
        return new JournalEntry.Ended(WORKER, incarnation, end(cause));
    }
}
