package io.homeostat.rollback.control.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.homeostat.common.contract.FlagScalar;
import io.homeostat.common.contract.OperatorCommand;
import io.homeostat.common.contract.Parsed;
import io.homeostat.common.policy.FlagCatalogue;
import io.homeostat.rollback.control.domain.WantedFlag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads what a FLAG_SET wants: {@code arguments.value} of one flag, or {@code arguments.values} of a batch. */
sealed interface FlagArguments {

    /** Subject of a batch. */
    String BATCH = FlagCatalogue.NAME;

    /** Values, readable or not; at least one. */
    record Wanted(List<WantedFlag> flags) implements FlagArguments {}

    /** The argument is not there, or is no object. */
    record Missing(WantedFlag at, String why) implements FlagArguments {}

    static FlagArguments of(OperatorCommand command) {
        var arguments = command.arguments();
        if (!command.subject().equals(BATCH)) {
            var value = arguments == null ? null : arguments.get("value");
            var wanted = wanted(command.subject(), "arguments.value", value);
            return value == null ? new Missing(wanted, "is missing") : new Wanted(List.of(wanted));
        }
        var values = arguments == null ? null : arguments.get("values");
        if (values == null || !values.isObject() || values.isEmpty()) {
            return new Missing(
                    wanted(BATCH, "arguments.values", values), "is missing or no object of flags and values");
        }
        var all = new ArrayList<WantedFlag>();
        values.properties()
                .forEach(entry ->
                        all.add(wanted(entry.getKey(), "arguments.values." + entry.getKey(), entry.getValue())));
        return new Wanted(all);
    }

    private static WantedFlag wanted(String name, String field, @Nullable JsonNode value) {
        var found =
                new Parsed.Rejected<>(field, value == null ? "" : value.toString(), "").found(); // bounded, printable
        return new WantedFlag(name, field, FlagScalar.of(value), found);
    }
}
