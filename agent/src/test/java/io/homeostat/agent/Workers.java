package io.homeostat.agent;

import com.fasterxml.jackson.databind.node.IntNode;
import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.FixCommand;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.RollbackCommand;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Components, commands, and a look at the real processes of this host. */
final class Workers {

    private Workers() {}

    static String component(String workerId, String agent, String desired, String... start) {
        return Json.text(Map.of(
                "subject",
                workerId,
                "agent",
                agent,
                "executor",
                "process",
                "workerType",
                "sleeper",
                "service",
                "dreams",
                "environment",
                "test",
                "desired",
                desired,
                "versions",
                Map.of("1.0", Map.of("start", List.of(start), "environment", Map.of("COLOUR", "blue")))));
    }

    static String command(
            String commandId,
            String action,
            String agent,
            String workerId,
            @Nullable String expected,
            long generation,
            Instant validUntil) {
        var command = new LinkedHashMap<String, Object>();
        command.put("id", commandId);
        command.put("causeId", "cause");
        command.put("commandId", commandId);
        command.put("action", action);
        command.put("agent", agent);
        command.put("restartId", "rst-1");
        command.put("workerId", workerId);
        command.put("workerType", "sleeper");
        command.put("expectedIncarnation", expected);
        command.put("generation", generation);
        command.put("planeGeneration", 1);
        command.put("executor", "process");
        command.put("parameters", Map.of());
        if (!action.equals("START")) {
            command.put("terminate", Map.of("gracefulSeconds", 5, "force", true));
        }
        command.put("validUntil", Json.instant(validUntil));
        return Json.text(command);
    }

    /** A component with versions 1.0 and 2.0, both started alike, and one setting. */
    static String versioned(String subject, String agent, String version, @Nullable Path settings, String... start) {
        var component = new LinkedHashMap<String, Object>();
        component.put("subject", subject);
        component.put("agent", agent);
        component.put("executor", "process");
        component.put("workerType", "sleeper");
        component.put("service", "dreams");
        component.put("currentVersion", version);
        component.put(
                "versions", Map.of("1.0", Map.of("start", List.of(start)), "2.0", Map.of("start", List.of(start))));
        component.put("note", "unknown to this version of the agent");
        if (settings != null) {
            component.put(
                    "parameters", Map.of("settingsFile", settings.toString(), "settings", Map.of("memoryMb", 512)));
        }
        return Json.text(component);
    }

    static String rollback(
            String commandId, String agent, String from, String to, long generation, Instant validUntil) {
        return Json.text(new RollbackCommand(
                commandId,
                agent,
                "promotion-1",
                "dreams",
                from,
                to,
                generation,
                1,
                Executor.PROCESS,
                Map.of("gracefulSeconds", "1"),
                provenance(commandId, validUntil)));
    }

    static String fix(
            String commandId, String agent, String target, int before, int after, long generation, Instant validUntil) {
        return Json.text(new FixCommand(
                commandId,
                "fix-1",
                target,
                "increase_memory",
                Map.of("memoryMb", IntNode.valueOf(before)),
                Map.of("memoryMb", IntNode.valueOf(after)),
                null,
                generation,
                1,
                agent,
                Executor.PROCESS,
                Map.of(),
                provenance(commandId, validUntil)));
    }

    private static Provenance provenance(String commandId, Instant validUntil) {
        return new Provenance(commandId, "cause", "inc-1", null, null, null, null, validUntil, false);
    }

    /** Pids of the live processes of an agent's worker, children included. */
    static List<Long> pids(Path dataDirectory, String workerId) {
        return ProcessHandle.allProcesses()
                .filter(ProcessHandle::isAlive)
                .filter(handle -> {
                    var variables = environment(handle.pid());
                    return variables.contains("HOMEOSTAT_AGENT_DATA_DIR=" + dataDirectory)
                            && variables.contains("HOMEOSTAT_WORKER_ID=" + workerId);
                })
                .map(ProcessHandle::pid)
                .toList();
    }

    static List<String> environment(long pid) {
        try {
            var bytes = java.nio.file.Files.readAllBytes(Path.of("/proc/" + pid + "/environ"));
            return Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\0", -1));
        } catch (java.io.IOException e) {
            return List.of();
        }
    }

    static String incarnation(long pid) {
        return environment(pid).stream()
                .filter(v -> v.startsWith("HOMEOSTAT_INCARNATION="))
                .map(v -> v.substring("HOMEOSTAT_INCARNATION=".length()))
                .findFirst()
                .orElse("");
    }
}
