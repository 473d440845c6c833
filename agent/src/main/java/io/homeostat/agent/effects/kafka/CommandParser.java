package io.homeostat.agent.effects.kafka;

import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Fields;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Provenance;
import io.homeostat.common.contract.RestartCommand;
import io.homeostat.common.contract.RestartCommand.Action;
import io.homeostat.common.contract.RestartCommand.Terminate;
import io.homeostat.common.contract.WorkerId;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The total parse of {@code restart-commands}: whose it is first, as what is not ours leaves no trace. */
final class CommandParser {

    private static final int BYTES_MAX = 64 * 1024;
    private static final int PARAMETER_CHARACTERS_MAX = 4096;
    private static final long GRACEFUL_SECONDS_MAX = 3600; // a command is valid for an hour at most

    private CommandParser() {}

    /** Name of the agent that is meant; null: none, or not to be told. */
    static @Nullable String addressee(byte @Nullable [] value) {
        return switch (Fields.parse(
                value, BYTES_MAX, f -> Addressee.of(f.optionalText("agent", Fields.NAME_CHARACTERS_MAX)))) {
            case Parsed.Valid<Addressee>(var addressee) -> addressee.name();
            case Parsed.Rejected<Addressee> _ -> null;
        };
    }

    private record Addressee(@Nullable String name) {
        static Addressee of(@Nullable String name) {
            return new Addressee(name);
        }
    }

    static Parsed<RestartCommand> parse(@Nullable String key, byte @Nullable [] value) {
        return Fields.parse(value, BYTES_MAX, fields -> {
            var workerId = fields.workerId("workerId");
            if (key != null && !key.isEmpty() && !key.equals(workerId)) {
                throw fields.rejected("workerId", workerId, "differs from the record's key '" + key + "'");
            }
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
                    whole(fields, "generation"),
                    whole(fields, "planeGeneration"),
                    executor(fields),
                    fields.texts("parameters", PARAMETER_CHARACTERS_MAX),
                    terminate(fields, action),
                    provenance(fields, commandId));
        });
    }

    private static long whole(Fields fields, String name) {
        var value = fields.optionalWhole(name, 0, Long.MAX_VALUE);
        if (value == null) {
            throw fields.rejected(name, "", "is missing");
        }
        return value;
    }

    private static Executor executor(Fields fields) {
        var name = fields.text("executor", Fields.NAME_CHARACTERS_MAX).toLowerCase(Locale.ROOT);
        for (var executor : Executor.values()) {
            if (executor.wireName().equals(name)) {
                return executor;
            }
        }
        throw fields.rejected("executor", name, "is no executor");
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

    private static Provenance provenance(Fields fields, String commandId) {
        return new Provenance(
                fields.textOr("id", commandId),
                fields.textOr("causeId", commandId),
                fields.optionalText("incidentId", Fields.NAME_CHARACTERS_MAX),
                null,
                null,
                null,
                null,
                fields.optionalInstant("validUntil"),
                fields.flag("synthetic"));
    }
}
