package io.homeostat.agent.effects.kafka;

import io.homeostat.common.contract.Executor;
import io.homeostat.common.contract.Fields;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.contract.Provenance;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What the commands of all three topics have in common. */
final class CommandFields {

    static final int BYTES_MAX = 64 * 1024;
    static final int PARAMETER_CHARACTERS_MAX = 4096;
    static final long GRACEFUL_SECONDS_MAX = 3600; // a command is valid for an hour at most

    private CommandFields() {}

    /** Name of the agent that is meant; null: none, or not to be told. */
    static @Nullable String addressee(byte @Nullable [] value) {
        return switch (Fields.parse(
                value, BYTES_MAX, f -> new Addressee(f.optionalText("agent", Fields.NAME_CHARACTERS_MAX)))) {
            case Parsed.Valid<Addressee>(var addressee) -> addressee.name();
            case Parsed.Rejected<Addressee> _ -> null;
        };
    }

    private record Addressee(@Nullable String name) {}

    /** An id that is a record's key too. */
    static String subject(Fields fields, String name, @Nullable String key) {
        var subject = fields.workerId(name);
        if (key != null && !key.isEmpty() && !key.equals(subject)) {
            throw fields.rejected(name, subject, "differs from the record's key '" + key + "'");
        }
        return subject;
    }

    static long whole(Fields fields, String name) {
        var value = fields.optionalWhole(name, 0, Long.MAX_VALUE);
        if (value == null) {
            throw fields.rejected(name, "", "is missing");
        }
        return value;
    }

    static Executor executor(Fields fields) {
        var name = fields.text("executor", Fields.NAME_CHARACTERS_MAX).toLowerCase(Locale.ROOT);
        for (var executor : Executor.values()) {
            if (executor.wireName().equals(name)) {
                return executor;
            }
        }
        throw fields.rejected("executor", name, "is no executor");
    }

    static Provenance provenance(Fields fields, String commandId) {
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
