package io.homeostat.agent;

import io.homeostat.common.contract.Json;
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
