package io.homeostat.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.CommandResult;
import io.homeostat.common.contract.Json;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.topics.TopicSpec;
import io.homeostat.common.topics.Topics;
import io.homeostat.simulation.engine.LoggedRecord;
import io.homeostat.simulation.engine.LoggedRecord.Writer;
import io.homeostat.simulation.engine.SimulatedPlane;
import java.time.Instant;
import java.util.LinkedHashMap;

/** Stands for every agent of the plane: answers each command in the instant in which it reads it. */
final class SimulatedAgent {

    private static final String NAME = "simulated-agent";

    private SimulatedAgent() {}

    static void join(SimulatedPlane plane, AgentMode mode) {
        switch (mode) {
            case SUCCEED -> answer(plane, CommandResult.Status.SUCCEEDED);
            case FAIL -> answer(plane, CommandResult.Status.FAILED);
            case NONE, RECORDED -> {}
        }
    }

    private static void answer(SimulatedPlane plane, CommandResult.Status status) {
        answer(plane, Topics.RESTART_COMMANDS, Topics.RESTART_RESULTS, status);
        answer(plane, Topics.FIX_COMMANDS, Topics.FIX_RESULTS, status);
        answer(plane, Topics.ROLLBACK_COMMANDS, Topics.ROLLBACK_RESULTS, status);
    }

    private static void answer(
            SimulatedPlane plane, TopicSpec commands, TopicSpec results, CommandResult.Status status) {
        plane.subscribe(commands, record -> {
            var command = record.value();
            if (command != null && Json.read(command, JsonNode.class) instanceof Parsed.Valid<JsonNode>(var tree)) {
                plane.append(results, Writer.AGENT, record.key(), result(tree, status, record));
            }
        });
    }

    /** The incarnation is left open: the input's beats say what came up. */
    private static byte[] result(JsonNode command, CommandResult.Status status, LoggedRecord record) {
        var result = new LinkedHashMap<String, Object>();
        result.put("commandId", command.path("commandId").asText());
        result.put("status", status);
        result.put("agent", command.path("agent").asText(NAME));
        result.put("message", "simulated");
        result.put("time", Instant.ofEpochMilli(record.timestampMs()));
        return Json.bytes(result);
    }
}
