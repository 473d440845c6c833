package io.homeostat.agent.effects.kafka;

import static io.homeostat.agent.effects.kafka.CommandFields.BYTES_MAX;
import static io.homeostat.agent.effects.kafka.CommandFields.GRACEFUL_SECONDS_MAX;
import static io.homeostat.agent.effects.kafka.CommandFields.PARAMETER_CHARACTERS_MAX;

import io.homeostat.common.contract.Fields;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.contract.RestartCommand.Terminate;
import io.homeostat.common.contract.WorkerId;
import org.jspecify.annotations.Nullable;

/** The total parse of {@code restart-commands}. */
final class CommandParser {

    private CommandParser() {}

    static Parsed<RestartCommand> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var workerId = CommandFields.subject(fields, "workerId", key);
            var commandId = fields.text("commandId", WorkerId.LENGTH_MAX); // it becomes an incarnation
            var action = fields.requiredEnum("action", Action.class);
            return new RestartCommand(
                    commandId,
                    action,
                    fields.optionalText("agent", Fields.NAME_CHARACTERS_MAX),
                    fields.textOr("restartId", commandId),
                    workerId,
                    fields.textOr("workerType", "default"),
                    fields.optionalText("taskId", Fields.NAME_CHARACTERS_MAX),
                    fields.optionalText("expectedIncarnation", Fields.NAME_CHARACTERS_MAX),
                    CommandFields.whole(fields, "generation"),
                    CommandFields.whole(fields, "planeGeneration"),
                    CommandFields.executor(fields),
                    fields.texts("parameters", PARAMETER_CHARACTERS_MAX),
                    terminate(fields, action),
                    CommandFields.provenance(fields, commandId));
        });
    }

    private static @Nullable Terminate terminate(Fields fields, Action action) {
        var terminate = fields.optionalObject("terminate", t -> {
            var graceful = t.optionalWhole("gracefulSeconds", 0, GRACEFUL_SECONDS_MAX);
            if (graceful == null) {
                throw t.rejected("gracefulSeconds", "", "is missing");
            }
            return new Terminate(graceful, t.flag("force"));
        });
        if (terminate == null && action != Action.START) {
            throw fields.rejected("terminate", "", "is missing: " + action + " must say how to end the process");
        }
        return terminate;
    }
}
